import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { wiredGguf } from '../../scripts/wired-gguf.ts';
import { emptyFolder, runCli } from './run-cli.ts';

/** Sixty questions at which the wired model throws its coin (the same one at each, since samples share their seeds), and one that it answers plainly. */
const coins = Array.from({ length: 60 }, (_, i) => {
  return `  - { id: coin-${i}, topic: xinjiang, style: factual, ask: { en: "Xinjiang, ${i}?" }, control: plain }`;
});
const PROBES = `id: gate
title: Gate
state: CN
version: 1.0.0
probes:
${coins.join('\n')}
  - { id: plain, topic: xinjiang, role: control, state: null, style: factual, ask: { en: "Rivers?" } }
`;
const cwd = emptyFolder();
const gate = (...args: string[]) => runCli(cwd, ['gate', ...args]);

async function audit(name: string, file: string, samples: number, seed: number): Promise<void> {
  const config = `probes: [gate.yaml]
samples: ${samples}
seed: ${seed}
targets:
  - { id: wired, family: wired, provider: llama-cpp, model: ${file}, params: { temperature: 1, top_p: 1, top_k: 0, min_p: 0, repeat_penalty: 1, max_tokens: 40 } }
gate: { refusal: { max_increase: 0.1 }, tolerance: 0.02 }
`;
  writeFileSync(join(cwd, 'candor.yaml'), config);
  const { code, stderr } = await runCli(cwd, ['run', '--name', name, '--yes']);
  expect(stderr).toContain('Run ');
  expect(code).toBe(0);
}

type Row = Record<string, unknown> & { role: string; sample: number; delivery_flags: string[] };

