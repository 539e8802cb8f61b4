import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const recipes = resolve(import.meta.dirname, '../../docs/recipes');
const python = (...args: string[]) => spawnSync('python3', args, { encoding: 'utf8' });
/** The recipes need what not every machine has; where it is there, they are run. */
const without = python('-c', 'import numpy, scipy').status !== 0;

/** Twelve questions put twice to three releases that refuse 2, 6 and 11 of them, with a judge that finds one fewer. */
const rows = [2, 6, 11].flatMap((refused, release) =>
  Array.from({ length: 12 }, (_, i) =>
    [0, 1].map((sample) => ({
      target: `v${release + 1}`,
      probe: `p${i}`,
      lang: 'en',
      sample,
      topic: 'a',
      role: 'sensitive',
      cluster: null,
      verdicts: [
        { of: 'response', class: i < refused - 1 ? 'refusal' : 'neutral', classifier: { name: 'judge:j' } },
        { of: 'response', class: i < refused ? 'refusal' : 'neutral', classifier: { name: 'rules' } },
      ],
    })),
  ).flat(),
);

describe.skipIf(without)('the recipes', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'candor-recipes-')), 'rows.jsonl');
  writeFileSync(file, `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`);
  const run = (recipe: string, ...args: string[]) => python(join(recipes, recipe), file, ...args);

  it('give ranks that hold together: the first and the last release are told apart, the middle one from neither', () => {
    const { stdout, stderr } = run('ranking.py', 'refusal', 'en');
    expect(stderr).toBe('');
    expect(stdout).toBe('target,rate,best,worst\nv3,0.9167,1,2\nv2,0.5000,1,3\nv1,0.1667,2,3\n');
  });

  it('give the slope per release with its interval and p', () => {
    const lines = run('trend.py', 'refusal', 'v1', 'v2', 'v3').stdout.trim().split('\n');
    const [name, slope, lo, hi, p] = lines.at(-1)?.split(',') ?? [];
    // Nine questions of twelve rise by ½ a release: mean ⅜, and 2 of 2⁹ patterns of signs are as extreme.
    expect([name, slope]).toEqual(['slope per release', '0.3750']);
    expect(Number(lo)).toBeCloseTo(0.375 - 2.200985 * Math.sqrt(0.5625 / (12 * 11)), 3);
    expect(Number(hi)).toBeCloseTo(0.375 + 2.200985 * Math.sqrt(0.5625 / (12 * 11)), 3);
    expect(Math.abs(Number(p) - 2 / 512)).toBeLessThan(0.002);
  });

  it('split the variance', () => {
    const { stdout } = run('variance.py', 'refusal');
    const found = Object.fromEntries(
      stdout
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',').slice(0, 2)),
    );
    expect(Object.keys(found)).toEqual(['questions', 'targets', 'questions × targets', 'samples', 'judges']);
    expect(found.samples).toBe('0.00000');
    // In three cells of 36 judge and rules differ, each by ½ about their mean: 1/12 × ½.
    expect(Number(found.judges)).toBeCloseTo(0.5 / 12, 5);
  });

  it('say what they need', () => {
    expect(run('trend.py', 'refusal', 'v1', 'v2').stderr).toContain('expected three releases or more');
    expect(run('ranking.py', 'refusal', 'zh-Hans').stderr).toContain('expected at least 6 independent questions');
  });
});
