import { describe, expect, it } from 'vitest';
import { nestedVariance } from '../../src/stats/nested-variance.ts';
import { seededRandom } from '../../src/stats/random.ts';

describe('nestedVariance', () => {
  it('gives all of the variance to the wordings where samples agree, and none where wordings do', () => {
    expect(
      nestedVariance([
        [
          [1, 1],
          [0, 0],
        ],
      ]),
    ).toEqual({ between: 0.5, within: 0, share: 1 });
    expect(
      nestedVariance([
        [
          [1, 0],
          [1, 0],
        ],
      ]),
    ).toEqual({ between: 0, within: 0.5, share: 0 });
    expect(
      nestedVariance([
        [
          [1, 1],
          [1, 1],
        ],
      ])?.share,
    ).toBeNull();
  });

  it('is the textbook estimate where numbers are equal', () => {
    // Means squares by hand: between 2·((2/3 − 1/3)² + …): MSB = 3·(1/6² ·2) = 1/6, MSW = (2/3 + 2/3)/4 = 1/3.
    const found = nestedVariance([
      [
        [1, 1, 0],
        [1, 0, 0],
      ],
    ]);
    expect(found?.within).toBeCloseTo(1 / 3, 12);
    expect(found?.between).toBe(0);
    const apart = nestedVariance([
      [
        [1, 1, 1, 0],
        [0, 0, 0, 1],
      ],
    ]);
    // MSB = 4·2·0.25² = 0.5, MSW = 1.5/6 = 0.25, (0.5 − 0.25)/4.
    expect([apart?.within, apart?.between, apart?.share]).toEqual([0.25, 0.0625, 0.2]);
  });

  it('says nothing where wordings and samples cannot be told apart', () => {
    expect(nestedVariance([[[1], [0]]])).toBeNull();
    expect(nestedVariance([[[1, 0, 1]]])).toBeNull();
    expect(nestedVariance([])).toBeNull();
  });

  it('finds the variances that answers were drawn with, numbers unequal', () => {
    const random = seededRandom(3);
    const draw = (p: number, n: number): number[] => Array.from({ length: n }, () => Number(random() < p));
    // Wordings at 0.2 and 0.8: between 0.09 (drawn), within 0.16.
    const questions = Array.from({ length: 3000 }, () => [3, 2, 4].map((n) => draw(random() < 0.5 ? 0.2 : 0.8, n)));
    const found = nestedVariance(questions);
    expect(found?.between).toBeCloseTo(0.09, 2);
    expect(found?.within).toBeCloseTo(0.16, 2);
  });
});
