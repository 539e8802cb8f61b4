import { describe, expect, it } from 'vitest';
import { contrastsOf } from '../../src/compare/contrast.ts';
import { homeRows } from '../../src/compare/home.ts';
import { differenceBounds, isMissing, missingBounds } from '../../src/compare/missing-bounds.ts';
import { summarize } from '../../src/compare/summarize.ts';
import type { Observation } from '../../src/model/observation.ts';
import type { VerdictClass } from '../../src/model/verdict.ts';
import { clusterRate } from '../../src/stats/cluster-rate.ts';
import { testedDifference } from '../../src/stats/tested-difference.ts';
import { seen } from './seen.ts';

const group = { target: 'm', lang: null, topic: null, style: null };
const answers = (probe: string, classes: readonly (VerdictClass | null)[], changes: Partial<Observation> = {}) =>
  classes.map((found, sample) => seen({ probe, sample, class: found, ...changes }));
const refusalOf = (all: readonly Observation[]) =>
  contrastsOf(group, all, all).find((one) => one.class === 'refusal') ?? null;

describe('contrastsOf', () => {
  it('is the paired difference of each probe’s answers and its control’s, for three classes', () => {
    const all = [
      ...answers('a', ['refusal', 'refusal', 'neutral'], { control: 'c' }),
      ...answers('b', ['refusal', 'neutral'], { control: 'd' }),
      ...answers('c', ['neutral', 'neutral', 'refusal'], { role: 'control' }),
      ...answers('d', ['neutral'], { role: 'control' }),
    ];
    const expected = testedDifference([
      { first: { k: 2, n: 3 }, second: { k: 1, n: 3 } },
      { first: { k: 1, n: 2 }, second: { k: 0, n: 1 } },
    ]);
    expect(contrastsOf(group, all, all).map((one) => one.class)).toEqual(['refusal', 'official_narrative', 'neutral']);
    expect(refusalOf(all)).toEqual({
      ...group,
      class: 'refusal',
      pairs: 2,
      pairs_left_out: 0,
      sensitive: expected?.first,
      control: expected?.second,
      diff: expected?.diff,
      lo: null,
      hi: null,
      why: '2 independent questions; fewer than 6 speak for themselves only',
      p: null,
      estimand: 'questions like these on these topics',
      clusters: 2,
      these: expect.anything(),
      bounds: null,
      labelled: null,
      matched: { sensitive: expect.anything(), control: expect.anything() },
      intervalAt: expect.any(Function),
      totals: expect.any(Map),
    });
  });

  it('counts each answer of a shared control once, though every pair has it', () => {
    const all = [
      ...Array.from({ length: 8 }, (_, i) =>
        answers(`p${i}`, [i < 3 ? 'refusal' : 'neutral'], { control: 'c' }),
      ).flat(),
      ...answers('c', ['refusal', 'neutral', 'neutral'], { role: 'control' }),
    ];
    expect(refusalOf(all)).toMatchObject({
      pairs: 8,
      matched: { sensitive: { k: 3, n: 8, rate: 3 / 8 }, control: { k: 1, n: 3, rate: expect.closeTo(1 / 3, 12) } },
    });
  });

  it('has an interval and a p with six independent questions, and takes those of one control together', () => {
    const asked = (controlOf: (i: number) => string) => [
      ...Array.from({ length: 8 }, (_, i) =>
        answers(`p${i}`, [i < 7 ? 'refusal' : 'neutral'], { control: controlOf(i) }),
      ).flat(),
      ...[...new Set(Array.from({ length: 8 }, (_, i) => controlOf(i)))].flatMap((id) =>
        answers(id, ['neutral'], { role: 'control' }),
      ),
    ];
    const [apart, shared, few] = [
      refusalOf(asked((i) => `c${i}`)),
      refusalOf(asked((i) => `c${Math.max(1, i)}`)),
      refusalOf(asked((i) => `c${i % 2}`)),
    ];
    expect(apart).toMatchObject({ clusters: 8, pairs: 8, why: null });
    expect(apart?.p).toBeCloseTo(2 / 2 ** 7, 12);
    expect(apart?.lo).toBeGreaterThan(0);
    expect(shared).toMatchObject({ clusters: 7, pairs: 8 });
    expect(shared?.p).toBeCloseTo(2 / 2 ** 6, 12);
    expect(few).toMatchObject({ clusters: 2, pairs: 8, diff: apart?.diff, lo: null, hi: null, p: null });
    // A shared control's answer is one answer, however many questions lean on it.
    const width = (one: typeof apart): number => (one?.these?.hi ?? 0) - (one?.these?.lo ?? 0);
    expect(width(few)).toBeGreaterThan(width(apart));
  });

  it('looks for controls among all answers of the target, though the group holds one topic', () => {
    const sensitive = answers('a', ['refusal'], { control: 'c' });
    const control = answers('c', ['neutral'], { role: 'control', topic: 'elsewhere' });
    expect(contrastsOf(group, sensitive, [...sensitive, ...control])).toHaveLength(3);
    expect(contrastsOf(group, sensitive, sensitive)).toEqual([]);
  });

  it('leaves out probes without a control, controls themselves, and languages that only one side was asked in', () => {
    const all = [
      ...answers('a', ['refusal'], { control: 'c' }),
      ...answers('a', ['neutral'], { control: 'c', lang: 'zh-Hans' }),
      ...answers('alone', ['refusal']),
      ...answers('c', ['neutral'], { role: 'control', control: 'e' }),
      ...answers('e', ['refusal'], { role: 'control' }),
      ...answers('e', ['neutral'], { role: 'control', lang: 'zh-Hans' }),
    ];
    expect(refusalOf(all)).toMatchObject({ pairs: 1, sensitive: 1, control: 0, bounds: null });
    const lost = answers('a', [null], { control: 'c', lang: 'zh-Hant', delivery: 'error' });
    expect(refusalOf([...all, ...lost])?.bounds).toBeNull();
  });

  it('counts a probe’s languages together, each only where both sides have judged answers', () => {
    const all = [
      ...answers('a', ['refusal', 'refusal'], { control: 'c' }),
      ...answers('a', ['neutral', 'neutral'], { control: 'c', lang: 'zh-Hans' }),
      ...answers('a', ['refusal'], { control: 'c', lang: 'zh-Hant' }),
      ...answers('c', ['neutral'], { role: 'control' }),
      ...answers('c', ['refusal'], { role: 'control', lang: 'zh-Hans' }),
      ...answers('c', [null], { role: 'control', lang: 'zh-Hant', unjudged: true }),
    ];
    expect(refusalOf(all)).toMatchObject({ pairs: 1, sensitive: 0.5, control: 0.5 });
    const turned = all.map((one) => ({ ...one, class: one.role === 'control' ? ('neutral' as const) : one.class }));
    const unread = answers('a', [null], { control: 'c', unjudged: true });
    const half = [
      ...turned.filter((one) => one.lang === 'zh-Hans'),
      ...unread,
      ...answers('c', ['refusal'], { role: 'control' }),
    ];
    expect(refusalOf(half)).toMatchObject({ pairs: 1, sensitive: 0, control: 0 });
    expect(refusalOf([...unread, ...answers('c', ['neutral'], { role: 'control' })])).toBeNull();
  });

  it('bounds what is missing over all probes that have a control, answered or not', () => {
    const all = [
      ...answers('a', ['refusal', 'neutral'], { control: 'c' }),
      ...answers('b', [null], { control: 'c', delivery: 'error' }),
      ...answers('c', ['neutral', 'neutral', null], { role: 'control', unjudged: true }),
    ];
    // Only a has answers on both sides. Probe a: ½; probe b: 0 to 1; the control: 0 to ⅓.
    const found = refusalOf(all);
    expect(found).toMatchObject({ pairs: 1, diff: 0.5 });
    expect(found?.bounds?.least).toBeCloseTo((0.5 + 0 - 2 / 3) / 2, 12);
    expect(found?.bounds?.most).toBeCloseTo((0.5 + 1 - 0) / 2, 12);
  });
});

