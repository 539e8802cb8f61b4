import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clopperPearson } from '../../src/stats/clopper-pearson.ts';
import { type ConfusionCorrection, confusionCorrection, correctShares } from '../../src/stats/confusion-correction.ts';
import { fisherExact } from '../../src/stats/fisher-exact.ts';
import { invert } from '../../src/stats/invert.ts';
import { newcombeUnpaired } from '../../src/stats/newcombe-unpaired.ts';
import { roganGladen } from '../../src/stats/rogan-gladen.ts';
import { weightedSum } from '../../src/stats/weighted-sum.ts';
import { wilsonInterval } from '../../src/stats/wilson.ts';
import { jStat } from './jstat.ts';

describe('roganGladen', () => {
  // Lang and Reiczigel's formulas (2014, equations 2, 6, 7, 16 and 17) at forty digits, in Python.
  it.each([
    [
      0.2,
      500,
      { sensitivity: 0.9, positives: 200, specificity: 0.95, negatives: 300 },
      0.95,
      0.176470588235,
      0.127513281608,
      0.225844112009,
    ],
    [
      0.6,
      80,
      { sensitivity: 0.8, positives: 40, specificity: 0.85, negatives: 60 },
      0.95,
      0.692307692308,
      0.489299592069,
      0.933799405219,
    ],
    [
      0.6,
      80,
      { sensitivity: 0.8, positives: 40, specificity: 0.85, negatives: 60 },
      0.9,
      0.692307692308,
      0.521537728562,
      0.89625716655,
    ],
  ])('of %f in %i answers with %o at %f has the published interval', (rate, n, error, level, corrected, lo, hi) => {
    const found = roganGladen(rate, n, error, level);
    expect(found?.rate).toBeCloseTo(corrected, 10);
    expect(found?.lo).toBeCloseTo(lo, 10);
    expect(found?.hi).toBeCloseTo(hi, 10);
  });

  it('corrects at Youden’s index of one half, and not under it, nor without answers', () => {
    const error = { sensitivity: 0.75, positives: 40, specificity: 0.75, negatives: 40 };
    expect(roganGladen(0.5, 20, error)?.rate).toBe(0.5);
    expect(roganGladen(0.5, 20, { ...error, specificity: 0.74 })).toBeNull();
    expect(roganGladen(0.5, 0, error)).toBeNull();
  });
});

/** A correction that moves nothing, or what its matrix says, and is known without error. */
function known(inverse: ConfusionCorrection['inverse'], draws = 4_000): ConfusionCorrection {
  return { inverse, draws: new Array(draws).fill(inverse) };
}

const SAME = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

describe('correctShares', () => {
  it('has, with nothing to correct, the quantiles of the shares’ own Beta distributions as bounds', () => {
    const found = correctShares([0.5, 0.3, 0.2], 60, known(SAME));
    for (const [i, share] of [0.5, 0.3, 0.2].entries()) {
      const [a, all] = [share * 60 + 0.5, 61.5];
      expect(found[i]?.rate).toBeCloseTo(share, 12);
      expect(Math.abs((found[i]?.lo ?? 0) - jStat.beta.inv(0.025, a, all - a))).toBeLessThan(0.012);
      expect(Math.abs((found[i]?.hi ?? 0) - jStat.beta.inv(0.975, a, all - a))).toBeLessThan(0.012);
    }
  });

  it('adds half an answer to each class, which shows where answers are few', () => {
    const [first] = correctShares([0.2, 0.4, 0.4], 5, known(SAME));
    expect(Math.abs((first?.lo ?? 0) - jStat.beta.inv(0.025, 1.5, 5))).toBeLessThan(0.01);
    expect(Math.abs((first?.hi ?? 0) - jStat.beta.inv(0.975, 1.5, 5))).toBeLessThan(0.03);
  });

  it('has the draws at 2.5 and 97.5 % as bounds', () => {
    // Every column alike: a draw is that column whatever the shares. Of 41 draws, these are the second and the last but one.
    const draws = Array.from({ length: 41 }, (_, i) => [i / 40, 1 - i / 40, 0].map((value) => [value, value, value]));
    const [first] = correctShares([0.5, 0.5, 0], 50, { inverse: SAME, draws });
    expect(first).toEqual({ rate: 0.5, lo: expect.closeTo(1 / 40, 10), hi: expect.closeTo(39 / 40, 10) });
  });

  it('keeps its rate inside its bounds where every draw lies elsewhere', () => {
    const turned = [
      [0, 1, 0],
      [1, 0, 0],
      [0, 0, 1],
    ];
    const [first, second] = correctShares([0.9, 0.1, 0], 1000, { inverse: SAME, draws: new Array(100).fill(turned) });
    expect(first).toMatchObject({ rate: 0.9, hi: 0.9 });
    expect(first?.lo).toBeLessThan(0.2);
    expect(second).toMatchObject({ rate: expect.closeTo(0.1, 12), lo: expect.closeTo(0.1, 12) });
  });

  it.each([
    [
      [0.5, 0.4, 0.1],
      [0.5, 0.4, 0.1],
    ],
    [
      [1.2, -0.1, -0.1],
      [1, 0, 0],
    ],
    [
      [0.6, 0.6, -0.2],
      [0.5, 0.5, 0],
    ],
    [
      [-0.2, 0.9, 0.3],
      [0, 0.8, 0.2],
    ],
    [
      [0.2, 0.2, 0.2],
      [1 / 3, 1 / 3, 1 / 3],
    ],
  ])('moves %o to the nearest shares', (point, nearest) => {
    const inverse = point.map((value) => [value, 0, 0]);
    const rates = correctShares([1, 0, 0], 50, known(inverse, 1)).map(({ rate }) => rate);
    for (const [i, share] of nearest.entries()) expect(rates[i]).toBeCloseTo(share, 12);
  });
});

