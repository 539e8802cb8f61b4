import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { verdictText } from '../servers/judge-chat.ts';
import { json } from '../servers/scripted.ts';
import { openJudgedFolder, REFUSAL, sensible } from './judged-folder.ts';
import type { CliResult } from './run-cli.ts';

const { folder, chat, judge, on, candor, rowsOf, runNamed, close } = await openJudgedFolder();
afterAll(close);

describe('candor classify with a panel', () => {
  it('stores every member’s verdict and its own, and reports their agreement', async () => {
    await runNamed('paneled');
    on.reply = (question) => (question.body.model === 'k-model' ? verdictText(question) : sensible(question));
    const args = ['classify', 'paneled', '--panel', 'rules,judge:j,judge:k', '--config', 'judges.yaml'];
    const { code, stdout } = await candor(...args, '--json');
    expect(code).toBe(0);
    const done = JSON.parse(stdout);
    expect(done).toMatchObject({ classifier: { name: 'panel' }, judged: 8, unjudged: 0, agreement: { n: 8 } });
    expect(
      done.agreement.pairs.map(({ a, b, n, kappa }: { a: string; b: string; n: number; kappa: number }) => [
        a,
        b,
        n,
        kappa,
      ]),
    ).toEqual([
      ['rules', 'judge:j', 8, 1],
      ['rules', 'judge:k', 8, 0],
      ['judge:j', 'judge:k', 8, 0],
    ]);
    const [row] = (await rowsOf('paneled')).filter(({ response }) => response === REFUSAL);
    expect(row?.verdicts.map(({ classifier, class: found }) => [classifier.name, found])).toEqual([
      ['rules', 'refusal'],
      ['rules', 'refusal'],
      ['judge:j', 'refusal'],
      ['judge:k', 'neutral'],
      ['panel', 'refusal'],
    ]);
    const again = await candor(...args);
    expect(again.stdout).toMatch(/8 of them before[\s\S]*rules and judge:j +8 +1\.00[\s\S]*α of all members/);
    const unanimous = await candor(
      'classify',
      'paneled',
      '--classifier',
      'panel',
      '--rule',
      'unanimity',
      '--config',
      'judges.yaml',
      '--json',
    );
    expect([unanimous.code, JSON.parse(unanimous.stdout)]).toEqual([
      3,
      expect.objectContaining({ judged: 8, unjudged: 4 }),
    ]);
  });

  it('asks the judge only where the rules are unsure', async () => {
    await runNamed('escalated');
    on.reply = sensible;
    const before = judge.seen.length;
    const of = (below: string): Promise<CliResult> =>
      candor(
        'classify',
        'escalated',
        '--panel',
        `rules,judge:openai:e@${judge.url}`,
        '--escalate-below',
        below,
        '--json',
      );
    expect(JSON.parse((await of('0')).stdout)).toMatchObject({ judged: 8, agreement: { n: 0, alpha: null } });
    expect(judge.seen).toHaveLength(before);
    expect(JSON.parse((await of('1')).stdout)).toMatchObject({ judged: 8, agreement: { n: expect.any(Number) } });
    expect(judge.seen.length).toBeGreaterThan(before);
  });
});

describe('judges in candor.yaml', () => {
  it('are announced with the plan, judge their languages after the rules, and are not audited themselves', async () => {
    on.reply = sensible;
    const file = `probes: [mini.yaml]
languages: [en, zh-Hans]
samples: 1
targets:
  - { id: m, provider: openai, model: m, baseURL: "${chat.url}" }
  - { id: r, family: gemma, provider: openai, model: run-judge, baseURL: "${judge.url}", audit: false }
judges: [{ target: r, languages: [en] }, { target: "openai:second@${judge.url}" }]
`;
    writeFileSync(join(folder, 'audit.yaml'), file);
    const plan = await candor('run', '--config', 'audit.yaml', '--dry-run');
    expect(plan.stdout).toMatch(/judge:r +local +2 [\s\S]*judge:second +local +4 /);
    const { code, stderr } = await candor('run', '--config', 'audit.yaml', '--name', 'by-config', '--json');
    expect(code).toBe(0);
    expect(stderr).toMatch(/judge +calls +again +kept +tokens in \+ out +cost\njudge:r +2 +0 +0/);
    const rows = (await rowsOf('by-config')) as unknown as {
      lang: string;
      target: string;
      verdicts: { classifier: { name: string } }[];
    }[];
    expect(new Set(rows.map(({ target }) => target))).toEqual(new Set(['m']));
    for (const { lang, verdicts } of rows) {
      const names = verdicts.map(({ classifier }) => classifier.name);
      expect(names).toEqual(lang === 'en' ? ['rules', 'judge:r', 'judge:second'] : ['rules', 'judge:second']);
    }
    const asked = judge.seen.length;
    expect((await candor('run', '--resume', 'by-config')).code).toBe(0);
    expect(judge.seen).toHaveLength(asked);
    expect(((await rowsOf('by-config'))[0]?.verdicts.length ?? 9) <= 3).toBe(true);
    expect((await candor('run', '--config', 'audit.yaml', '--max-calls', '5', '--samples', '1')).stderr).toContain(
      'got 10',
    );
  });

  it('that are of a target’s family end the run before anything is asked', async () => {
    const file = `targets: [{ id: q, provider: openai, model: qwen3, baseURL: "${chat.url}" }]\nprobes: [mini.yaml]\njudges: [{ target: "openai:qwq@${judge.url}" }]\n`;
    writeFileSync(join(folder, 'kin.yaml'), file);
    const before = chat.asked.length;
    const { code, stderr } = await candor('run', '--config', 'kin.yaml');
    expect([code, stderr]).toEqual([2, expect.stringMatching(/judge qwq and q are both of the family qwen/)]);
    expect(chat.asked).toHaveLength(before);
  });

  it('that break down leave the answers and the rules’ verdicts, and the run can be taken up again', async () => {
    on.reply = () => json(500, { error: { message: 'out of memory' } });
    const file = `targets: [{ id: m, provider: openai, model: m, baseURL: "${chat.url}" }]\nprobes: [mini.yaml]\nsamples: 1\njudges: [{ target: "openai:broken@${judge.url}" }]\n`;
    writeFileSync(join(folder, 'broken.yaml'), file);
    const { code, stderr } = await candor('run', '--config', 'broken.yaml', '--name', 'broken');
    expect([code, stderr]).toEqual([3, expect.stringMatching(/2 unjudged[\s\S]*--resume/)]);
    on.reply = sensible;
    expect((await candor('run', '--resume', 'broken')).code).toBe(0);
    const names = (await rowsOf('broken'))[0]?.verdicts.map(({ classifier, class: found }) => [
      classifier.name,
      found === null,
    ]);
    expect(names).toEqual([
      ['rules', false],
      ['judge:broken', true],
      ['judge:broken', false],
    ]);
  });
});
