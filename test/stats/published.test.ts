import { describe, expect, it } from 'vitest';
import { benjaminiHochberg } from '../../src/stats/benjamini-hochberg.ts';
import { clopperPearson } from '../../src/stats/clopper-pearson.ts';
import { fisherExact } from '../../src/stats/fisher-exact.ts';
import { fleissKappa } from '../../src/stats/fleiss-kappa.ts';
import { krippendorffAlpha } from '../../src/stats/krippendorff-alpha.ts';
import { mcnemar } from '../../src/stats/mcnemar.ts';
import { newcombeUnpaired } from '../../src/stats/newcombe-unpaired.ts';
import { wilsonInterval } from '../../src/stats/wilson.ts';

describe('clopperPearson', () => {
  it.each([
    [81, 263, 0.2527, 0.3676],
    [15, 148, 0.0578, 0.1617],
    [0, 20, 0, 0.1684],
    [1, 29, 0.0009, 0.1776],
  ])('gives the exact limits in Newcombe (1998) for %i of %i', (k, n, lo, hi) => {
    const interval = clopperPearson(k, n);
    expect(interval.lo).toBeCloseTo(lo, 4);
    expect(interval.hi).toBeCloseTo(hi, 4);
  });
});

describe('newcombeUnpaired', () => {
  it.each([
    [56, 70, 48, 80, 0.2, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.6, 0.1705, 0.809],
    [5, 56, 0, 29, 0.0893, -0.0381, 0.1926],
    [0, 10, 0, 20, 0, -0.1611, 0.2775],
    [10, 10, 0, 10, 1, 0.6075, 1],
  ])('gives Newcombe’s (1998) limits of method 10 for %i/%i − %i/%i', (k, n, k2, n2, diff, lo, hi) => {
    const rate = (a: number, b: number) => ({ rate: a / b, ...wilsonInterval(a, b) });
    const found = newcombeUnpaired(rate(k, n), rate(k2, n2));
    expect(found.diff).toBeCloseTo(diff, 4);
    expect(found.lo).toBeCloseTo(lo, 4);
    expect(found.hi).toBeCloseTo(hi, 4);
  });
});

describe('fisherExact and mcnemar', () => {
  it('fisherExact has the p of Fisher’s tea-tasting lady', () => {
    expect(fisherExact({ k: 3, n: 4 }, { k: 1, n: 4 })).toBeCloseTo(0.4857, 4);
  });

  it('mcnemar has the p of Fagerland and others’ (2013) airway study', () => {
    const { exact, midP } = mcnemar({ firstOnly: 1, secondOnly: 7 });
    expect(exact).toBeCloseTo(0.0703, 4);
    expect(midP).toBeCloseTo(0.0391, 4);
  });

  it('mcnemar says 1 where no pair differs', () => {
    expect(mcnemar({ firstOnly: 0, secondOnly: 0 })).toEqual({ exact: 1, midP: 1 });
  });
});

describe('benjaminiHochberg', () => {
  it('rejects the four hypotheses of Benjamini and Hochberg’s (1995) example at 5 %', () => {
    const ps = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
    ];
    const adjusted = benjaminiHochberg(ps);
    expect(adjusted.filter((p) => p <= 0.05)).toHaveLength(4);
    expect(adjusted[3]).toBeCloseTo((0.0095 * 15) / 4, 10);
    expect(benjaminiHochberg([...ps].reverse())).toEqual([...adjusted].reverse());
  });
});

describe('agreement of several', () => {
  it('fleissKappa gives 0.210 for the textbook table of fourteen raters', () => {
    const counts = [
      [0, 0, 0, 0, 14],
      [0, 2, 6, 4, 2],
      [0, 0, 3, 5, 6],
      [0, 3, 9, 2, 0],
      [2, 2, 8, 1, 1],
      [7, 7, 0, 0, 0],
      [3, 2, 6, 3, 0],
      [2, 5, 3, 2, 2],
      [6, 5, 2, 1, 0],
      [0, 2, 2, 3, 7],
    ];
    expect(fleissKappa(counts)).toBeCloseTo(0.21, 3);
  });

  it('krippendorffAlpha gives 0.743 for Krippendorff’s (2011) four observers with missing labels', () => {
    const rows = ['12332141 2...', '12332241 25.3', '.3332342 251.', '12332441 251.'].map((row) =>
      row.replace(' ', ''),
    );
    const units = Array.from({ length: 12 }, (_, i) => rows.map((row) => row[i] ?? '.').filter((one) => one !== '.'));
    expect(krippendorffAlpha(units)).toBeCloseTo(0.743, 3);
  });
});
