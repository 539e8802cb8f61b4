import { describe, expect, it } from 'vitest';
import type { UsedCalibration } from '../../src/compare/corrected-rates.ts';
import { errorSensitivity } from '../../src/compare/error-sensitivity.ts';
import type { Observation } from '../../src/model/observation.ts';
import { clusterRate } from '../../src/stats/cluster-rate.ts';
import { kolmogorovSmirnov } from '../../src/stats/kolmogorov-smirnov.ts';
import { seen } from './seen.ts';

const classifier = { name: 'rules', version: 'abc', mode: 'general' } as const;
const EXACT = [
  [400, 0, 0, 0],
  [0, 400, 0, 0],
  [0, 0, 400, 0],
  [0, 0, 0, 3],
];
/** Refusals of a sentence or two, other answers of some paragraphs. */
const profile = {
  families: { qwen: 500, llama: 700 },
  sources: { earlier: 1200 },
  lengths: {
    refusal: { n: 400, quantiles: Array.from({ length: 40 }, (_, i) => 60 + 3 * i) },
    official_narrative: { n: 400, quantiles: Array.from({ length: 40 }, (_, i) => 800 + 40 * i) },
    neutral: { n: 400, quantiles: Array.from({ length: 40 }, (_, i) => 900 + 50 * i) },
  },
};
const calibration: UsedCalibration = {
  classifier,
  at: '',
  gold: { rows: 1200, profile: { en: profile } },
  byLang: { en: EXACT },
  shipped: true,
};

/** 60 answers, the first of them refusals. */
function answers(refused: number, family: string | null = 'llama'): Observation[] {
  return Array.from({ length: 60 }, (_, i) =>
    seen({ trial: `t${i}`, probe: `p${i}`, family, class: i < refused ? 'refusal' : 'neutral' }),
  );
}

function lengthsOf(seenAnswers: readonly Observation[], ofRefusals: (i: number) => number): Map<string, number> {
  return new Map(
    seenAnswers.map(({ trial, class: found }, i) => [
      trial,
      found === 'refusal' ? ofRefusals(i) : 900 + 50 * ((i * 7) % 40),
    ]),
  );
}

const alike = (i: number): number => 60 + 3 * ((i * 7) % 40);

describe('the sensitivity to the measured error', () => {
  it('is shown where family and lengths are those that the error was measured on, never narrower than the rate as found', () => {
    const judged = answers(24);
    const found = errorSensitivity([classifier], calibration, lengthsOf(judged, alike))(judged);
    expect(found).toMatchObject({ method: 'matrix', reason: null });
    const raw = clusterRate(judged.map((one) => ({ k: one.class === 'refusal' ? 1 : 0, n: 1 })));
    if (raw === null || found.refusal === null) throw new Error('no rate');
    expect(found.refusal.hi - found.refusal.lo).toBeGreaterThanOrEqual(raw.hi - raw.lo - 1e-9);
    expect(found.refusal.rate - found.refusal.lo).toBeGreaterThanOrEqual(raw.rate - raw.lo - 1e-9);
  });

  it.each([
    ['a family of which there were too few labels', answers(24, 'kimi'), alike, 'not measured on answers of kimi'],
    ['a family that is not known', answers(24, null), alike, 'models of unknown family'],
    [
      'refusals with a lecture after them',
      answers(39),
      (i: number) => 500 + 9 * i,
      'found refusal are of other lengths',
    ],
    ['refusals cut to a few words', answers(24), () => 9, 'found refusal are of other lengths'],
  ])('is refused for %s', (_, judged, length, reason) => {
    const found = errorSensitivity([classifier], calibration, lengthsOf(judged, length))(judged);
    expect(found).toMatchObject({
      method: null,
      refusal: null,
      neutral: null,
      reason: expect.stringContaining(reason),
    });
  });

  it('is refused where lengths are not known, or what was labelled is not recorded', () => {
    const judged = answers(24);
    const bare = { ...calibration, gold: { rows: 1200 } };
    expect(errorSensitivity([classifier], calibration, null)(judged).reason).toContain('lengths');
    expect(errorSensitivity([classifier], bare, lengthsOf(judged, alike))(judged).reason).toContain('not recorded');
  });

  it('is refused for languages together where it is for one of them', () => {
    const english = answers(24);
    const chinese = english.map((one) => ({ ...one, lang: 'zh-Hans' as const }));
    const both = [...english, ...chinese];
    const byLang = { en: EXACT, 'zh-Hans': EXACT };
    const found = errorSensitivity([classifier], { ...calibration, byLang }, lengthsOf(english, alike))(both);
    expect(found).toMatchObject({ method: null, reason: expect.stringContaining('not recorded') });
  });
});

describe('the test of Kolmogorov and Smirnov', () => {
  it('has scipy’s distance, and Stephens’ p', () => {
    const first = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    const second = [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
    const { distance, p } = kolmogorovSmirnov(first, second);
    expect(distance).toBeCloseTo(5 / 12, 12);
    // scipy.stats.kstwobign.sf at Stephens’ argument.
    expect(p).toBeCloseTo(0.22696262, 6);
    expect(kolmogorovSmirnov(second, first)).toEqual({ distance, p });
    expect(kolmogorovSmirnov(first, first)).toMatchObject({ distance: 0, p: 1 });
  });
});
