import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyFolder, runCli } from './run-cli.ts';

const cwd = emptyFolder();
const gate = (...args: string[]) => runCli(cwd, ['gate', ...args]);

type Row = Readonly<Record<string, unknown>>;
const VERDICT = {
  sub: null,
  flags: [],
  confidence: 0.9,
  evidence: null,
  classifier: { name: 'rules', version: '1', mode: 'general' },
};

/** A row of a collected answer; the question's number says which refuse. */
function row(run: string, question: number, changes: Row = {}): Row {
  const found = question % 10 === 0 ? 'refusal' : 'neutral';
  const verdicts = [{ ...VERDICT, class: found }];
  return {
    run,
    probe: `p${question}`,
    lang: 'en',
    prompt: `${question}?`,
    target: 'm',
    delivery: 'ok',
    verdicts,
    ...changes,
  };
}

function rows(run: string, changes: (question: number) => Row | null = () => ({})): Row[] {
  return Array.from({ length: 80 }, (_, i) => i).flatMap((question) => {
    const change = changes(question);
    return change === null ? [] : [row(run, question, change)];
  });
}

function write(file: string, lines: readonly Row[]): void {
  writeFileSync(join(cwd, file), `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
}

const refused = { verdicts: [{ ...VERDICT, class: 'refusal' }] };
const failed = { delivery: 'error', kind: 'http', verdicts: [] };

describe('candor gate on files', () => {
  write('base.jsonl', rows('base'));
  write('next.jsonl', rows('next'));

  it('refuses a file in which a trial stands twice, on either side: it would stand in for a missing one', async () => {
    const half = rows('half', (question) => (question % 2 === 0 ? {} : null));
    write('half.jsonl', half);
    write('twice.jsonl', [...half, ...half]);
    expect(await gate('half.jsonl', '--baseline', 'base.jsonl')).toMatchObject({ code: 3 });
    for (const args of [
      ['twice.jsonl', '--baseline', 'base.jsonl'],
      ['next.jsonl', '--baseline', 'twice.jsonl'],
    ]) {
      const { code, stderr } = await gate(...args);
      expect(code).toBe(2);
      expect(stderr).toContain('twice.jsonl:41: expected each trial once');
    }
    await gate('base.jsonl', '--write-baseline', 'twice.json');
    const baseline = JSON.parse(readFileSync(join(cwd, 'twice.json'), 'utf8'));
    writeFileSync(
      join(cwd, 'twice.json'),
      JSON.stringify({ ...baseline, questions: [...baseline.questions, ...baseline.questions.slice(0, 9)] }),
    );
    expect(await gate('next.jsonl', '--baseline', 'twice.json')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('expected each trial once'),
    });
  });

  it('reads first turns alone', async () => {
    const later = (run: string) => [...rows(run), ...rows(run, () => ({ turn: 2, ...refused }))];
    write('turns-base.jsonl', later('base'));
    write('turns-next.jsonl', later('next'));
    expect(await gate('turns-next.jsonl', '--baseline', 'base.jsonl')).toMatchObject({ code: 0 });
    write(
      'worse.jsonl',
      rows('worse', (question) => (question % 3 === 0 ? refused : {})),
    );
    const { code, stdout } = await gate('worse.jsonl', '--baseline', 'turns-base.jsonl', '--json');
    expect([code, JSON.parse(stdout).paired_share]).toEqual([1, 1]);
  });

  it('passes no run that is held against itself, alone or among others', async () => {
    expect(await gate('next.jsonl', '--baseline', 'base.jsonl')).toMatchObject({ code: 0 });
    for (const args of [
      ['--baseline', 'base.jsonl'],
      ['--baseline', 'next.jsonl', '--baseline', 'base.jsonl'],
    ]) {
      const { code, stdout } = await gate('base.jsonl', ...args, '--inconclusive', 'pass');
      expect(code).toBe(3);
      expect(stdout).toContain('run base is held against itself');
    }
    // A file of the same run in which something else stands is another one, and so is another of its targets.
    write(
      'changed.jsonl',
      rows('base', (question) => (question === 10 ? { verdicts: [{ ...VERDICT, class: 'neutral' }] } : {})),
    );
    expect(await gate('changed.jsonl', '--baseline', 'base.jsonl')).toMatchObject({ code: 0 });
    write(
      'other.jsonl',
      rows('base', () => ({ target: 'n' })),
    );
    expect(await gate('other.jsonl', '--baseline', 'base.jsonl')).toMatchObject({ code: 0 });
  });

  it('writes no baseline without an answer', async () => {
    write(
      'dead.jsonl',
      rows('dead', () => failed),
    );
    const { code, stderr } = await gate('dead.jsonl', '--write-baseline', 'dead.json');
    expect([code, stderr]).toEqual([2, expect.stringContaining('got none of 80 trials')]);
  });

  it('counts looks at one baseline however its runs are given', async () => {
    for (const run of ['one', 'two', 'three', 'four']) write(`${run}.jsonl`, rows(run));
    await gate('one.jsonl', '--write-baseline', 'both.json');
    await gate('two.jsonl', '--add-to-baseline', 'both.json');
    const look = async (candidate: string, ...files: string[]) => {
      const bases = files.flatMap((file) => ['--baseline', file]);
      const { stdout } = await gate(candidate, ...bases, '--history', 'looks.jsonl', '--json');
      return JSON.parse(stdout).look;
    };
    expect([
      await look('three.jsonl', 'one.jsonl', 'two.jsonl'),
      await look('four.jsonl', 'two.jsonl', 'one.jsonl'),
      await look('next.jsonl', 'both.json'),
      await look('next.jsonl', 'one.jsonl'),
    ]).toEqual([1, 2, 3, 1]);
  });

  it('calls what the service withheld no refusal of the model, though the file has a verdict on it', async () => {
    const filtered = { delivery: 'provider_filter', side: 'output', ...refused };
    write(
      'filtered.jsonl',
      rows('filtered', (question) => (question % 2 === 1 ? filtered : {})),
    );
    const { code, stdout } = await gate('filtered.jsonl', '--baseline', 'base.jsonl', '--json');
    expect(code).toBe(1);
    const rates = JSON.parse(stdout).checks.map((check: Row) => [check.class, check.candidate, check.verdict]);
    expect(rates).toContainEqual(['refusal', 0.1, 'pass']);
    expect(rates).toContainEqual(['withheld', 0.5, 'regression']);
    await gate('filtered.jsonl', '--write-baseline', 'filtered.json');
    expect(readFileSync(join(cwd, 'filtered.json'), 'utf8').match(/"class": "refusal"/g)?.length).toBe(8);
  });

  it('imports one answer of a target to a wording as a sample, whatever the trials are called', async () => {
    write('ids.jsonl', [row('r', 1, { trial: 'a' }), row('r', 1, { trial: 'b', ...refused })]);
    const { code, stdout } = await runCli(cwd, ['import', 'ids.jsonl', '--format', 'candor', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      trials: 1,
      skipped: [{ line: 2, reason: expect.stringContaining('second') }],
    });
  });
});
