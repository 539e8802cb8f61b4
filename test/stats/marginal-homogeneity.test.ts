import { describe, expect, it } from 'vitest';
import { marginalHomogeneity } from '../../src/stats/marginal-homogeneity.ts';
import { mcnemar } from '../../src/stats/mcnemar.ts';
import { seededRandom } from '../../src/stats/random.ts';

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

  it('is that of its own draws, whatever was tested before and however many clusters there are', () => {
    const random = seededRandom(9);
    const rowsOf = (count: number): number[][] =>
      Array.from({ length: count }, () => [1, -1, 0].map((one) => (random() < 0.55 ? one : -one)));
    for (const rows of [rowsOf(40), rowsOf(900), rowsOf(20)]) {
      const draw = seededRandom(20_260_101);
      const w = rows.reduce((sum, [a = 0, b = 0]) => sum + a * b, 0);
      const n = rows.length;
      // The inverse of [[n, w], [w, n]], but for its factor.
      const statisticOf = (x: number, y: number): number => (n * x * x - 2 * w * x * y + n * y * y) / (n * n - w * w);
      const sums = (sign: () => number): [number, number] =>
        rows.reduce<[number, number]>(
          ([x, y], [a = 0, b = 0]) => {
            const one = sign();
            return [x + one * a, y + one * b];
          },
          [0, 0],
        );
      const observed = statisticOf(...sums(() => 1));
      let extreme = 1;
      for (let i = 0; i < 10_000; i++)
        if (statisticOf(...sums(() => (draw() < 0.5 ? -1 : 1))) >= observed - 1e-9) extreme += 1;
      expect(marginalHomogeneity(rows)?.p).toBe(extreme / 10_001);
    }
  });

  it('says nothing where nothing moved', () => {
    expect(marginalHomogeneity([[0, 0, 0]])).toBeNull();
    expect(marginalHomogeneity([])).toBeNull();
  });
});
