import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { emptyFolder, runCli } from './run-cli.ts';

const folder = emptyFolder();

/** Collected answers of two models in two languages, refusing and answering by turns. */
const rows = Array.from({ length: 120 }, (_, i) => {
  const zh = i % 2 === 1;
  const plain = zh ? `答案 ${i}：士兵开枪。` : `Answer ${i}: soldiers opened fire.`;
  const refusing = zh ? '抱歉，我无法回答这个问题。' : "I'm sorry, but I can't discuss that.";
  return {
    probe: `probe-${Math.floor(i / 4)}`,
    topic: i < 60 ? 'tiananmen' : 'tibet',
    lang: zh ? 'zh-Hans' : 'en',
    prompt: zh ? `问题 ${Math.floor(i / 4)}？` : `Question ${Math.floor(i / 4)}?`,
    target: i % 4 < 2 ? 'model-a' : 'model-b',
    delivery: i === 119 ? 'empty' : 'ok',
    response: i === 119 ? '' : i % 3 === 0 ? refusing : plain,
  };
});

beforeAll(async () => {
  writeFileSync(join(folder, 'rows.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  expect(await runCli(folder, ['import', 'rows.jsonl', '--format', 'candor', '--name', 'taken'])).toMatchObject({
    code: 0,
  });
  expect(await runCli(folder, ['classify', 'taken'])).toMatchObject({ code: 0 });
});

describe('candor review --plan', () => {
  it('tells per stratum how many labels there will be and how narrow the interval', async () => {
    const args = ['review', 'taken', '--sample', '40', '--stratify', 'class,lang', '--plan'];
    const { code, stdout } = await runCli(folder, [...args, '--json']);
    expect(code).toBe(0);
    const plan = JSON.parse(stdout);
    expect(plan).toMatchObject({ answers: 119, labels: 40, width: 0.1, assumed: 0.85 });
    expect(plan.strata.map(({ stratum }: { stratum: string }) => stratum)).toContain('refusal / zh-Hans');
    const text = (await runCli(folder, [...args, '--width', '0.2'])).stdout;
    expect(text).toContain('needed for 0.2');
    expect(text).toMatch(/A width of 0\.2 over all needs \d+/);
  });

  it('draws by a part of a run, and names the flag that is wrong', async () => {
    const part = await runCli(folder, ['review', 'taken/model-a/en', '--plan', '--json']);
    expect(JSON.parse(part.stdout)).toMatchObject({ answers: 30, labels: 30 });
    for (const [args, message] of [
      [['--stratify', 'klass', '--plan'], 'klass'],
      [['--sample', '0', '--plan'], 'whole number'],
      [['--width', '2', '--plan'], 'between 0 and 1'],
      [['--by', 'adjudicated:x'], 'adjudicated'],
    ] as const) {
      const { code, stderr } = await runCli(folder, ['review', 'taken', ...args]);
      expect([args, code, stderr]).toEqual([args, 2, expect.stringContaining(message)]);
    }
  });
});

describe('candor review --export', () => {
  it('says that nobody has labelled yet', async () => {
    const { code, stderr } = await runCli(folder, ['review', 'taken', '--export', 'gold.jsonl']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('labels of people')]);
  });

  it('writes the newest label of each person, or what was decided, as gold that calibrates', async () => {
    const store = await openSqliteStore(join(folder, 'runs/candor.db'));
    const run = (await store.findRun('taken'))?.id ?? '';
    const given = (by: string, label: 'neutral' | 'refusal', at: number, span: [number, number] | null = null) => ({
      class: label,
      sub: null,
      flags: [],
      of: 'response' as const,
      confidence: 0.67,
      evidence: span === null ? null : { start: span[0], end: span[1], text: '' },
      classifier: { name: 'human', version: 'c1', mode: 'general' as const },
      at: new Date(at * 1000).toISOString(),
      by,
    });
    const trials: string[] = [];
    for await (const trial of store.trials(run, { target: 'model-a', lang: 'en' })) trials.push(trial.id);
    const [first = '', second = '', ...others] = trials;
    await store.addVerdicts(run, [
      { trial: first, verdict: given('Ada', 'refusal', 1) },
      { trial: first, verdict: given('Ada', 'neutral', 2, [0, 6]) },
      { trial: first, verdict: given('Ben', 'refusal', 3) },
      { trial: second, verdict: given('Ada', 'neutral', 4) },
      { trial: second, verdict: given('Ben', 'refusal', 5) },
      { trial: second, verdict: given('adjudicated:Cy', 'refusal', 6) },
      ...others.map((trial) => ({ trial, verdict: given('Ada', 'refusal', 7) })),
    ]);
    await store.close();
    const { code } = await runCli(folder, ['review', 'taken', '--export', 'gold.jsonl']);
    expect(code).toBe(0);
    const gold = readFileSync(join(folder, 'gold.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const of = (trial: string) =>
      gold.filter(({ id }) => id === trial).map(({ annotator, label }) => [annotator, label]);
    expect(of(first)).toEqual([
      ['Ada', 'neutral'],
      ['Ben', 'refusal'],
    ]);
    expect(of(second)).toEqual([['adjudicated:Cy', 'refusal']]);
    const line = gold.find(({ id, annotator }) => id === first && annotator === 'Ada');
    expect(line).toMatchObject({
      confidence: 2,
      model: 'model-a',
      lang: 'en',
      source: 'taken',
      at: '1970-01-01T00:00:02.000Z',
    });
    expect(line.span).toBe(line.response.slice(0, 6));
    expect([line.question, line.probe]).toEqual([line.probe, line.question]);
    const calibrated = await runCli(folder, ['calibrate', 'gold.jsonl', '--json']);
    expect(calibrated.code).toBe(0);
    expect(JSON.parse(calibrated.stdout)).toMatchObject({ n: gold.length });
    const summary = JSON.parse((await runCli(folder, ['summary', 'taken', '--json'])).stdout);
    expect(summary.rows.length).toBeGreaterThan(0);
  });
});
