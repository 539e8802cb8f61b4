import { describe, expect, it } from 'vitest';
import { marginalHomogeneity } from '../../src/stats/marginal-homogeneity.ts';
import { mcnemar } from '../../src/stats/mcnemar.ts';

/** Single pairs of a 3 × 3 table as differences of class counts. */
const pairsOf = (table: readonly (readonly number[])[]): number[][] =>
  table.flatMap((row, from) =>
    row.flatMap((count, to) =>
      Array.from({ length: count }, () => [0, 1, 2].map((name) => Number(name === to) - Number(name === from))),
    ),
  );

describe('marginalHomogeneity', () => {
  it('is the Stuart–Maxwell statistic of a table of single pairs', () => {
    // Fleiss (1981), Statistical Methods for Rates and Proportions, example 8.2: two diagnoses of 100 people, χ² = 14.00 on 2 degrees.
    const found = marginalHomogeneity(
      pairsOf([
        [35, 5, 0],
        [15, 20, 5],
        [10, 5, 5],
      ]),
    );
    expect(found?.statistic).toBeCloseTo(14, 1);
    expect(found?.exact).toBe(false);
    expect(found?.p).toBeLessThan(0.003);
  });

  it('is McNemar’s exact test for two classes', () => {
    const moved = [...new Array<number[]>(7).fill([-1, 1]), ...new Array<number[]>(2).fill([1, -1])];
    expect(marginalHomogeneity(moved)?.p).toBeCloseTo(mcnemar({ firstOnly: 7, secondOnly: 2 }).exact, 12);
    expect(marginalHomogeneity(moved)?.statistic).toBeCloseTo(25 / 9, 12);
  });

  it('says nothing where nothing moved', () => {
    expect(marginalHomogeneity([[0, 0, 0]])).toBeNull();
    expect(marginalHomogeneity([])).toBeNull();
  });
});
