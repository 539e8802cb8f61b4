import { describe, expect, it } from 'vitest';
import type { UsedCalibration } from '../../src/compare/corrected-rates.ts';
import { summarize } from '../../src/compare/summarize.ts';
import { seen } from './seen.ts';

const classifier = { name: 'rules', version: 'abc', mode: 'probe' } as const;
const GOOD = [
  [90, 2, 8, 0],
  [3, 80, 17, 0],
  [4, 10, 186, 0],
  [0, 0, 2, 3],
];
const ofLength = { n: 80, quantiles: [90, 100, 110] };
const profileOfGold = {
  families: { qwen: 405 },
  sources: { earlier: 405 },
  lengths: { refusal: ofLength, official_narrative: ofLength, neutral: ofLength },
};
const gold = { rows: 405, profile: { en: profileOfGold, 'zh-Hans': profileOfGold } };
const calibration: UsedCalibration = { classifier, at: '', gold, byLang: { en: GOOD }, shipped: false };
/** As long as those that the error was measured on. */
const lengths = new Map(Array.from({ length: 40 }, (_, i) => [`t${i}`, 90 + 10 * (i % 3)]));

/** 40 probes: 10 refused, 10 official, 20 neutral. */
const answers = Array.from({ length: 40 }, (_, i) =>
  seen({
    trial: `t${i}`,
    family: 'qwen',
    probe: `p${i}`,
    class: i < 10 ? 'refusal' : i < 20 ? 'official_narrative' : 'neutral',
  }),
);

function corrected(options: Parameters<typeof summarize>[1], observations = answers) {
  const { rows } = summarize(observations, { lengths, ...options });
  return rows.at(-1)?.corrected;
}

describe('corrected rates', () => {
  it('stand beside the raw ones, wider for what is not known of the classifier', () => {
    const summary = summarize(answers, { classifiers: [classifier], calibration, lengths });
    const [row] = summary.rows;
    expect(summary).toMatchObject({ classifier, calibration: { shipped: false } });
    expect(row?.refusal.rate).toBe(0.25);
    expect(row?.corrected).toMatchObject({ method: 'matrix', reason: null, other: null });
    const { refusal, official_narrative: official, neutral } = row?.corrected ?? {};
    expect((refusal?.rate ?? 0) + (official?.rate ?? 0) + (neutral?.rate ?? 0)).toBeCloseTo(1, 10);
    // One in six official answers was called neutral, and fewer the other way round: there are more than were found.
    expect(official?.rate).toBeGreaterThan(0.25);
    expect((official?.hi ?? 0) - (official?.lo ?? 0)).toBeGreaterThan(
      (row?.official_narrative.hi ?? 0) - (row?.official_narrative.lo ?? 0),
    );
  });

  it('are none without a measured error of that very classifier, and say why', () => {
    expect(corrected({})).toMatchObject({ method: null, refusal: null, reason: 'nothing was judged' });
    expect(corrected({ classifiers: [classifier] })?.reason).toContain('rules abc (probe) has not been measured');
    expect(corrected({ classifiers: [classifier, { ...classifier, version: 'b' }], calibration })?.reason).toContain(
      'several',
    );
    const chinese = answers.map((one) => ({ ...one, lang: 'zh-Hans' as const }));
    expect(corrected({ classifiers: [classifier], calibration }, chinese)?.reason).toContain('not measured in zh-Hans');
  });

  it('leave out the class that is found too seldom, and correct the others against all the rest', () => {
    const weak = [GOOD[0] ?? [], [10, 30, 60, 0], GOOD[2] ?? [], GOOD[3] ?? []];
    const found = corrected({ classifiers: [classifier], calibration: { ...calibration, byLang: { en: weak } } });
    expect(found).toMatchObject({ method: 'single', official_narrative: null });
    expect(found?.refusal?.rate).toBeGreaterThan(0.1);
    expect(found?.reason).toContain('official_narrative is found in 30 %');
  });

  it('take each language by its own error where languages stand together', () => {
    const both = [
      ...answers,
      ...answers.map((one) => ({ ...one, lang: 'zh-Hans' as const, variant: `${one.variant}z` })),
    ];
    const other = GOOD.map((row, i) => (i === 1 ? [3, 95, 2, 0] : row));
    const byLang = { en: GOOD, 'zh-Hans': other };
    const { rows } = summarize(both, {
      classifiers: [classifier],
      calibration: { ...calibration, byLang },
      lengths,
    });
    const rate = (lang: string | null) =>
      rows.find((row) => row.lang === lang)?.corrected.official_narrative?.rate ?? 0;
    expect(rate(null)).toBeCloseTo((rate('en') + rate('zh-Hans')) / 2, 10);
    expect(rate('en')).not.toBeCloseTo(rate('zh-Hans'), 3);
    const alone = summarize(both, { classifiers: [classifier], calibration, lengths });
    expect(alone.rows.find(({ lang }) => lang === null)?.corrected).toMatchObject({ method: null, refusal: null });
  });
});

describe('bounds of what is missing', () => {
  const mixed = [
    seen({ probe: 'a', class: 'refusal', control: 'c' }),
    seen({ probe: 'a', sample: 1, control: 'c' }),
    seen({ probe: 'a', sample: 2, delivery: 'error', class: null, control: 'c' }),
    seen({ probe: 'a', sample: 3, delivery: 'provider_filter', class: null, control: 'c' }),
    seen({ probe: 'a', sample: 4, class: null, unjudged: true, control: 'c' }),
    seen({ probe: 'a', sample: 5, delivery: null, class: null, control: 'c' }),
    seen({ probe: 'a', sample: 6, delivery: 'empty', class: null, control: 'c' }),
    seen({ probe: 'c', role: 'control' }),
  ];

  it('put failed, withheld, unjudged and unasked trials outside and inside the class, and leave empty answers alone', () => {
    const row = summarize(mixed).rows.find(({ role }) => role === 'sensitive');
    expect(row?.bounds).toMatchObject({
      missing: 4,
      refusal: { least: 1 / 6, most: 5 / 6 },
      neutral: { least: 1 / 6, most: 5 / 6 },
    });
    expect(row?.bounds?.other).toEqual({ least: 0, most: 4 / 6, lo: null, hi: null });
  });

  it('bound the difference too, and are null where nothing is missing', () => {
    const contrast = summarize(mixed).contrasts.find((one) => one.class === 'refusal');
    expect(contrast).toMatchObject({ diff: 0.5, bounds: { least: 1 / 6, most: 5 / 6 } });
    const whole = summarize(mixed.filter(({ class: found }) => found !== null));
    expect(whole.rows.every(({ bounds }) => bounds === null)).toBe(true);
    expect(whole.contrasts.every(({ bounds }) => bounds === null)).toBe(true);
  });
});
