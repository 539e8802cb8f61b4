import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { emptyFolder, runCli } from './run-cli.ts';

const folder = emptyFolder();
const candor = (...args: string[]) => runCli(folder, args);
const QUESTIONS = 12;

/** 12 questions with controls on subjects of each state, and of none. A Qwen refuses the first so many on China, a Llama hardly any. */
const rows = [
  { target: 'east', family: 'qwen', refuses: { CN: 9, US: 2, none: 12 } },
  { target: 'west', family: 'llama', refuses: { CN: 1, US: 3, none: 0 } },
].flatMap(({ target, family, refuses }) =>
  Object.entries(refuses).flatMap(([state, count]) =>
    Array.from({ length: QUESTIONS * 2 }, (_, i) => {
      const [n, isControl] = [i % QUESTIONS, i >= QUESTIONS];
      const refused = !isControl && n < count;
      return {
        probe: `${state.toLowerCase()}-${isControl ? 'control' : 'probe'}-${n}`,
        control: isControl ? null : `${state.toLowerCase()}-control-${n}`,
        role: isControl ? 'control' : 'sensitive',
        state: isControl || state === 'none' ? null : state,
        topic: 'history',
        lang: 'en',
        prompt: `Question ${state} ${i}?`,
        target,
        family,
        delivery: 'ok',
        response: refused ? "I'm sorry, but I can't discuss that." : 'It happened in spring, and many people saw it.',
      };
    }),
  ),
);

beforeAll(async () => {
  writeFileSync(join(folder, 'rows.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  expect((await candor('import', 'rows.jsonl', '--format', 'candor', '--name', 'taken')).code).toBe(0);
  await candor('classify', 'taken');
});

interface Row {
  readonly target: string;
  readonly class: string;
  readonly home: { readonly pairs: number; readonly diff: number } | null;
  readonly away: { readonly pairs: number } | null;
  readonly observed: { readonly diff: number } | null;
  readonly standardized: { readonly diff: number; readonly probes: number; readonly others: number } | null;
}
const json = async (...args: string[]) => JSON.parse((await candor(...args, '--json')).stdout);
const refusalOf = (found: readonly Row[], target: string) =>
  found.find((one) => one.target === target && one.class === 'refusal');

describe('candor compare RUN --across home', () => {
  it('says what summary --by home says, a named target among all of its run too', async () => {
    const found: Row[] = await json('compare', 'taken', '--across', 'home');
    expect(found).toEqual((await json('summary', 'taken', '--by', 'home')).home);
    const east = refusalOf(found, 'east');
    expect(east?.home).toMatchObject({ pairs: QUESTIONS, diff: 0.75 });
    // Subjects of no state, all of them refused, are in neither.
    expect(east?.away).toMatchObject({ pairs: QUESTIONS });
    expect(east?.observed?.diff).toBeCloseTo(7 / 12, 9);
    expect(east?.standardized).toMatchObject({ probes: QUESTIONS, others: 1 });
    expect(east?.standardized?.diff).toBeCloseTo(8 / 12, 9);
    const alone: Row[] = await json('compare', 'taken/east', '--across', 'home');
    expect(alone).toEqual(found.filter(({ target }) => target === 'east'));
    expect((await json('summary', 'taken/east', '--by', 'home')).home).toEqual(alone);
  });

  it('prints both differences apart in 80 columns, in words that name no cause', async () => {
    const { stdout } = await candor('compare', 'taken', '--across', 'home');
    expect(stdout).toContain('own − other');
    expect(stdout).toContain('same subjects');
    expect(stdout).not.toMatch(/\b(because|caus|due to|leads? to|makes? (it|them)|effect of)/i);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    const csv = (await candor('compare', 'taken', '--across', 'home', '--csv')).stdout.trim().split('\n');
    expect(csv).toHaveLength(5);
    expect(csv[0]).toMatch(/^target,jurisdiction,lang,class,own_pairs,/);
    expect(new Set(csv.map((line) => line.replaceAll(/"[^"]*"/g, '').split(',').length)).size).toBe(1);
  });

  it.each([
    [['--equivalent', '0.1'], '--equivalent'],
    [['--correction', 'holm'], '--correction'],
    [['--labels-by', 'judge:x'], '--labels-by'],
    [['--estimand', 'topics'], '--estimand like'],
  ])('refuses %s, which says nothing of it', async (flags, named) => {
    const { code, stderr } = await candor('compare', 'taken', '--across', 'home', ...flags);
    expect([code, stderr]).toEqual([2, expect.stringContaining(named)]);
  });

  it('refuses another estimand in a summary as well', async () => {
    const { code, stderr } = await candor('summary', 'taken', '--by', 'home', '--estimand', 'these');
    expect([code, stderr]).toEqual([2, expect.stringContaining('--estimand like')]);
  });
});
