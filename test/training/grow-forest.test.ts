import { describe, expect, it } from 'vitest';
import { forestShares } from '../../src/classify/forest.ts';
import { seededRandom } from '../../src/stats/random.ts';
import { type Example, growForest } from '../../src/training/grow-forest.ts';

/** Two classes told apart by the second of three numbers. */
function examples(n: number): Example[] {
  const random = seededRandom(3);
  return Array.from({ length: n }, () => {
    const features = [random(), random(), random()];
    return { features, label: (features[1] ?? 0) > 0.5 ? 1 : 0, weight: 1 };
  });
}

describe('growForest', () => {
  it('tells classes apart by the measure that differs, and gives shares that sum to 1', () => {
    const forest = growForest(examples(300), 2, { trees: 40, share: 1 });
    const low = forestShares(forest, [0.9, 0.1, 0.9]);
    const high = forestShares(forest, [0.1, 0.9, 0.1]);
    expect(low[0]).toBeGreaterThan(0.85);
    expect(high[1]).toBeGreaterThan(0.85);
    expect(low.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 2);
  });

  it('grows the same trees from the same examples', () => {
    expect(growForest(examples(100), 2)).toEqual(growForest(examples(100), 2));
  });

  it('lets a heavier example count more', () => {
    const mixed = [
      { features: [1], label: 0, weight: 1 },
      { features: [1], label: 1, weight: 3 },
    ];
    expect(forestShares(growForest(mixed, 2, { trees: 1 }), [1])).toEqual([0.25, 0.75]);
  });

  it('keeps leaves at the size asked for: where none can be split off, one leaf holds all', () => {
    expect(growForest(examples(9), 2, { trees: 1, leaf: 5 }).nodes).toHaveLength(4);
  });
});
