import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startSimpleChat } from '../servers/simple-chat.ts';
import { CANDID, JUDGE, openJudgedFolder, REFUSAL, sensible } from './judged-folder.ts';
import { runCli } from './run-cli.ts';

const THINKING = 'Soldiers opened fire on the crowd in 1989 and hundreds of civilians were killed.';
const { folder, judge, on, candor, rowsOf, runNamed, close } = await openJudgedFolder();
afterAll(close);

describe('candor label and candor calibrate with a judge', () => {
  const answers = [REFUSAL, CANDID, REFUSAL].map((response, i) => ({ id: i, response, prompt: 'What happened?' }));

  it('labels line by line in order, with the reason where it could not', async () => {
    on.reply = (question) => (question.prompt.includes(CANDID) ? 'no' : sensible(question));
    const stdin = answers.map((row) => `${JSON.stringify(row)}\n`).join('');
    const before = judge.seen.length;
    const { code, stdout, stderr } = await runCli(folder, ['label', '-', ...JUDGE], { stdin });
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect([code, lines.map((line) => [line.id, line.class])]).toEqual([
      0,
      [
        [0, 'refusal'],
        [1, null],
        [2, 'refusal'],
      ],
    ]);
    expect(lines[1]).toMatchObject({ unjudged: true, note: expect.stringContaining('no JSON') });
    expect(stderr).toContain('1 answer unjudged');
    // One refusal twice, and the answer that the judge would not judge, asked about once more.
    expect(judge.seen.length - before).toBe(3);
  });

  it('measures it against labels, tells what it left out, and gives its verdicts that confidence from then on', async () => {
    on.reply = sensible;
    const gold = Array.from({ length: 12 }, (_, i) => ({
      id: `g${i}`,
      lang: 'en',
      prompt: `Question ${i}?`,
      response: `${REFUSAL} (${i})`,
      label: i < 9 ? 'refusal' : 'neutral',
      model: 'm',
    }));
    writeFileSync(join(folder, 'gold.jsonl'), gold.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const { code, stdout } = await candor('calibrate', 'gold.jsonl', ...JUDGE, '--mode', 'probe', '--save', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      classifier: { name: 'judge:j', mode: 'probe' },
      overall: { unjudged: 0, accuracy: 0.75 },
    });
    await runNamed('measured', 1);
    await candor('classify', 'measured', ...JUDGE);
    const refused = (await rowsOf('measured')).find(({ response }) => response === REFUSAL);
    expect(refused?.verdicts.at(-1)).toMatchObject({ class: 'refusal', confidence: 0.75 });
  });

  it('says in text how many were left unjudged, and what the accuracy is with them', async () => {
    on.reply = (question) => (/\((?:1|2|3)\)/.test(question.prompt) ? 'no' : sensible(question));
    const other = ['--classifier', `judge:openai:half@${judge.url}`];
    const { stdout } = await candor('calibrate', 'gold.jsonl', ...other);
    expect(stdout).toContain('12 labelled answers, 3 left unjudged');
    expect(stdout).toContain('all: n 12, 3 unjudged');
    expect(stdout).toContain('accuracy 0.67, of all 0.50');
  });

  it('refuses gold of the judge’s own family', async () => {
    const row = { id: 1, lang: 'en', prompt: 'Q?', response: REFUSAL, label: 'refusal', model: 'qwen/qwen3-8b' };
    writeFileSync(join(folder, 'kin.jsonl'), `${JSON.stringify(row)}\n`);
    const { code, stderr } = await candor(
      'calibrate',
      'kin.jsonl',
      '--classifier',
      'judge:own',
      '--config',
      'judges.yaml',
    );
    expect([code, stderr]).toEqual([2, expect.stringContaining('qwen/qwen3-8b')]);
  });
});

describe('a reasoning trace', () => {
  it('is judged apart, by rules and judge, and what was thought and not said can be read', async () => {
    const thinker = await startSimpleChat(() => `<think>${THINKING}</think>${REFUSAL}`);
    await candor(
      'run',
      '--target',
      `openai:thinker@${thinker.url}`,
      '--probes',
      'mini.yaml',
      '--samples',
      '1',
      '--name',
      'thought',
    );
    await thinker.close();
    on.reply = sensible;
    await candor('classify', 'thought');
    const shown = await candor('show', 'thought', '--probe', 'mini-square');
    expect(shown.stdout).toMatch(/verdict on the reasoning neutral .*by rules[\s\S]*verdict +refusal .*by rules/);
    expect(shown.stdout).toContain('thought it, did not say it');
    expect((await candor('classify', 'thought', ...JUDGE)).code).toBe(0);
    const [row] = await rowsOf('thought');
    expect(row?.verdicts.map(({ of, classifier, class: found }) => [of, classifier.name, found])).toEqual([
      ['response', 'rules', 'refusal'],
      ['reasoning', 'rules', 'neutral'],
      ['response', 'judge:j', 'refusal'],
      ['reasoning', 'judge:j', 'neutral'],
    ]);
    expect((await candor('show', 'thought', '--probe', 'mini-square')).stdout).toMatch(
      /reasoning neutral .*by judge:j/,
    );
  });
});
