import { describe, expect, it } from 'vitest';
import { rateCorrection, type UsedCalibration } from '../../src/compare/corrected-rates.ts';
import type { VerdictClass } from '../../src/model/verdict.ts';
import { clusterRate } from '../../src/stats/cluster-rate.ts';
import { confusionCorrection, correctShares } from '../../src/stats/confusion-correction.ts';
import { roganGladen } from '../../src/stats/rogan-gladen.ts';
import { weightedSum } from '../../src/stats/weighted-sum.ts';
import { seen } from './seen.ts';

const classifier = { name: 'rules', version: 'abc', mode: 'probe' } as const;
const NAMES = ['refusal', 'official_narrative', 'neutral'];
const GOOD = [
  [90, 2, 8, 5],
  [3, 80, 17, 0],
  [4, 10, 186, 7],
  [1, 0, 2, 3],
];
/** Official answers are not found. */
const WEAK = [
  [90, 2, 8, 1],
  [10, 30, 60, 0],
  [4, 10, 186, 2],
  [3, 0, 2, 9],
];
const calibration = (byLang: Record<string, number[][]>): UsedCalibration => ({
  classifier,
  at: '',
  gold: {},
  byLang,
  shipped: false,
});
const correct = (byLang: Record<string, number[][]>) => rateCorrection([classifier], calibration(byLang));

/** Answers of one probe each. */
const answers = (counts: Partial<Record<VerdictClass, number>>, lang: 'en' | 'zh-Hans' = 'en') =>
  Object.entries(counts).flatMap(([name, count]) =>
    Array.from({ length: count }, (_, i) => seen({ probe: `${name}${i}`, class: name as VerdictClass, lang })),
  );

const part = (confusion: readonly number[][]): number[][] => confusion.slice(0, 3).map((row) => row.slice(0, 3));

