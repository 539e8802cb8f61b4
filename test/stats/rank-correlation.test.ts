import { describe, expect, it } from 'vitest';
import { kendall, spearman } from '../../src/stats/rank-correlation.ts';

/** IQ and hours of television, the worked example of many textbooks: ρ = -29/165. */
const IQ = [86, 97, 99, 100, 101, 103, 106, 110, 112, 113];
const HOURS = [2, 20, 28, 27, 50, 29, 7, 17, 6, 12];

describe('rank correlations', () => {
  it('give the textbook value, with an interval from ten pairs on', () => {
    const found = spearman(IQ, HOURS);
    expect(found?.r).toBeCloseTo(-29 / 165, 12);
    expect(found?.interval?.lo).toBeCloseTo(
      Math.tanh(Math.atanh(-29 / 165) - 1.959964 * Math.sqrt((1 + (29 / 165) ** 2 / 2) / 7)),
      5,
    );
    expect(kendall(IQ, HOURS)?.r).toBeCloseTo(-5 / 45, 12);
    expect(spearman(IQ.slice(1), HOURS.slice(1))?.interval).toBeNull();
  });

  it('count ties on both sides', () => {
    // Of ten pairs five rise together; two are tied on the first side, four on the second, one of them on both.
    const [a, b] = [
      [1, 2, 2, 3, 3],
      [1, 1, 2, 2, 2],
    ];
    expect(kendall(a, b)?.r).toBeCloseTo(5 / Math.sqrt(8 * 6), 12);
    expect(spearman(a, b)?.r).toBeCloseTo(6.25 / Math.sqrt(9 * 7.5), 12);
  });

  it('are 1 and -1 where ranks agree or turn round, and null where a side does not vary', () => {
    const up = Array.from({ length: 12 }, (_, i) => i);
    for (const of of [spearman, kendall]) {
      expect(
        of(
          up,
          up.map((x) => x ** 3),
        ),
      ).toEqual({ r: 1, interval: null });
      expect(
        of(
          up,
          up.map((x) => -x),
        )?.r,
      ).toBe(-1);
      expect(
        of(
          up,
          up.map(() => 4),
        ),
      ).toBeNull();
    }
  });
});
