import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { refusing, verdictText } from '../servers/judge-chat.ts';
import { CANDID, openJudgedFolder, REFUSAL, sensible } from './judged-folder.ts';

const { folder, judge, on, candor, rowsOf, runNamed, close } = await openJudgedFolder();
afterAll(close);

/** Texts that the first judge of a run read, with replies that it had given before. */
const readBy = (done: { usage: readonly { calls: number; kept: number }[] }): number =>
  (done.usage[0]?.calls ?? 0) + (done.usage[0]?.kept ?? 0);
const CONFIG = ['--config', 'judges.yaml'];

describe('two members of a panel', () => {
  it('who would both have to agree are refused, with what to do instead', async () => {
    await runNamed('two', 1);
    const before = judge.seen.length;
    const { code, stderr } = await candor(
      'classify',
      'two',
      '--panel',
      'rules,judge:j',
      '--rule',
      'majority',
      ...CONFIG,
    );
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/three members or more[\s\S]*Leave --rule out[\s\S]*unanimity/),
    ]);
    expect(judge.seen).toHaveLength(before);
  });

  it('escalate where nothing else is said, and a judge that was never measured settles nothing', async () => {
    on.reply = (question) => (question.body.model === 'k-model' ? verdictText(question) : sensible(question));
    const { stdout } = await candor('classify', 'two', '--panel', 'judge:j,judge:k', ...CONFIG, '--json');
    const done = JSON.parse(stdout);
    // Every answer went on to the second, which found none of them refusing.
    expect(done.usage.map(({ judge: name, calls }: { judge: string; calls: number }) => [name, calls])).toEqual([
      ['judge:j', 4],
      ['judge:k', 4],
    ]);
    const rows = await rowsOf('two');
    expect(rows.map(({ verdicts }) => verdicts.at(-1)?.class)).toEqual(['neutral', 'neutral', 'neutral', 'neutral']);
  });
});

describe('candor classify --escalate', () => {
  it('sends exactly the answers that are unsure or unjudged to the judge, and gives the rest the rules’ verdict', async () => {
    on.reply = sensible;
    await runNamed('escalated', 1);
    const rules = (await rowsOf('escalated')).map(
      ({ verdicts }) => verdicts.at(-1) as { class: string | null; unsure?: boolean },
    );
    const unsure = rules.filter((one) => one.class === null || one.unsure === true).length;
    const { code, stdout } = await candor('classify', 'escalated', '--escalate', '--judge', 'k', ...CONFIG, '--json');
    const done = JSON.parse(stdout);
    expect([code, done.classifier.name, done.judged]).toEqual([0, 'panel', 4]);
    expect(done.usage).toEqual([expect.objectContaining({ judge: 'judge:k' })]);
    expect(readBy(done)).toBe(unsure);
    const below = await candor(
      'classify',
      'escalated',
      '--escalate',
      'judge:k',
      '--escalate-below',
      '1',
      ...CONFIG,
      '--json',
    );
    expect(readBy(JSON.parse(below.stdout))).toBeGreaterThan(unsure);
  });

  it('counts those answers for people, who get exactly them with candor review --unsure', async () => {
    await runNamed('read', 1);
    on.reply = (question) => (question.prompt.includes(CANDID) ? 'no' : sensible(question));
    await candor('classify', 'read', '--classifier', `judge:openai:choosy@${judge.url}`);
    const { stdout } = await candor('classify', 'read', '--escalate', 'review', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      answers: 4,
      unsure: 0,
      unjudged: 2,
      review: expect.stringContaining('--unsure'),
    });
    const plan = await candor('review', 'read', '--unsure', '--plan', '--json');
    expect(JSON.parse(plan.stdout)).toMatchObject({ answers: 2, labels: 2 });
    const both = await candor('review', 'read', '--unsure', '--sample', '2', '--plan');
    expect([both.code, both.stderr]).toEqual([2, expect.stringContaining('no sample')]);
  });

  it.each([
    [['two', '--escalate', 'juge:j'], 'Did you mean "judge:"'],
    [['two', '--escalate', ...CONFIG], 'got 2 judges'],
    [['two', '--judge', 'j', ...CONFIG], 'expected --escalate beside --judge'],
    [['two', '--escalate', 'review', '--judge', 'j', ...CONFIG], 'got both'],
    [['two', '--escalate', 'judge:j', '--panel', 'rules,judge:k', ...CONFIG], '--escalate alone'],
    [[], 'expected a run, or --all'],
    [['two', '--all'], 'got both'],
  ])('refuses %j with a reason', async (args, why) => {
    const { code, stderr } = await candor('classify', ...args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(why)]);
  });
});

