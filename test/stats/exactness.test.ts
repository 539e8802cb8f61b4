import { describe, expect, it } from 'vitest';
import { binomialProbability } from '../../src/stats/binomial.ts';
import { clopperPearson } from '../../src/stats/clopper-pearson.ts';
import { mcnemar } from '../../src/stats/mcnemar.ts';
import { signFlipTest } from '../../src/stats/sign-flip.ts';

describe('clopperPearson', () => {
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
  it('is the sign-flip test where each probe has one answer', () => {
    const differences = [1, 1, 1, 1, 1, 1, 1, -1, -1, 0, 0];
    expect(signFlipTest(differences)).toBeCloseTo(mcnemar({ firstOnly: 7, secondOnly: 2 }).exact, 10);
  });
});