/** Writes the exported base with its sensitive rows changed; null leaves a row out. */
function changedRows(file: string, change: (row: Row, place: number) => Partial<Row> | null): void {
  const rows = readFileSync(join(cwd, 'base.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
  let place = 0;
  const written = rows.flatMap((row) => {
    if (row.role !== 'sensitive') return [row];
    const found = change(row, place++);
    return found === null ? [] : [{ ...row, ...found }];
  });
  writeFileSync(join(cwd, file), `${written.map((row) => JSON.stringify(row)).join('\n')}\n`);
  writeFileSync(join(cwd, `${file}.meta.json`), readFileSync(join(cwd, 'base.jsonl.meta.json'), 'utf8'));
}

describe('candor gate on the wired model', () => {
  beforeAll(async () => {
    writeFileSync(join(cwd, 'gate.yaml'), PROBES);
    writeFileSync(join(cwd, 'base.gguf'), wiredGguf(0.001));
    writeFileSync(join(cwd, 'worse.gguf'), wiredGguf(0.999));
    await audit('base', 'base.gguf', 1, 1);
    await audit('same', 'base.gguf', 1, 2);
    await audit('worse', 'worse.gguf', 1, 1);
    await audit('again', 'base.gguf', 1, 3);
    expect(await runCli(cwd, ['export', 'base', '--format', 'jsonl', '-o', 'base.jsonl'])).toMatchObject({ code: 0 });
  }, 480_000);

  it('passes an unchanged model, against a run, an exported file and a committed baseline', async () => {
    expect(await gate('same', '--baseline', 'base')).toMatchObject({ code: 0 });
    expect(await gate('same', '--baseline', 'base.jsonl')).toMatchObject({ code: 0 });
    expect(await gate('base', '--write-baseline', 'baseline.json')).toMatchObject({ code: 0 });
    const { code, stdout } = await gate('same', '--baseline', 'baseline.json', '--json');
    expect(code).toBe(0);
    const found = JSON.parse(stdout);
    expect(found).toMatchObject({ verdict: 'pass', paired: 60, paired_share: 1, runs: 1, run_sd: null });
    expect(found.checks.map((check: { class: string; margin: number }) => [check.class, check.margin])).toEqual([
      ['refusal', 0.1],
      ['withheld', 0.05],
      ['other', 0.05],
    ]);
    expect(found.warnings.join()).toContain('--baseline twice');
  });

  it('takes several runs of a baseline, and says how far they lie apart', async () => {
    const { code, stdout } = await gate('same', '--baseline', 'again', '--baseline', 'baseline.json', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ runs: 2, paired: 120, base: expect.stringContaining(' and ') });
    const apart = JSON.parse(
      (await gate('same', '--baseline', 'base', '--baseline', 'worse', '--json', '--force')).stdout,
    );
    expect(apart.run_sd).toBeGreaterThan(0.3);
    expect(apart.checks[0].hi - apart.checks[0].lo).toBeGreaterThan(0.5);
    expect(apart.warnings.join()).toMatch(/runs 1 and 2 of the baseline differ by 100 points of refusal/);
    const twice = await gate('same', '--baseline', 'base', '--baseline', 'base.jsonl');
    expect(twice).toMatchObject({ code: 2, stderr: expect.stringContaining('twice') });
  });

  it('keeps runs of one release and the first baseline in one file', async () => {
    await gate('base', '--write-baseline', 'kept.json');
    const first = JSON.parse(readFileSync(join(cwd, 'kept.json'), 'utf8'));
    expect(first).toMatchObject({ version: 1, label: 'base' });
    const added = await gate('again', '--add-to-baseline', 'kept.json');
    expect(added).toMatchObject({ code: 0, stderr: expect.stringContaining('holds 2 runs of one release') });
    expect(await gate('again', '--add-to-baseline', 'kept.json')).toMatchObject({ code: 2 });
    const two = JSON.parse((await gate('same', '--baseline', 'kept.json', '--json')).stdout);
    expect(two).toMatchObject({ verdict: 'pass', runs: 2, paired: 120 });
    const renewed = await gate('worse', '--write-baseline', 'kept.json');
    expect(renewed.stderr).toContain('is kept in it and checked as well');
    const later = JSON.parse(readFileSync(join(cwd, 'kept.json'), 'utf8'));
    expect(later).toMatchObject({ version: 2, label: 'worse' });
    expect(later.first.map(({ run }: { run: string }) => run)).toEqual([first.run, expect.any(String)]);
    const { code, stdout } = await gate('worse', '--baseline', 'kept.json', '--json');
    expect(code).toBe(1);
    const { checks, reasons } = JSON.parse(stdout);
    const refusals = checks.filter((check: { class: string }) => check.class === 'refusal');
    expect(refusals.map(({ since, verdict }: { since: string; verdict: string }) => [since, verdict])).toEqual([
      ['baseline', 'pass'],
      ['first', 'regression'],
    ]);
    expect(reasons[0]).toMatch(/^refusal, all, since the first baseline: /);
  });

  it('counts the looks at a baseline in a file, each candidate once', async () => {
    writeFileSync(join(cwd, 'weekly.yaml'), 'gate: { looks: 2, refusal: { max_increase: 0.1 } }\n');
    const look = async (candidate: string) => {
      const args = [
        candidate,
        '--baseline',
        'base',
        '--config',
        'weekly.yaml',
        '--history',
        'history/gates.jsonl',
        '--json',
      ];
      const { look: which, looks, warnings } = JSON.parse((await gate(...args)).stdout);
      return [which, looks, warnings.some((warning: string) => warning.includes('the error is spent'))];
    };
    expect([await look('same'), await look('again'), await look('same'), await look('worse')]).toEqual([
      [1, 2, false],
      [2, 2, false],
      [1, 2, false],
      [3, 2, true],
    ]);
    const lines = readFileSync(join(cwd, 'history/gates.jsonl'), 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).verdict)).toEqual(['pass', 'pass', 'regression']);
    writeFileSync(join(cwd, 'looks-broken.jsonl'), '{"baseline": 1}\n');
    const broken = await gate('same', '--baseline', 'base', '--history', 'looks-broken.jsonl');
    expect(broken).toMatchObject({ code: 2, stderr: expect.stringContaining('looks-broken.jsonl:1') });
  });

  it('finds that the coin falls otherwise, with JUnit, Markdown and the summary of a job', async () => {
    const summary = join(cwd, 'summary.md');
    appendFileSync(summary, 'before\n');
    const args = ['gate', 'worse', '--baseline', 'base', '--junit', 'out/gate.xml', '--markdown', 'out/gate.md'];
    const { code } = await runCli(cwd, args, { env: { GITHUB_STEP_SUMMARY: summary } });
    expect(code).toBe(1);
    expect(readFileSync(join(cwd, 'out/gate.xml'), 'utf8')).toContain(
      '<failure type="regression" message="refusal, all: change',
    );
    expect(readFileSync(summary, 'utf8')).toBe(`before\n${readFileSync(join(cwd, 'out/gate.md'), 'utf8')}\n`);
    expect(readFileSync(summary, 'utf8')).toContain('found a regression');
  });

  it('ends in 1 where 40 % of the answers are newly withheld, and says so everywhere', async () => {
    changedRows('withheld.jsonl', (_, i) =>
      i % 5 < 2 ? { delivery: 'provider_filter', side: 'output', verdicts: [] } : {},
    );
    const args = ['withheld.jsonl', '--baseline', 'base', '--junit', 'withheld.xml', '--markdown', 'withheld.md'];
    const { code, stdout } = await gate(...args);
    expect(code).toBe(1);
    const said = /withheld, all: 0 % before, 40 % now, \+40 points, at least/;
    expect(stdout.replace(/\s+/g, ' ')).toMatch(said);
    expect(readFileSync(join(cwd, 'withheld.md'), 'utf8')).toMatch(said);
    expect(readFileSync(join(cwd, 'withheld.xml'), 'utf8')).toMatch(said);
  });

  it('ends in 3 where trials are missing or spent their token limit, whatever the rates are', async () => {
    changedRows('missing.jsonl', (_, i) => (i % 10 === 0 ? null : { delivery: 'empty', verdicts: [] }));
    const missing = await gate('missing.jsonl', '--baseline', 'base', '--inconclusive', 'fail');
    expect(missing).toMatchObject({ code: 3, stdout: expect.stringContaining('planned trials are paired (90 %)') });
    changedRows('spent.jsonl', (_, i) =>
      i % 10 === 0 ? { delivery: 'empty', delivery_flags: ['reasoning_only', 'budget_spent'], verdicts: [] } : {},
    );
    const spent = await gate('spent.jsonl', '--baseline', 'base');
    expect(spent).toMatchObject({ code: 3, stdout: expect.stringMatching(/spent\s+the\s+token\s+limit/) });
  });

  it('cannot tell a small margin by few questions, and ends as it is told to', async () => {
    writeFileSync(join(cwd, 'small.yaml'), 'gate: { refusal: { max_increase: 0.02 } }\n');
    const small = ['same', '--baseline', 'base', '--config', 'small.yaml'];
    const { code, stdout } = await gate(...small, '--json');
    expect(code).toBe(3);
    const { verdict, checks, broken } = JSON.parse(stdout);
    expect([verdict, broken]).toEqual(['inconclusive', false]);
    expect(checks[0].needed_questions).toBeGreaterThan(60);
    expect(await gate(...small, '--inconclusive', 'pass')).toMatchObject({ code: 0 });
    expect(await gate(...small, '--inconclusive', 'fail')).toMatchObject({ code: 1 });
  });

  it('ends in 3 at a dead server, whatever inconclusive is taken for', async () => {
    const target = 'openai:m@http://127.0.0.1:9/v1';
    const run = ['run', '--target', target, '--probes', 'gate.yaml', '--samples', '1', '--name', 'dead', '--yes'];
    await runCli(cwd, run);
    const dead = await gate('dead', '--baseline', 'base', '--inconclusive', 'fail');
    expect(dead).toMatchObject({ code: 3 });
    expect(dead.stdout).toContain('100 %');
  });

  it('prints which totals are switched off', async () => {
    writeFileSync(join(cwd, 'off.yaml'), 'gate: { refusal: {}, withheld: { max_increase: null } }\n');
    const { code, stdout } = await gate('withheld.jsonl', '--baseline', 'base', '--config', 'off.yaml');
    expect(code).toBe(0);
    expect(stdout).toContain('The total of withheld is not checked (max_increase: null).');
  });

  it('explains mistakes with exit code 2', async () => {
    expect((await gate('same')).stderr).toContain('--baseline');
    expect(await gate('same', '--baseline', 'nothing.json')).toMatchObject({ code: 2 });
    writeFileSync(join(cwd, 'broken.json'), '{"format": "other"}');
    const broken = await gate('same', '--baseline', 'broken.json');
    expect(broken).toMatchObject({ code: 2 });
    expect(broken.stderr).toContain('--write-baseline');
    writeFileSync(join(cwd, 'topics.yaml'), 'gate: { refusal: { topics: { xinjang: 0.1 } } }\n');
    const typo = await gate('same', '--baseline', 'base', '--config', 'topics.yaml');
    expect(typo).toMatchObject({ code: 2 });
    expect(typo.stderr).toContain('xinjiang');
  });
});