describe('rateCorrection', () => {
  it('corrects the three classes among themselves, and leaves what is neither of them as it was found', () => {
    const found = correct({ en: GOOD })(answers({ refusal: 6, official_narrative: 4, neutral: 20, other: 10 }));
    const correction = confusionCorrection(part(GOOD), NAMES);
    if (typeof correction === 'string') throw new Error(correction);
    const worth = [6, 4, 20].map(
      (k) => clusterRate(Array.from({ length: 40 }, (_, i) => ({ k: Number(i < k), n: 1 })))?.effectiveN ?? 0,
    );
    const shares = correctShares([6 / 30, 4 / 30, 20 / 30], Math.min(...worth) * 0.75, correction);
    expect(found).toMatchObject({ method: 'matrix', reason: null, other: null });
    for (const [i, name] of (['refusal', 'official_narrative', 'neutral'] as const).entries()) {
      const [has, share] = [found[name], shares[i]];
      expect(has?.rate).toBeCloseTo((share?.rate ?? 0) * 0.75, 12);
      expect(has?.lo).toBeCloseTo((share?.lo ?? 0) * 0.75, 12);
      expect(has?.hi).toBeCloseTo((share?.hi ?? 0) * 0.75, 12);
    }
  });

  it('takes answers for the fewest independent ones that any of the three classes is worth', () => {
    // Refusals come by the probe, ten at a time; recited answers here and there.
    const judged = Array.from({ length: 120 }, (_, i) => {
      const [probe, sample] = [Math.floor(i / 10), i % 10];
      const found =
        probe < 4 ? 'refusal' : sample === probe % 10 ? 'official_narrative' : sample < 2 ? 'other' : 'neutral';
      return seen({ probe: `p${probe}`, sample, class: found });
    });
    const share = (name: string) => judged.filter((one) => one.class === name).length / 120;
    const worth = (name: string) =>
      clusterRate(
        Array.from({ length: 12 }, (_, probe) => ({
          k: judged.slice(probe * 10, probe * 10 + 10).filter((one) => one.class === name).length,
          n: 10,
        })),
      )?.effectiveN ?? 0;
    expect(worth('official_narrative')).toBeGreaterThan(worth('refusal') * 2);
    const correction = confusionCorrection(part(GOOD), NAMES);
    if (typeof correction === 'string') throw new Error(correction);
    const measured = 1 - share('other');
    const found = NAMES.map((name) => share(name) / measured);
    const shares = correctShares(found, Math.min(...NAMES.map(worth)) * measured, correction);
    expect(correct({ en: GOOD })(judged).refusal?.hi).toBeCloseTo((shares[0]?.hi ?? 0) * measured, 12);
  });

  it('corrects one class against all others, by the labels of all four, where the matrix is refused', () => {
    const found = correct({ en: WEAK })(answers({ refusal: 12, official_narrative: 4, neutral: 20, other: 4 }));
    const rate = (k: number) => clusterRate(Array.from({ length: 40 }, (_, i) => ({ k: Number(i < k), n: 1 })));
    const single = (k: number, hits: number, positives: number, wrong: number, negatives: number) =>
      roganGladen(k / 40, rate(k)?.effectiveN ?? 0, {
        sensitivity: hits / positives,
        positives,
        specificity: 1 - wrong / negatives,
        negatives,
      });
    expect(found.refusal).toEqual(single(12, 90, 101, 17, 316));
    expect(found.official_narrative).toBeNull();
    expect(found.neutral).toEqual(single(20, 186, 202, 70, 215));
    expect(found).toMatchObject({ method: 'single', other: null });
    expect(found.reason).toContain('official_narrative is found in 30 %');
  });

  it('corrects no class of which, or of whose opposite, fewer than fifteen were labelled', () => {
    const few = [
      [15, 0, 0, 0],
      [0, 6, 4, 0],
      [0, 0, 4, 0],
      [0, 0, 0, 0],
    ];
    const judged = answers({ refusal: 10, neutral: 10 });
    expect(correct({ en: few })(judged)).toMatchObject({ method: null, refusal: null, neutral: null });
    const enough = [few[0] ?? [], [0, 7, 4, 0], ...few.slice(2)];
    const found = correct({ en: enough })(judged);
    expect(found.method).toBe('single');
    expect(found.refusal).not.toBeNull();
    expect(found.neutral).toBeNull();
    const fewer = [[14, 0, 0, 0], ...enough.slice(1)];
    expect(correct({ en: fewer })(judged).refusal).toBeNull();
  });

  it('weighs languages by their answers, each corrected by its own error', () => {
    const byLang = { en: GOOD, 'zh-Hans': GOOD.map((row, i) => (i === 1 ? [3, 95, 2, 0] : row)) };
    const [en, zh] = [answers({ refusal: 6, neutral: 24 }), answers({ official_narrative: 4, neutral: 6 }, 'zh-Hans')];
    const [left, right] = [correct(byLang)(en), correct(byLang)(zh)];
    const both = correct(byLang)([...en, ...zh]);
    expect(both).toMatchObject({ method: 'matrix', reason: null, other: null });
    expect(both.refusal).toEqual(
      weightedSum([
        [0.75, left.refusal],
        [0.25, right.refusal],
      ]),
    );
  });

  it('names the weaker method and each reason once where languages are corrected differently', () => {
    const judged = [
      ...answers({ refusal: 6, neutral: 24 }),
      ...answers({ refusal: 2, official_narrative: 4, neutral: 6 }, 'zh-Hans'),
    ];
    const mixed = correct({ en: GOOD, 'zh-Hans': WEAK })(judged);
    expect(mixed).toMatchObject({ method: 'single', official_narrative: null });
    expect(mixed.refusal).not.toBeNull();
    expect(mixed.reason).toMatch(/^official_narrative is found in 30 %[^;]*$/);
    const twice = correct({ en: WEAK, 'zh-Hans': WEAK })(judged);
    expect(twice.reason).toBe(mixed.reason);
    const half = correct({ 'zh-Hans': WEAK })(judged);
    expect(half).toMatchObject({ method: null, refusal: null, official_narrative: null, neutral: null, other: null });
    expect(half.reason).toBe(`the error was not measured in en; ${mixed.reason}`);
  });

  it('says why it corrects nothing', () => {
    const judged = answers({ refusal: 1 });
    const reason = (...given: Parameters<typeof rateCorrection>) => rateCorrection(...given)(judged);
    const none = { method: null, refusal: null, official_narrative: null, neutral: null, other: null };
    const measured = calibration({ en: GOOD });
    expect(reason([], measured)).toEqual({ ...none, reason: 'nothing was judged' });
    expect(reason([classifier, classifier], measured).reason).toBe(
      'several classifiers judged; each has an error of its own',
    );
    expect(reason([{ ...classifier, name: 'human' }], measured)).toEqual({
      ...none,
      reason: 'people judged; there is nothing to correct them by',
    });
    expect(reason([classifier], null).reason).toBe('the error of rules abc (probe) has not been measured');
    expect(correct({ en: GOOD })([])).toEqual({ ...none, reason: 'nothing was judged' });
    expect(correct({ en: GOOD })(answers({ other: 3 }))).toEqual({
      ...none,
      reason: 'no answer has one of the three classes',
    });
    expect(correct({ 'zh-Hans': GOOD })(judged)).toEqual({ ...none, reason: 'the error was not measured in en' });
  });
});
