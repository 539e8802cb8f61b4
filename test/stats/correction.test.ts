import { describe, expect, it } from 'vitest';
import { confusionCorrection, correctShares } from '../../src/stats/confusion-correction.ts';
import { invert } from '../../src/stats/invert.ts';
import { roganGladen } from '../../src/stats/rogan-gladen.ts';

describe('roganGladen', () => {
  it('undoes a known error', () => {
    const error = { sensitivity: 0.9, positives: 500, specificity: 0.9, negatives: 500 };
    const found = roganGladen(0.3, 400, error);
    expect(found?.rate).toBeCloseTo(0.25, 10);
    expect(found?.lo).toBeLessThan(0.25);
    expect(found?.hi).toBeGreaterThan(0.25);
  });

  it('is wider where the error was measured on fewer labels, and refuses a weak classifier', () => {
    const width = (labels: number): number => {
      const found = roganGladen(0.3, 400, { sensitivity: 0.9, positives: labels, specificity: 0.9, negatives: labels });
      return (found?.hi ?? 0) - (found?.lo ?? 0);
    };
    expect(width(30)).toBeGreaterThan(width(3000));
    expect(roganGladen(0.3, 400, { sensitivity: 0.7, positives: 99, specificity: 0.7, negatives: 99 })).toBeNull();
  });
});

describe('confusionCorrection', () => {
  const confusion = [
    [80, 10, 10],
    [5, 90, 5],
    [2, 8, 90],
  ];

  it('finds the shares that people would have found', () => {
    const truth = [0.2, 0.3, 0.5];
    const found = [0, 1, 2].map((j) =>
      confusion.reduce((sum, row, i) => sum + ((row[j] ?? 0) / 100) * (truth[i] ?? 0), 0),
    );
    const correction = confusionCorrection(confusion);
    if (typeof correction === 'string') throw new Error(correction);
    for (const [i, { rate, lo, hi }] of correctShares(found, 300, correction).entries()) {
      expect(rate).toBeCloseTo(truth[i] ?? 9, 10);
      expect(lo).toBeLessThan(rate);
      expect(hi).toBeGreaterThan(rate);
    }
  });

  it('keeps shares at or above 0 where the error alone explains more than was found', () => {
    const correction = confusionCorrection(confusion);
    if (typeof correction === 'string') throw new Error(correction);
    const corrected = correctShares([0, 0.02, 0.98], 100, correction);
    expect(corrected.reduce((sum, { rate }) => sum + rate, 0)).toBeCloseTo(1, 10);
    for (const { rate } of corrected) expect(rate).toBeGreaterThanOrEqual(0);
  });

  it('says why it must not be used', () => {
    expect(
      confusionCorrection([
        [40, 60],
        [5, 95],
      ]),
    ).toMatch(/found in 40 %/);
    expect(
      confusionCorrection([
        [4, 0],
        [5, 95],
      ]),
    ).toMatch(/4 labels/);
  });
});

describe('invert', () => {
  it('inverts, and knows what has no inverse', () => {
    expect(
      invert([
        [2, 1],
        [1, 1],
      ]),
    ).toEqual([
      [1, -1],
      [-1, 2],
    ]);
    expect(
      invert([
        [1, 2],
        [2, 4],
      ]),
    ).toBeNull();
  });
});
