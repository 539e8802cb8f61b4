import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ClusterCount, clusterRate } from '../../src/stats/cluster-rate.ts';
import { imbensManskiQuantile } from '../../src/stats/imbens-manski.ts';
import { marginalHomogeneity } from '../../src/stats/marginal-homogeneity.ts';
import { stepDownMaxT } from '../../src/stats/max-t.ts';
import { type CountPair, differenceP, pairedDifference } from '../../src/stats/paired-difference.ts';
import { signFlipTest } from '../../src/stats/sign-flip.ts';

/** Made by bench/second_route.py (numpy, scipy), which reaches the same figures by other means. */
const made = JSON.parse(readFileSync(new URL('../fixtures/second-route.json', import.meta.url), 'utf8'));

describe('the second route', () => {
  it('has the same intervals and degrees of freedom of rates, CR2 by matrices', () => {
    expect(made.rates).toHaveLength(9);
    for (const { counts, expected } of made.rates as { counts: ClusterCount[]; expected: Record<string, number> }[]) {
      const found = clusterRate(counts);
      expect(found?.lo).toBeCloseTo(expected.lo ?? Number.NaN, 9);
      expect(found?.hi).toBeCloseTo(expected.hi ?? Number.NaN, 9);
      expect(found?.df).toBeCloseTo(expected.df ?? Number.NaN, 8);
    }
  });

  it('has the same differences, intervals and p', () => {
    expect(made.differences).toHaveLength(6);
    for (const { pairs, expected } of made.differences as { pairs: CountPair[]; expected: Record<string, number> }[]) {
      const found = pairedDifference(pairs);
      expect(found?.diff).toBeCloseTo(expected.diff ?? Number.NaN, 12);
      expect(found?.lo).toBeCloseTo(expected.lo ?? Number.NaN, 9);
      expect(found?.hi).toBeCloseTo(expected.hi ?? Number.NaN, 9);
      expect(found?.df).toBeCloseTo(expected.df ?? Number.NaN, 8);
      expect(found === null ? null : differenceP(found)).toBeCloseTo(expected.p ?? Number.NaN, 9);
    }
  });

  it('has the same exact p of sign flips, all patterns gone through in fractions', () => {
    for (const { differences, expected } of made.signs as { differences: [number, number][]; expected: number }[]) {
      expect(signFlipTest(differences.map(([top, bottom]) => top / bottom))).toBeCloseTo(expected, 12);
    }
  });

  it('has the same adjusted p and limit of a family', () => {
    for (const { matrix, expected } of made.families as {
      matrix: number[][];
      expected: { p: number[]; critical: number };
    }[]) {
      const found = stepDownMaxT(
        matrix.map((row) => new Map(row.map((value, i) => [`c${i}`, value]))),
        0.95,
      );
      for (const [i, p] of expected.p.entries()) expect(found.p[i]).toBeCloseTo(p, 12);
      expect(found.critical).toBeCloseTo(expected.critical, 10);
    }
  });

  it('has the same bounds as Imbens and Manski’s, solved by a root finder', () => {
    expect(made.bounds).toHaveLength(5);
    for (const { given, expected } of made.bounds as { given: number[]; expected: { lo: number; hi: number } }[]) {
      const [low = 0, seLow = 0, high = 0, seHigh = 0] = given;
      const c = imbensManskiQuantile(high - low, Math.max(seLow, seHigh));
      expect(low - c * seLow).toBeCloseTo(expected.lo, 9);
      expect(high + c * seHigh).toBeCloseTo(expected.hi, 9);
    }
    expect(imbensManskiQuantile(0, 1)).toBeCloseTo(1.959964, 6);
    expect(imbensManskiQuantile(1, 0.001)).toBeCloseTo(1.644854, 6);
  });

  it('has the same test of marginal homogeneity, all flips gone through with a generalized inverse', () => {
    expect(made.margins).toHaveLength(2);
    for (const { rows, expected } of made.margins as {
      rows: number[][];
      expected: { statistic: number; p: number };
    }[]) {
      const found = marginalHomogeneity(rows);
      expect(found?.statistic).toBeCloseTo(expected.statistic, 9);
      expect(found?.p).toBeCloseTo(expected.p, 12);
      expect(found?.exact).toBe(true);
    }
  });
});
