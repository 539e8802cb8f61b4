import { describe, expect, it } from 'vitest';
import { betaAtMost, betaQuantile } from '../../src/stats/beta-distribution.ts';
import { tOf } from '../../src/stats/interval.ts';
import { logGamma } from '../../src/stats/log-gamma.ts';
import { tBeyond, tWithin } from '../../src/stats/student-t.ts';

/** Expected values by scipy 1.17: special.gammaln, stats.beta.cdf and .ppf, stats.t.sf and .ppf. */
describe('distributions with parameters that are not whole, against scipy', () => {
  it.each([
    [0.25, 1.2880225246980774],
    [3.7, 1.4280723266653883],
    [120.5, 455.4176004462345],
  ])('logGamma(%d)', (x, expected) => expect(logGamma(x)).toBeCloseTo(expected, 11));

  it.each([
    [0.3, 2.5, 7.25, 0.6604822735819071],
    [0.001, 0.5, 30, 0.19276269384046296],
    [0.9, 200.5, 10, 0.0019321409760772509],
  ])('betaAtMost(%d, %d, %d)', (x, a, b, expected) => expect(betaAtMost(x, a, b)).toBeCloseTo(expected, 13));

  it('betaQuantile, also where nearly all of it lies at an end', () => {
    expect(betaQuantile(0.025, 0.7, 19.3)).toBeCloseTo(0.00023485802166179408, 15);
    for (const [a, b] of [
      [0.5, 400],
      [300, 0.5],
      [6, 6],
      [50.5, 1],
    ] as const) {
      for (const p of [1e-4, 0.025, 0.5, 0.95]) expect(betaAtMost(betaQuantile(p, a, b), a, b)).toBeCloseTo(p, 10);
    }
  });

  it('tWithin and tBeyond, which agree with whole degrees of freedom', () => {
    expect(tBeyond(2.1, 3.7)).toBeCloseTo(0.10926470508222474, 13);
    expect(tWithin(0.95, 3.7)).toBeCloseTo(2.8675207071911895, 10);
    expect(tWithin(0.99, 250.5)).toBeCloseTo(2.5955978081906577, 10);
    for (const df of [1, 5, 40]) expect(tWithin(0.95, df) / tOf(0.95, df)).toBeCloseTo(1, 8);
  });
});
