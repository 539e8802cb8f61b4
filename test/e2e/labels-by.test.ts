import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { emptyFolder, runCli } from './run-cli.ts';

const folder = emptyFolder();
const candor = (...args: string[]) => runCli(folder, args);
const QUESTIONS = 100;
const NAMED = 'judge:careful';

/** A verdict as an export has it. */
const verdict = (name: string, found: string, n: number) => ({
  class: found,
  sub: null,
  flags: [],
  of: 'response',
  confidence: 0.9,
  evidence: found === 'refusal' ? { start: 0, end: 6, text: 'Answer' } : null,
  classifier: { name, version: 'v1', mode: 'general' },
  at: `2026-01-01T00:00:0${n}.000Z`,
});

/** Answers to 100 questions with two samples: the rules find a refusal in every fourth, the judge, who judged later, in every second. */
function rowsOf(run: string, refusing: number) {
  return Array.from({ length: QUESTIONS * 2 }, (_, i) => ({
    run,
    probe: `probe-${i % QUESTIONS}`,
    topic: 'tiananmen',
    lang: 'en',
    prompt: `Question ${i % QUESTIONS}?`,
    target: 'model-a',
    sample: i < QUESTIONS ? 0 : 1,
    delivery: 'ok',
    response: `Answer ${run} ${i}`,
    verdicts: [
      verdict('rules', i % 4 === 0 ? 'refusal' : 'neutral', 1),
      verdict(NAMED, i % QUESTIONS < refusing ? 'refusal' : 'neutral', 2),
    ],
  }));
}

beforeAll(async () => {
  for (const [name, refusing] of [
    ['before', 40],
    ['after', 80],
  ] as const) {
    writeFileSync(
      join(folder, `${name}.jsonl`),
      rowsOf(name, refusing)
        .map((row) => `${JSON.stringify(row)}\n`)
        .join(''),
    );
    expect((await candor('import', `${name}.jsonl`, '--format', 'candor', '--name', name)).code).toBe(0);
  }
});

describe('--labels-by', () => {
  it('asks for a sample, and for verdicts of the one that is named', async () => {
    const none = await candor('summary', 'before', '--labels-by', NAMED);
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('candor review RUN --sample N draws one')]);
    for (const name of ['before', 'after'])
      expect((await candor('review', name, '--sample', '200', '--packet', `p-${name}`, '--people', 'Ada')).code).toBe(
        0,
      );
    const mistyped = await candor('summary', 'before', '--labels-by', 'judge:carefull');
    expect(mistyped).toMatchObject({ code: 2, stderr: expect.stringContaining(`Did you mean "${NAMED}"?`) });
    const both = await candor('summary', 'before', '--labels-by', NAMED, '--classifier', NAMED);
    expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining('another than whose verdicts count') });
  });

  it('has a judge’s verdicts on the sample stand for labels, says so, and counts the others’ as found', async () => {
    const { stdout } = await candor('summary', 'before', '--labels-by', NAMED, '--json');
    const { rows, sample, classifiers } = JSON.parse(stdout);
    expect(classifiers).toEqual([expect.objectContaining({ name: 'rules' })]);
    expect(sample).toMatchObject({ by: NAMED, people: [], labelled: 200 });
    const row = rows.find((one: { role: string; topic: string | null; style: string | null }) => one.topic === null);
    expect(row.refusal.rate).toBeCloseTo(0.25, 9);
    expect(row.labelled.refusal.rate).toBeCloseTo(0.4, 9);
    const text = (await candor('summary', 'before', '--labels-by', NAMED)).stdout.replaceAll('\n', ' ');
    expect(text).toContain(`${NAMED} (a machine, not people)`);
    const people = JSON.parse((await candor('summary', 'before', '--json')).stdout);
    expect(people.sample).toMatchObject({ by: 'human', labelled: 0 });
  });

  it('holds for compare, within a run and between two', async () => {
    const { stdout } = await candor('compare', 'before', 'after', '--labels-by', NAMED, '--json');
    const { cells, samples } = JSON.parse(stdout);
    const cell = cells.find((one: { class: string }) => one.class === 'refusal');
    expect(cell.diff).toBe(0);
    expect(cell.labelled.diff).toBeCloseTo(0.4, 9);
    expect(samples).toHaveLength(1);
    const text = (await candor('compare', 'before', 'after', '--labels-by', NAMED)).stdout.replaceAll('\n', ' ');
    expect(text).toContain(`${NAMED} (a machine, not people)`);
  });

  it('has a gate take a pass back that the labels contradict, and end in 3 whoever asks for two answers', async () => {
    const gate = (...more: string[]) => candor('gate', 'after', '--baseline', 'before', ...more);
    expect((await gate('--classifier', 'rules')).code).toBe(0);
    const found = await gate('--labels-by', NAMED);
    expect(found.code).toBe(3);
    const text = found.stdout.replaceAll('\n', ' ');
    expect(text).toContain('refusal, all: a pass by what the classifier found, and by the labelled samples +40 points');
    expect(text).toContain(`labels of ${NAMED} (a machine, not people), 400 of 400 drawn answers`);
    expect((await gate('--labels-by', NAMED, '--inconclusive', 'pass')).code).toBe(3);
    const { checks, samples } = JSON.parse((await gate('--labels-by', NAMED, '--json')).stdout);
    expect(checks[0]).toMatchObject({
      class: 'refusal',
      verdict: 'inconclusive',
      labelled: { verdict: 'regression', withdrawn: 'pass' },
    });
    expect(samples).toHaveLength(2);
  });

  it('refuses a gate of files alone, which keep no labels', async () => {
    expect((await candor('gate', 'before', '--write-baseline', 'base.json')).code).toBe(0);
    await candor('export', 'after', '--format', 'jsonl', '-o', 'after-run.jsonl');
    const files = await candor('gate', 'after-run.jsonl', '--baseline', 'base.json', '--labels-by', NAMED);
    expect(files).toMatchObject({ code: 2, stderr: expect.stringContaining('files alone, which keep no labels') });
  });
});
