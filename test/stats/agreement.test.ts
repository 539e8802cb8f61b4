import { describe, expect, it } from 'vitest';
import { cohenKappa } from '../../src/stats/cohen-kappa.ts';
import { fleissKappa } from '../../src/stats/fleiss-kappa.ts';
import { krippendorffAlpha } from '../../src/stats/krippendorff-alpha.ts';
import { mcnemar } from '../../src/stats/mcnemar.ts';

describe('cohenKappa', () => {
  it('takes the chance of agreement from both raters’ own shares', () => {
    // Agreed 0.7 of 100; by chance 0.5 × 0.4 + 0.3 × 0.35 + 0.2 × 0.25 = 0.355.
    const table = [
      [35, 10, 5],
      [5, 20, 5],
      [0, 5, 15],
    ];
    expect(cohenKappa(table)).toBeCloseTo((0.7 - 0.355) / (1 - 0.355), 10);
    expect(
      cohenKappa([
        [0, 0],
        [0, 0],
      ]),
    ).toBeNaN();
  });

  it('is under 0 where raters agree less than by chance', () => {
    expect(
      cohenKappa([
        [0, 5],
        [5, 0],
      ]),
    ).toBe(-1);
  });
});

describe('fleissKappa', () => {
  it('says nothing without answers, of one rater, or where all chose the same', () => {
    expect(fleissKappa([])).toBeNaN();
    expect(
      fleissKappa([
        [1, 0],
        [0, 1],
      ]),
    ).toBeNaN();
    expect(
      fleissKappa([
        [3, 0],
        [3, 0],
      ]),
    ).toBeNaN();
  });

  it('is that of one answer too', () => {
    // Of three pairs of raters one agrees; by chance 4/9 + 1/9.
    expect(fleissKappa([[2, 1]])).toBeCloseTo((1 / 3 - 5 / 9) / (1 - 5 / 9), 12);
  });

  it('is 1 where two raters agree on everything, and −1 where on nothing', () => {
    expect(
      fleissKappa([
        [2, 0],
        [0, 2],
      ]),
    ).toBe(1);
    expect(
      fleissKappa([
        [1, 1],
        [1, 1],
      ]),
    ).toBe(-1);
  });
});

describe('krippendorffAlpha', () => {
  const rated = (...raters: string[]): string[][] =>
    Array.from({ length: raters[0]?.length ?? 0 }, (_, i) => raters.map((one) => one[i] ?? ''));

  it('gives 0.095 and 0.692 for Krippendorff’s (2011) two observers of two and of five categories', () => {
    expect(krippendorffAlpha(rated('0100000010', '1110010000'))).toBeCloseTo(0.095, 3);
    expect(krippendorffAlpha(rated('aabbdcccedda', 'babbbccceddd'))).toBeCloseTo(0.692, 3);
  });

  it('leaves answers with one rating out, and says nothing where nothing varies or nobody rated twice', () => {
    const units = rated('0100000010', '1110010000');
    expect(krippendorffAlpha([...units, ['1'], ['0'], []])).toBe(krippendorffAlpha(units));
    expect(
      krippendorffAlpha([
        ['a', 'a'],
        ['a', 'a'],
      ]),
    ).toBeNaN();
    expect(krippendorffAlpha([['a'], ['b']])).toBeNaN();
    expect(krippendorffAlpha([])).toBeNaN();
  });
});

describe('mcnemar', () => {
  it('is certain of nothing where both sides differ as often, and mid-p leaves the middle out', () => {
    expect(mcnemar({ firstOnly: 3, secondOnly: 3 })).toEqual({ exact: 1, midP: expect.closeTo(1 - 20 / 64, 12) });
  });

  it('is the same whichever side is first', () => {
    expect(mcnemar({ firstOnly: 9, secondOnly: 4 })).toEqual(mcnemar({ firstOnly: 4, secondOnly: 9 }));
  });
});
