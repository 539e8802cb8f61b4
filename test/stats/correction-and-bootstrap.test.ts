import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterBootstrap } from '../../src/stats/cluster-bootstrap.ts';
import { confusionCorrection, correctShares } from '../../src/stats/confusion-correction.ts';
import { invert } from '../../src/stats/invert.ts';
import { roganGladen } from '../../src/stats/rogan-gladen.ts';
import { weightedSum } from '../../src/stats/weighted-sum.ts';

const NAMES = ['refusal', 'official_narrative', 'neutral'];
const CONFUSION = [
  [90, 2, 8],
  [3, 80, 17],
  [4, 10, 186],
];

describe('roganGladen', () => {
  const error = { sensitivity: 0.9, positives: 200, specificity: 0.95, negatives: 300 };

  it('turns the rate back by sensitivity and specificity (Rogan and Gladen 1978)', () => {
    const found = roganGladen(0.2, 500, error);
    expect(found?.rate).toBeCloseTo((0.2 + 0.95 - 1) / 0.85, 10);
    expect(found?.lo).toBeLessThan(0.15);
    expect(found?.hi).toBeGreaterThan(0.21);
  });

  it('is wider where the error was measured on fewer labels, and stays inside [0, 1]', () => {
    const width = (labels: number): number => {
      const found = roganGladen(0.2, 500, { ...error, positives: labels, negatives: labels });
      return (found?.hi ?? 0) - (found?.lo ?? 0);
    };
    expect(width(30)).toBeGreaterThan(width(3000) * 1.5);
    expect(roganGladen(0, 20, error)).toMatchObject({ rate: 0, lo: 0 });
    expect(roganGladen(1, 20, error)).toMatchObject({ rate: 1, hi: 1 });
  });

  it('refuses a classifier that knows too little', () => {
    expect(roganGladen(0.2, 500, { ...error, sensitivity: 0.5 })).toBeNull();
  });
});

describe('confusionCorrection', () => {
  it('finds the shares that the classifier’s error hid', () => {
    const truth = [0.3, 0.3, 0.4];
    const found = NAMES.map((_, j) =>
      CONFUSION.reduce((sum, row, i) => sum + ((truth[i] ?? 0) * (row[j] ?? 0)) / row.reduce((a, b) => a + b, 0), 0),
    );
    const correction = confusionCorrection(CONFUSION, NAMES);
    if (typeof correction === 'string') throw new Error(correction);
    for (const [i, { rate, lo, hi }] of correctShares(found, 400, correction).entries()) {
      expect(rate).toBeCloseTo(truth[i] ?? 0, 10);
      expect(lo).toBeLessThan(rate);
      expect(hi).toBeGreaterThan(rate);
    }
  });

  it('gives shares that sum to 1 and no share below 0, whatever was found', () => {
    const correction = confusionCorrection(CONFUSION, NAMES);
    if (typeof correction === 'string') throw new Error(correction);
    const count = fc.integer({ min: 0, max: 50 });
    fc.assert(
      fc.property(fc.tuple(count, count, count), (counts) => {
        const sum = counts.reduce((a, b) => a + b, 0);
        fc.pre(sum > 0);
        const shares = correctShares(
          counts.map((k) => k / sum),
          sum,
          correction,
        );
        expect(shares.reduce((total, { rate }) => total + rate, 0)).toBeCloseTo(1, 10);
        for (const { rate, lo } of shares) expect(Math.min(rate, lo)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 20 },
    );
  });

  it('names the class and the floor where it refuses', () => {
    expect(confusionCorrection([[9, 1, 0], ...CONFUSION.slice(1)], NAMES)).toBe('refusal has 10 labels, 15 are needed');
    const weak = confusionCorrection([CONFUSION[0] ?? [], [10, 40, 50], CONFUSION[2] ?? []], NAMES);
    expect(weak).toContain('official_narrative is found in 40 %');
    expect(weak).toContain('55 % are needed');
  });
});

describe('invert', () => {
  it('gives a matrix that undoes the other, and null where none does', () => {
    const inverse = invert([
      [0, 2],
      [4, 1],
    ]);
    expect(inverse).toEqual([
      [-0.125, 0.25],
      [0.5, 0],
    ]);
    expect(
      invert([
        [1, 2],
        [2, 4],
      ]),
    ).toBeNull();
  });
});

describe('weightedSum', () => {
  it('is the rate itself for one part, and narrower for independent parts', () => {
    const one = { rate: 0.4, lo: 0.3, hi: 0.5 };
    expect(weightedSum([[1, one]])).toMatchObject({ rate: 0.4, lo: expect.closeTo(0.3), hi: expect.closeTo(0.5) });
    const half = weightedSum([
      [0.5, one],
      [0.5, one],
    ]);
    expect(half?.hi).toBeCloseTo(0.4 + 0.1 / Math.SQRT2, 10);
    expect(weightedSum([[0.5, null]])).toBeNull();
  });
});

describe('clusterBootstrap', () => {
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const values = Array.from({ length: 100 }, (_, i) => (i % 10) / 9);

  it('comes near the usual interval of a mean, by either method', () => {
    const error = Math.sqrt(values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / 99 / 100);
    for (const method of ['percentile', 'bca'] as const) {
      const interval = clusterBootstrap(values, mean, { method, draws: 4000 });
      expect(interval?.lo).toBeCloseTo(mean(values) - 1.96 * error, 1.6);
      expect(interval?.hi).toBeCloseTo(mean(values) + 1.96 * error, 1.6);
    }
  });

  it('corrects for skewness with BCa, which moves both bounds to the long tail', () => {
    const skewed = values.map((value) => value ** 12);
    const plain = clusterBootstrap(skewed, mean);
    const moved = clusterBootstrap(skewed, mean, { method: 'bca' });
    expect(moved?.lo).toBeGreaterThan(plain?.lo ?? 1);
    expect(moved?.hi).toBeGreaterThan(plain?.hi ?? 1);
  });

  it('repeats itself by seed, and says nothing of one cluster', () => {
    expect(clusterBootstrap(values, mean, { seed: 4 })).toEqual(clusterBootstrap(values, mean, { seed: 4 }));
    expect(clusterBootstrap([1], mean)).toBeNull();
    expect(clusterBootstrap(values, () => Number.NaN)).toBeNull();
  });
});
