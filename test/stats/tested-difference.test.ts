import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differenceP, pairedDifference } from '../../src/stats/paired-difference.ts';
import { signFlipTest } from '../../src/stats/sign-flip.ts';
import { agreeing, testedDifference } from '../../src/stats/tested-difference.ts';

const pairs = (differences: readonly number[]) =>
  differences.map((d) => ({ first: { k: d > 0 ? d : 0, n: 3 }, second: { k: d < 0 ? -d : 0, n: 3 } }));

describe('testedDifference', () => {
  it('never has a p and an interval that decide otherwise', () => {
    const thirds = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(thirds, (differences) => {
        const found = testedDifference(pairs(differences));
        if (found === null) throw new Error('no difference');
        expect(found.lo > 0 || found.hi < 0).toBe(found.p <= 0.05);
        expect(found.lo).toBeLessThanOrEqual(found.diff + 1e-12);
        expect(found.hi).toBeGreaterThanOrEqual(found.diff - 1e-12);
      }),
      { numRuns: 500 },
    );
  });

  it('takes the greater p of both tests, and stretches the interval to 0 where that is above 0.05', () => {
    const sparse = pairs([3, 3, 3, 3, 3, ...new Array<number>(60).fill(0)]);
    const [plain, tested] = [pairedDifference(sparse), testedDifference(sparse)];
    if (plain === null || tested === null) throw new Error('no difference');
    expect(signFlipTest([1, 1, 1, 1, 1])).toBe(1 / 16);
    expect(tested.p).toBeCloseTo(Math.max(1 / 16, differenceP(plain)), 12);
    expect(plain.lo).toBeGreaterThan(0);
    expect(tested.lo).toBe(0);
    expect(tested.hi).toBe(plain.hi);
  });

  it('leaves 0 out of an interval where there is a finding, if only just', () => {
    expect(agreeing({ lo: -0.1, hi: 0.5 }, true, 0.2)).toEqual({ lo: 1e-9, hi: 0.5 });
    expect(agreeing({ lo: -0.5, hi: 0.1 }, true, -0.2)).toEqual({ lo: -0.5, hi: -1e-9 });
    expect(agreeing({ lo: 0.1, hi: 0.5 }, false, 0.3)).toEqual({ lo: 0, hi: 0.5 });
    expect(agreeing({ lo: 0.1, hi: 0.5 }, true, 0.2)).toEqual({ lo: 0.1, hi: 0.5 });
  });
});