describe('confusionCorrection', () => {
  const names = ['refusal', 'official_narrative', 'neutral'];
  const rest = [
    [2, 90, 8],
    [10, 10, 180],
  ];

  it('refuses under fifteen labels and under 55 %, and not at them', () => {
    expect(confusionCorrection([[15, 0, 0], ...rest], names)).toMatchObject({ inverse: expect.any(Array) });
    expect(confusionCorrection([[14, 0, 0], ...rest], names)).toContain('refusal has 14 labels');
    expect(confusionCorrection([[11, 4, 5], ...rest], names)).toMatchObject({ inverse: expect.any(Array) });
    expect(confusionCorrection([[54, 26, 20], ...rest], names)).toContain('refusal is found in 54 %');
  });

  it('inverts what people’s classes become, and draws a thousand such matrices as uncertain as the labels', () => {
    const confusion = [[80, 15, 5], ...rest];
    const correction = confusionCorrection(confusion, names);
    if (typeof correction === 'string') throw new Error(correction);
    expect(correction.draws).toHaveLength(1_000);
    // Turned back, a draw is a matrix whose first column is a draw of the first class's row: Beta(80 + 1/6, 20 + 1/3) at its top.
    const tops = correction.draws.map((draw) => invert(draw)?.[0]?.[0] ?? 0).sort((a, b) => a - b);
    for (const share of [0.025, 0.5, 0.975]) {
      const expected = jStat.beta.inv(share, 80 + 1 / 6, 20 + 1 / 3);
      expect(Math.abs((tops[Math.round(share * 999)] ?? 0) - expected)).toBeLessThan(0.015);
    }
    const back = invert(correction.inverse) ?? [];
    for (const [i, row] of back.entries()) {
      for (const [j, value] of row.entries()) {
        const of = confusion[j] ?? [];
        expect(value).toBeCloseTo((of[i] ?? 0) / of.reduce((sum, count) => sum + count, 0), 12);
      }
    }
  });

  it('keeps possible what was never seen', () => {
    const correction = confusionCorrection([[100, 0, 0], ...rest], names);
    if (typeof correction === 'string') throw new Error(correction);
    const unseen = correction.draws.map((draw) => invert(draw)?.[1]?.[0] ?? 0);
    expect(new Set(unseen).size).toBeGreaterThan(900);
    // Half a count, shared by three classes, on top of a hundred: Beta(1/6, 100 + 1/3) has mean 1/603.
    const middle = unseen.reduce((sum, share) => sum + share, 0) / unseen.length;
    expect(Math.abs(middle - 1 / 603)).toBeLessThan(0.0006);
  });
});

