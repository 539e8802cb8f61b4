import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialAtMost } from '../../src/stats/binomial.ts';
import { cohenKappa } from '../../src/stats/cohen-kappa.ts';
import { holm } from '../../src/stats/holm.ts';
import { seededRandom } from '../../src/stats/random.ts';
import { signFlipTest } from '../../src/stats/sign-flip.ts';

describe('signFlipTest', () => {
  it('counts every sign pattern where they are few', () => {
    expect(signFlipTest([1, 1, 1, 1, 1])).toBe(2 / 32);
    expect(signFlipTest([0, 0, 0])).toBe(1);
  });

  it('is exact for many differences too: twice a tail of the binomial distribution', () => {
    const differences = Array.from({ length: 20 }, (_, i) => (i < 15 ? 1 : -1));
    expect(signFlipTest(differences)).toBeCloseTo(2 * (1 - binomialAtMost(14, 20, 0.5)), 12);
  });
});

describe('holm', () => {
  it('adjusts as in the textbook', () => {
    const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
    for (const [i, p] of [0.03, 0.06, 0.06, 0.02].entries()) expect(adjusted[i]).toBeCloseTo(p, 10);
  });

  it('never makes p smaller nor larger than 1', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (ps) => {
        for (const [i, p] of holm(ps).entries()) {
          expect(p).toBeGreaterThanOrEqual((ps[i] ?? 0) - 1e-12);
          expect(p).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

describe('cohenKappa', () => {
  it('gives the known value, 1 for agreement, 0 for chance', () => {
    expect(
      cohenKappa([
        [20, 5],
        [10, 15],
      ]),
    ).toBeCloseTo(0.4, 10);
    expect(
      cohenKappa([
        [7, 0],
        [0, 9],
      ]),
    ).toBe(1);
    expect(
      cohenKappa([
        [25, 25],
        [25, 25],
      ]),
    ).toBe(0);
    expect(
      cohenKappa([
        [5, 0],
        [0, 0],
      ]),
    ).toBeNaN();
  });
});

describe('seededRandom', () => {
  it('repeats itself by seed and fills [0, 1) evenly', () => {
    const a = seededRandom(1);
    const b = seededRandom(1);
    const values = Array.from({ length: 20_000 }, () => a());
    expect(values.slice(0, 50)).toEqual(Array.from({ length: 50 }, () => b()));
    const bins = Array.from({ length: 10 }, (_, i) => values.filter((v) => v >= i / 10 && v < (i + 1) / 10).length);
    for (const bin of bins) expect(Math.abs(bin - 2_000)).toBeLessThan(220);
    expect(seededRandom(2)()).not.toBe(values[0]);
  });
});
