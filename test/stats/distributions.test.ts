import { describe, expect, it } from 'vitest';
import { binomialAtMost, binomialProbability } from '../../src/stats/binomial.ts';
import { tOf, zOf } from '../../src/stats/interval.ts';
import { normalCdf } from '../../src/stats/normal-cdf.ts';
import { normalQuantile } from '../../src/stats/normal-quantile.ts';

/** How far two numbers are apart, as a share of the second. */
const apart = (found: number, expected: number): number => Math.abs(found / expected - 1);

describe('normalCdf', () => {
  it.each([
    [-0.5, 0.308537538725986896],
    [1, 0.841344746068542949],
    [2.99, 0.998605112764507751],
    [3, 0.998650101968369905],
    [5, 0.999999713348428121],
    [-3.5, 2.32629079035525036e-4],
    [-6, 9.86587645037698141e-10],
    [-10, 7.61985302416052607e-24],
    [-20, 2.7536241186062337e-89],
    [-37.5, 4.60535300958195484e-308],
  ])('at %f has thirteen digits of the value at forty', (x, p) => {
    expect(apart(normalCdf(x), p)).toBeLessThan(1e-12);
  });

  it('is 0 and 1 where no number stands between', () => {
    expect([normalCdf(-40), normalCdf(40), normalCdf(0)]).toEqual([0, 1, 0.5]);
  });
});

describe('normalQuantile', () => {
  it.each([
    [0.05, -1.64485362695147271],
    [0.0749, -1.44023826752796362],
    [0.925, 1.43953147093845592],
    [0.2, -0.841621233572914205],
    [0.6, 0.253347103135799799],
    [0.999, 3.09023230616781354],
    [1e-5, -4.26489079392282463],
    [1e-10, -6.3613409024040562],
    [1e-11, -6.70602315549513629],
    [1e-12, -7.03448382530113193],
    [1e-20, -9.26234008979840757],
    [1e-100, -21.2734535609653243],
    [1e-300, -37.0470962993611992],
  ])('at %f has fourteen digits of the value at forty', (p, z) => {
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
  ])('at level %f and %i degrees of freedom has the value at forty digits', (level, df, t) => {
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
