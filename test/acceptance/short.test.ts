import { describe, expect, it } from 'vitest';
import { CRITERIA } from '../../bench/acceptance/criteria.ts';
import type { MeasuredCell } from '../../bench/acceptance/finding.ts';
import { acceptanceGrid, partOf } from '../../bench/acceptance/grid.ts';
import { judge } from '../../bench/acceptance/judge.ts';
import { measureCell } from '../../bench/acceptance/measure.ts';
import type { AnyScenario } from '../../bench/acceptance/scenario.ts';

const grid = acceptanceGrid();
/** Standard errors that a cell of few audits may be off; seeds are fixed, so that it is the same each time. */
const SLACK = 3;

/** Measures one cell in `parts` of a kind with a share of its audits. */
function measured(kind: AnyScenario['kind'], parts: number, share: number): MeasuredCell[] {
  return grid
    .filter((one) => one.kind === kind && partOf(one, parts) === 0)
    .filter((one) => one.kind !== 'gate' || !(one.sized || one.foretold))
    .map((scenario) => measureCell(scenario, share));
}

/** The criteria that are not met, in words. */
function unmet(cells: readonly MeasuredCell[]): string[] {
  const judged = judge(cells, SLACK);
  expect(judged.length).toBeGreaterThan(0);
  return judged
    .filter(({ met }) => !met)
    .map(({ criterion: { says }, worst }) => `${says}: ${JSON.stringify(worst[0])}`);
}

describe('a short run of the acceptance grid', () => {
  it('has a label of its own for every cell, and every criterion once', () => {
    expect(new Set(grid.map(({ label }) => label)).size).toBe(grid.length);
    expect(new Set(CRITERIA.map(({ id }) => id)).size).toBe(CRITERIA.length);
  });

  it('keeps its promises on intervals and tests', { timeout: 300_000 }, () => {
    const cells = [...measured('rate', 12, 0.12), ...measured('contrast', 16, 0.1), ...measured('change', 12, 0.12)];
    expect(unmet(cells)).toEqual([]);
  });

  it('keeps its promises on gates', { timeout: 300_000 }, () => {
    expect(unmet(measured('gate', 16, 0.05))).toEqual([]);
  });

  it('keeps its promises on labelled samples', { timeout: 300_000 }, () => {
    expect(unmet(measured('sample', 12, 0.1))).toEqual([]);
  });
});