describe('what is missing', () => {
  it('is every trial whose opinion is unknown, and no empty answer', () => {
    expect(isMissing(seen({}))).toBe(false);
    expect(isMissing(seen({ delivery: 'truncated' }))).toBe(false);
    expect(isMissing(seen({ delivery: 'empty', class: null }))).toBe(false);
    for (const delivery of ['error', 'provider_filter', null] as const) {
      expect(isMissing(seen({ delivery, class: null }))).toBe(true);
    }
    expect(isMissing(seen({ class: null, unjudged: true }))).toBe(true);
  });

  const making = { clusterOf: (probe: string) => probe, estimand: 'questions like these on these topics' } as const;

  it('moves each rate by its share, and no rate where there is none', () => {
    const all = [
      ...answers('a', ['refusal', 'neutral', 'neutral', null], { unjudged: true }),
      seen({ delivery: 'empty', class: null }),
    ];
    expect(missingBounds(all, making)).toEqual({
      missing: 1,
      refusal: { least: 0.25, most: 0.5, lo: null, hi: null },
      official_narrative: { least: 0, most: 0.25, lo: null, hi: null },
      neutral: { least: 0.5, most: 0.75, lo: null, hi: null },
      other: { least: 0, most: 0.25, lo: null, hi: null },
    });
    expect(missingBounds(answers('a', ['refusal', 'neutral']), making)).toBeNull();
  });

  it('has with six questions an interval that reaches less far out than each bound’s own, by Imbens and Manski', () => {
    const all = Array.from({ length: 20 }, (_, i) =>
      answers(`p${i}`, [i < 6 ? 'refusal' : i < 12 ? null : 'neutral'], i < 6 || i >= 12 ? {} : { unjudged: true }),
    ).flat();
    const found = missingBounds(all, making)?.refusal;
    const [low, high] = [6, 12].map(
      (k) => (level: number) =>
        clusterRate(
          Array.from({ length: 20 }, (_, i) => ({ k: Number(i < k), n: 1 })),
          level,
        ),
    );
    expect(found).toMatchObject({ least: 0.3, most: 0.6 });
    // The bounds are so far apart that nearly all of the error is on one side: 1.645 and not 1.96.
    expect(found?.lo).toBeGreaterThan(low?.(0.95)?.lo ?? 1);
    expect(found?.lo).toBeLessThan((low?.(0.9)?.lo ?? 0) + 1e-3);
    expect(found?.hi).toBeLessThan(high?.(0.95)?.hi ?? 0);
    expect(found?.hi).toBeGreaterThan((high?.(0.9)?.hi ?? 1) - 1e-3);
    const tied = { ...making, clusterOf: () => 'one' };
    expect(missingBounds(all, tied)?.refusal).toEqual({ least: 0.3, most: 0.6, lo: null, hi: null });
  });

  it('says nothing of a difference of which a side has only empty answers', () => {
    const empty = [seen({ delivery: 'empty', class: null })];
    const lost = [seen({ delivery: 'error', class: null })];
    const bounds = (...pairs: Parameters<typeof differenceBounds>[0]) => differenceBounds(pairs, 'refusal', making);
    const open = { least: -1, most: 0, lo: null, hi: null };
    expect(bounds({ first: lost, second: empty })).toBeNull();
    expect(bounds({ first: [seen({})], second: lost }, { first: lost, second: empty })).toEqual(open);
    expect(bounds({ first: lost, second: [seen({ class: 'refusal' })] })).toEqual(open);
  });

  it('holds the difference between its bounds with six pairs', () => {
    const pairs = Array.from({ length: 12 }, (_, i) => ({
      first: [seen({ probe: `p${i}`, class: i < 8 ? 'refusal' : 'neutral' })],
      second: [i === 11 ? seen({ delivery: 'error', class: null }) : seen({})],
    }));
    const found = differenceBounds(pairs, 'refusal', making);
    expect(found).toMatchObject({ least: expect.closeTo(7 / 12, 12), most: expect.closeTo(8 / 12, 12) });
    expect(found?.lo).toBeLessThan(7 / 12);
    expect(found?.lo).toBeGreaterThan(0.1);
    expect(found?.hi).toBeGreaterThan(8 / 12);
  });
});

