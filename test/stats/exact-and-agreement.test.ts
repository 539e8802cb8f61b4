import { describe, expect, it } from 'vitest';
import { benjaminiHochberg } from '../../src/stats/benjamini-hochberg.ts';
import { binomialProbability } from '../../src/stats/binomial.ts';
import { clopperPearson } from '../../src/stats/clopper-pearson.ts';
import { clusterBootstrap } from '../../src/stats/cluster-bootstrap.ts';
import { fisherExact } from '../../src/stats/fisher-exact.ts';
import { fleissKappa } from '../../src/stats/fleiss-kappa.ts';
import { krippendorffAlpha } from '../../src/stats/krippendorff-alpha.ts';
import { mcnemar } from '../../src/stats/mcnemar.ts';
import { newcombeUnpaired } from '../../src/stats/newcombe-unpaired.ts';
import { signFlipTest } from '../../src/stats/sign-flip.ts';
import { wilsonInterval } from '../../src/stats/wilson.ts';

describe('clopperPearson', () => {
  it('gives the published limits', () => {
    expect(clopperPearson(0, 10).lo).toBe(0);
    expect(clopperPearson(0, 10).hi).toBeCloseTo(1 - 0.025 ** 0.1, 10);
    expect(clopperPearson(5, 10).lo).toBeCloseTo(0.18709, 5);
    expect(clopperPearson(5, 10).hi).toBeCloseTo(0.81291, 5);
  });

  it('covers at least 95 % everywhere', () => {
    for (const n of [5, 20, 100]) {
      const intervals = Array.from({ length: n + 1 }, (_, k) => clopperPearson(k, n));
      for (let p = 0.005; p < 1; p += 0.005) {
        const covered = intervals.reduce(
          (sum, { lo, hi }, k) => sum + (lo <= p && p <= hi ? binomialProbability(k, n, p) : 0),
          0,
        );
        expect(covered).toBeGreaterThanOrEqual(0.95 - 1e-9);
      }
    }
  });
});

describe('mcnemar', () => {
  it('gives the binomial p values', () => {
    const { exact, midP } = mcnemar({ firstOnly: 6, secondOnly: 16 });
    expect(exact).toBeCloseTo(0.052479, 6);
    expect(midP).toBeCloseTo(0.03469, 5);
    expect(mcnemar({ firstOnly: 0, secondOnly: 0 })).toEqual({ exact: 1, midP: 1 });
  });

  it('is the sign-flip test where each probe has one answer', () => {
    const differences = [1, 1, 1, 1, 1, 1, 1, -1, -1, 0, 0];
    expect(signFlipTest(differences, 1)).toBeCloseTo(mcnemar({ firstOnly: 7, secondOnly: 2 }).exact, 10);
  });
});

describe('fisherExact', () => {
  it('gives the p of the lady tasting tea', () => {
    expect(fisherExact({ k: 3, n: 4 }, { k: 1, n: 4 })).toBeCloseTo(0.485714, 6);
    expect(fisherExact({ k: 4, n: 4 }, { k: 0, n: 4 })).toBeCloseTo(2 / 70, 6);
  });
});

describe('newcombeUnpaired', () => {
  it('gives the interval of the paper for 56/70 and 48/80', () => {
    const found = newcombeUnpaired({ rate: 0.8, ...wilsonInterval(56, 70) }, { rate: 0.6, ...wilsonInterval(48, 80) });
    expect(found.diff).toBeCloseTo(0.2, 10);
    expect(found.lo).toBeCloseTo(0.0524, 4);
    expect(found.hi).toBeCloseTo(0.3339, 4);
  });
});

describe('benjaminiHochberg', () => {
  it('adjusts as in the textbook, in the order given', () => {
    const adjusted = benjaminiHochberg([0.01, 0.04, 0.03, 0.005]);
    for (const [i, p] of [0.02, 0.04, 0.04, 0.02].entries()) expect(adjusted[i]).toBeCloseTo(p, 10);
  });
});

describe('agreement of several raters', () => {
  it("gives Fleiss' κ of a known table", () => {
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
    expect(fleissKappa([])).toBeNaN();
  });

  it("gives Krippendorff's α of his example, missing ratings left out", () => {
    const units = ['111', '2232', '3333', '3333', '2222', '1234', '4444', '1121', '2222', '555', '11', '3'];
    expect(krippendorffAlpha(units.map((unit) => unit.split('')))).toBeCloseTo(0.743, 3);
    expect(krippendorffAlpha([['a', 'a']])).toBeNaN();
  });
});

describe('clusterBootstrap', () => {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const values = Array.from({ length: 60 }, (_, i) => (i % 6 === 0 ? 5 : i % 3));

  it('is near the normal interval of a mean, and the same for the same seed', () => {
    const found = clusterBootstrap(values, mean);
    const deviation = Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)) / values.length);
    expect(Math.abs((found?.lo ?? 9) - (mean(values) - 1.96 * deviation))).toBeLessThan(0.08);
    expect(Math.abs((found?.hi ?? 9) - (mean(values) + 1.96 * deviation))).toBeLessThan(0.08);
    expect(clusterBootstrap(values, mean)).toEqual(found);
  });

  it('moves the interval to the longer tail by bca', () => {
    const skewed = values.map((value) => value ** 3);
    const plain = clusterBootstrap(skewed, mean);
    const corrected = clusterBootstrap(skewed, mean, { method: 'bca' });
    expect(corrected?.lo).toBeGreaterThan(plain?.lo ?? 0);
    expect(corrected?.hi).toBeGreaterThan(plain?.hi ?? 0);
  });

  it('says nothing of one cluster', () => {
    expect(clusterBootstrap([1], mean)).toBeNull();
  });
});