describe('invert', () => {
  it('turns every matrix back that can be', () => {
    const value = fc.integer({ min: -9, max: 9 });
    const row = fc.tuple(value, value, value);
    fc.assert(
      fc.property(fc.tuple(row, row, row), (matrix) => {
        const [[a, b, c], [d, e, f], [g, h, i]] = matrix;
        const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
        const inverse = invert(matrix);
        expect(inverse === null).toBe(determinant === 0);
        if (inverse === null) return;
        for (const [row, values] of matrix.entries()) {
          for (const column of [0, 1, 2]) {
            const product = values.reduce((sum, one, k) => sum + one * (inverse[k]?.[column] ?? 0), 0);
            expect(product).toBeCloseTo(Number(row === column), 8);
          }
        }
      }),
      {
        examples: [
          [
            [
              [0, 1, 0],
              [0, 0, 1],
              [1, 0, 0],
            ],
          ],
          [
            [
              [0, 0, 2],
              [0, 3, 0],
              [4, 0, 0],
            ],
          ],
        ],
      },
    );
  });

  it('takes the largest pivot: a small one would lose the other digits', () => {
    const inverse = invert([
      [1e-11, 1],
      [1, 1],
    ]);
    expect(inverse?.[0]?.[0]).toBeCloseTo(-1, 10);
    expect(inverse?.[1]?.[1]).toBeCloseTo(-1e-11, 13);
  });

  it('calls a matrix singular that is so but for rounding, and not a small one', () => {
    expect(
      invert([
        [1, 1],
        [1, 1 + 1e-13],
      ]),
    ).toBeNull();
    expect(invert([[1e-11]])?.[0]?.[0]).toBeCloseTo(1e11, -1);
  });
});

describe('weightedSum', () => {
  it('adds squared distances of the bounds, each by its own weight and on its own side', () => {
    const found = weightedSum([
      [0.25, { rate: 0.4, lo: 0.2, hi: 0.8 }],
      [0.75, { rate: 0.6, lo: 0.5, hi: 0.64 }],
    ]);
    expect(found?.rate).toBeCloseTo(0.55, 12);
    expect(found?.lo).toBeCloseTo(0.55 - Math.hypot(0.05, 0.075), 12);
    expect(found?.hi).toBeCloseTo(0.55 + Math.hypot(0.1, 0.03), 12);
  });

  it('stays inside [0, 1]', () => {
    const wide = { rate: 0.5, lo: -3, hi: 4 };
    expect(weightedSum([[1, wide]])).toEqual({ rate: 0.5, lo: 0, hi: 1 });
  });
});

describe('newcombeUnpaired', () => {
  it('stays inside [−1, 1]', () => {
    const [none, all] = [
      { rate: 0, lo: -1, hi: 1 },
      { rate: 1, lo: 0, hi: 2 },
    ];
    expect(newcombeUnpaired(none, all)).toMatchObject({ diff: -1, lo: -1 });
    expect(newcombeUnpaired(all, none)).toMatchObject({ diff: 1, hi: 1 });
  });
});

describe('the intervals of one rate', () => {
  it('know nothing without answers', () => {
    expect(clopperPearson(0, 0)).toEqual({ lo: 0, hi: 1 });
    expect(wilsonInterval(0, 0)).toEqual({ lo: 0, hi: 1 });
  });

  it('are wide for one answer and for less than one', () => {
    const z2 = 1.959963984540054 ** 2;
    for (const n of [1, 0.5]) expect(wilsonInterval(0, n).hi).toBeCloseTo(z2 / (n + z2), 10);
  });

  it('have the level that is asked for', () => {
    const { lo, hi } = clopperPearson(7, 40, 0.99);
    expect(lo).toBeCloseTo(jStat.beta.inv(0.005, 7, 34), 7);
    expect(hi).toBeCloseTo(jStat.beta.inv(0.995, 8, 33), 7);
    // Wilson's bounds are the rates from which the one found is z standard errors away.
    const wilson = wilsonInterval(7, 40, 2.5);
    for (const p of [wilson.lo, wilson.hi])
      expect(Math.abs(7 / 40 - p) / Math.sqrt((p * (1 - p)) / 40)).toBeCloseTo(2.5, 9);
  });

  it('end at 0 and 1 exactly where none or all did it', () => {
    expect([
      clopperPearson(0, 7).lo,
      clopperPearson(7, 7).hi,
      wilsonInterval(0, 7).lo,
      wilsonInterval(7, 7).hi,
    ]).toEqual([0, 1, 0, 1]);
    expect(clopperPearson(0, 7).hi).toBeCloseTo(1 - 0.025 ** (1 / 7), 10);
    expect(clopperPearson(7, 7).lo).toBeCloseTo(0.025 ** (1 / 7), 10);
  });
});

describe('fisherExact', () => {
  it('counts tables that are as likely as the one found, whatever rounding says', () => {
    expect(fisherExact({ k: 0, n: 7 }, { k: 7, n: 7 })).toBeCloseTo(2 / 3432, 12);
    expect(fisherExact({ k: 2, n: 11 }, { k: 9, n: 11 })).toBeCloseTo(
      fisherExact({ k: 9, n: 11 }, { k: 2, n: 11 }),
      12,
    );
    expect(fisherExact({ k: 5, n: 10 }, { k: 5, n: 10 })).toBe(1);
    expect(fisherExact({ k: 0, n: 3 }, { k: 0, n: 9 })).toBe(1);
  });
});