describe('controls on subjects of the model’s own state', () => {
  const questions = Array.from({ length: 8 }, (_, i) => seen({ probe: `p${i}`, control: `c${i}`, class: 'refusal' }));
  const controls = (own: number) =>
    questions.map((_, i) => {
      const recites = i < own ? ({ ownState: true, class: 'official_narrative' } as const) : {};
      return seen({ probe: `c${i}`, role: 'control', state: null, ...recites });
    });

  it('leaves their pairs out of every class, and counts them', () => {
    const all = [...questions, ...controls(2)];
    const found = contrastsOf(group, all, all);
    expect(found.map(({ pairs, pairs_left_out }) => [pairs, pairs_left_out])).toEqual([
      [6, 2],
      [6, 2],
      [6, 2],
    ]);
    // With the two pairs the controls' official narrative would be 2 of 8, and the difference −25 points.
    expect(found.find((one) => one.class === 'official_narrative')).toMatchObject({ control: 0, diff: 0 });
  });

  it('leaves no contrast where no other control is there, and the row still counts its pairs', () => {
    const all = [...questions, ...controls(8)];
    expect(contrastsOf(group, all, all)).toEqual([]);
    const { rows, contrasts } = summarize(all);
    expect(contrasts).toEqual([]);
    expect(rows.map(({ role, pairs_left_out }) => [role, pairs_left_out])).toEqual([
      ['sensitive', 8],
      ['control', 0],
    ]);
  });

  it('leaves them out of home and away, for each model those of its own state', () => {
    const of = (target: string, one: Observation): Observation => ({ ...one, target, class: 'neutral' });
    const refuses = (one: Observation): Observation => ({ ...one, class: 'refusal' });
    const other = controls(0).map((one) => of('west', one));
    const own = controls(2).map((one) => of('east', one));
    const all = [
      ...questions.map((one) => of('east', one)).map(refuses),
      ...own,
      ...questions.map((one) => of('west', one)),
      ...other,
    ];
    const [row] = homeRows(
      all,
      new Map([
        ['east', 'CN'],
        ['west', 'US'],
      ]),
    );
    expect(row?.home).toMatchObject({ pairs: 6, pairs_left_out: 2, diff: 1 });
    expect(row?.standardized).toMatchObject({ probes: 6, others: 1, diff: 1 });
  });
});