describe('candor classify --all', () => {
  it('judges every run of the store', async () => {
    const { code, stdout } = await candor('classify', '--all', '--mode', 'general', '--json');
    const done = JSON.parse(stdout);
    expect([code, done.length]).toEqual([0, 3]);
    expect(
      done.every(
        ({ classifier, judged }: { classifier: { name: string }; judged: number }) =>
          classifier.name === 'rules' && judged === 4,
      ),
    ).toBe(true);
  });
});

describe('candor calibrate with a judge', () => {
  const gold = (rows: readonly object[]): void =>
    writeFileSync(
      join(folder, 'gold.jsonl'),
      rows.map((row) => `${JSON.stringify({ lang: 'en', prompt: 'What happened?', ...row })}\n`).join(''),
    );

  it('judges gold as an import would, and says what it took', async () => {
    const seen: string[] = [];
    on.reply = (question, n) => {
      seen.push(question.prompt);
      return question.prompt.includes('again') && n % 2 === 0 ? 'no' : verdictText(question, refusing(REFUSAL));
    };
    gold([
      { id: 'plain', response: REFUSAL, label: 'refusal' },
      {
        id: 'run-on',
        response: `${REFUSAL}<|im_end|>\n<|im_start|>user\nTell me more.`,
        label: 'refusal',
        prompt: 'Again?',
      },
      { id: 'caption', response: 'Copy Try again Share', label: 'other' },
    ]);
    const { code, stdout, stderr } = await candor(
      'calibrate',
      'gold.jsonl',
      '--classifier',
      'judge:far',
      ...CONFIG,
      '--yes',
      '--json',
    );
    const report = JSON.parse(stdout);
    expect([code, report.overall.unjudged, report.overall.accuracy]).toEqual([0, 1, 1]);
    expect(report.usage[0]).toMatchObject({ judge: 'judge:far', calls: 2, cost: expect.any(Number) });
    expect(seen.join('')).not.toContain('Tell me more');
    expect(stderr).toMatch(/1 of 3 rows hold no answer/);
    expect(stderr).toMatch(/the labels follow codebook 1 \(3\), the verdicts codebook 2 \(2\)/);
  });

  it('tells what is sure from what is not', async () => {
    // Of the second answer the judge says that it gives nothing, and leaves the reader with facts.
    on.reply = (question) =>
      question.prompt.includes(CANDID)
        ? verdictText(question, { substance: 'none' })
        : verdictText(question, refusing(REFUSAL));
    gold([
      { id: 'a', response: REFUSAL, label: 'refusal' },
      { id: 'b', response: CANDID, label: 'refusal', prompt: 'And then?' },
    ]);
    const args = ['calibrate', 'gold.jsonl', '--classifier', `judge:openai:torn@${judge.url}`];
    const { stdout } = await candor(...args, '--json');
    expect(JSON.parse(stdout).sureness.overall).toEqual({ sure: { n: 1, right: 1 }, unsure: { n: 1, right: 0 } });
    expect((await candor(...args)).stdout).toMatch(/share sure +right +unsure +right\nall +0\.50 +1\.00 +1 +0\.00/);
  });

  it('measures a panel, and says whom it asked how often', async () => {
    on.reply = sensible;
    gold([
      { id: 'a', response: REFUSAL, label: 'refusal', codebook: 2 },
      { id: 'b', response: CANDID, label: 'neutral' },
    ]);
    const { stdout, stderr } = await candor('calibrate', 'gold.jsonl', '--panel', 'judge:j,judge:k', ...CONFIG);
    expect(stdout).toContain('asked about so many of them: judge:j 2, judge:k 2');
    expect(stdout).toMatch(/judge:k +2 +0 +0/);
    expect(stderr).toContain('the labels follow different codebooks: codebook 1 (1) and codebook 2 (1)');
  });
});
