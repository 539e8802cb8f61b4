import { describe, expect, it } from 'vitest';
import { binomialAtMost, binomialProbability } from '../../src/stats/binomial.ts';
import { tOf, zOf } from '../../src/stats/interval.ts';
import { normalCdf } from '../../src/stats/normal-cdf.ts';
import { normalQuantile } from '../../src/stats/normal-quantile.ts';

/** How far two numbers are apart, as a share of the second. */
const apart = (found: number, expected: number): number => Math.abs(found / expected - 1);

describe('normalCdf', () => {
  it.each([
    [-0.5, 0.3085375387259869],
    [1, 0.8413447460685429],
    [2.99, 0.9986051127645077],
    [3, 0.9986501019683699],
    [5, 0.9999997133484281],
    [-3.5, 0.00023262907903552504],
    [-6, 9.86587645037698e-10],
    [-10, 7.619853024160525e-24],
    [-20, 2.7536241186062337e-89],
    [-37.5, 4.605353009581955e-308],
  ])('at %f has thirteen digits of the value worked out to forty', (x, p) => {
    expect(apart(normalCdf(x), p)).toBeLessThan(1e-12);
  });

  it('is 0 and 1 where no number stands between', () => {
    expect([normalCdf(-40), normalCdf(40), normalCdf(0)]).toEqual([0, 1, 0.5]);
  });
});

describe('normalQuantile', () => {
  it.each([
    [0.05, -1.6448536269514726],
    [0.0749, -1.4402382675279637],
    [0.925, 1.439531470938456],
    [0.2, -0.8416212335729142],
    [0.6, 0.2533471031357998],
    [0.999, 3.0902323061678136],
    [1e-5, -4.264890793922825],
    [1e-10, -6.361340902404057],
    [1e-11, -6.706023155495136],
    [1e-12, -7.034483825301132],
    [1e-20, -9.262340089798407],
    [1e-100, -21.273453560965326],
    [1e-300, -37.0470962993612],
  ])('at %f has fourteen digits of the value worked out to forty', (p, z) => {
    expect(apart(normalQuantile(p), z)).toBeLessThan(2e-14);
  });

  it('is turned back by the distribution function, which shares no formula with it', () => {
    for (let exponent = 0.31; exponent < 300; exponent *= 1.1) {
      const p = 10 ** -exponent;
      expect(apart(normalCdf(normalQuantile(p)), p)).toBeLessThan(1e-11);
    }
  });
});

describe('tOf', () => {
  it.each([0.5, 0.9, 0.95, 0.99])('has the closed forms of one and two degrees of freedom at %f', (level) => {
    expect(apart(tOf(level, 1), Math.tan((Math.PI / 2) * level))).toBeLessThan(1e-12);
    expect(apart(tOf(level, 2), level * Math.sqrt(2 / (1 - level ** 2)))).toBeLessThan(1e-12);
  });

  it.each([
    [0.95, 3, 3.18244630528371],
    [0.95, 4, 2.77644510519779],
    [0.99, 5, 4.03214298355523],
    [0.9, 6, 1.9431802805153],
    [0.95, 299, 1.96792966906567],
    [0.95, 300, 1.96790301126109],
    [0.95, 301, 1.9678765312857],
    [0.99, 301, 2.59226130837356],
    [0.95, 1000, 1.96233908082641],
    [0.999, 400, 3.31501522339753],
  ])('at level %f and %i degrees of freedom has the value of forty digits', (level, df, t) => {
    expect(apart(tOf(level, df), t)).toBeLessThan(df > 300 ? 3e-7 : 1e-12);
  });

  it('knows nothing without a degree of freedom, and as much as the normal distribution with many', () => {
    expect(tOf(0.95, 0)).toBe(Number.POSITIVE_INFINITY);
    expect(tOf(0.95, 1e9)).toBeCloseTo(zOf(0.95), 8);
  });
});

describe('binomial probabilities', () => {
  it('are those of ten coins', () => {
    expect(binomialProbability(3, 10, 0.5)).toBeCloseTo(120 / 1024, 12);
    expect(binomialAtMost(3, 10, 0.5)).toBeCloseTo(176 / 1024, 12);
    expect(binomialAtMost(5, 10, 0.5)).toBeCloseTo(638 / 1024, 12);
    expect(binomialAtMost(7, 10, 0.5)).toBeCloseTo(968 / 1024, 12);
  });

  it('are certain where the chance is 0 or 1, and outside 0…n', () => {
    expect([0, 1, 3].map((k) => binomialProbability(k, 3, 0))).toEqual([1, 0, 0]);
    expect([0, 2, 3].map((k) => binomialProbability(k, 3, 1))).toEqual([0, 0, 1]);
    expect([-1, 3, 4].map((k) => binomialAtMost(k, 3, 0.4))).toEqual([0, 1, 1]);
  });

  it('keep the digits of a small lower tail', () => {
    expect(apart(binomialAtMost(0, 1000, 0.05), 0.95 ** 1000)).toBeLessThan(1e-9);
  });
});
