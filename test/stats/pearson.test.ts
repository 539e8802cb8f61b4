import { describe, expect, it } from 'vitest';
import { pearson } from '../../src/stats/pearson.ts';

describe('pearson', () => {
  it("gives Anscombe's 0.816 for his first set (Anscombe 1973)", () => {
    const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
    const y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
    expect(pearson(x, y)).toBeCloseTo(0.81642, 5);
  });

  it('is the point-biserial correlation where one side is 0 or 1', () => {
    const [zero, one] = [
      [2, 3, 4],
      [5, 7],
    ];
    const all = [...zero, ...one];
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    const sd = Math.sqrt(mean(all.map((value) => (value - mean(all)) ** 2)));
    const expected = ((mean(one) - mean(zero)) / sd) * Math.sqrt((3 / 5) * (2 / 5));
    expect(pearson([0, 0, 0, 1, 1], all)).toBeCloseTo(expected, 12);
  });

  it('is NaN where a side does not vary, or there is one pair', () => {
    for (const [a, b] of [
      [
        [0.1, 0.1, 0.1],
        [1, 2, 3],
      ],
      [[1], [2]],
      [[], []],
    ] as const)
      expect(pearson(a, b)).toBeNaN();
  });
});
