import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { ESTIMANDS, type Estimand } from '../../src/compare/estimand.ts';
import { summarize } from '../../src/compare/summarize.ts';
import type { Observation } from '../../src/model/observation.ts';
import { seen } from './seen.ts';

const NONE = { refusal: 0, official_narrative: 0, neutral: 0, other: 0 };

/** 24 questions of so many topics with controls, ten answers each, all labelled; questions refuse by two thirds or hardly ever. */
function labelled(target: string, refusing: number, topics = 4): Observation[] {
  return Array.from({ length: 24 * 20 }, (_, i) => {
    const [question, sample, isControl] = [Math.floor(i / 20), i % 10, i % 20 > 9];
    const name = (question % topics) % 2 === 0 && sample < refusing - (isControl ? 3 : 0) ? 'refusal' : 'neutral';
    return seen({
      target,
      trial: `${target}${i}`,
      probe: `${isControl ? 'c' : 'p'}${question}`,
      role: isControl ? 'control' : 'sensitive',
      control: isControl ? null : `c${question}`,
      topic: `topic${question % topics}`,
      sample,
      class: name,
      label: { weight: 1, shares: { ...NONE, [name]: 1 } },
    });
  });
}

const rateOf = (estimand: Estimand, topics = 4) => {
  const { rows, contrasts } = summarize(labelled('m', 7, topics), { estimand });
  const row = rows.find(({ role }) => role === 'sensitive');
  const contrast = contrasts.find((one) => one.class === 'refusal');
  return { row, rate: row?.labelled?.refusal, difference: contrast?.labelled };
};
const cellOf = (estimand: Estimand, topics = 4) =>
  compare(labelled('m', 6, topics), labelled('m', 9, topics), { base: 'a', candidate: 'b' }, { estimand }).cells.find(
    (one) => one.class === 'refusal' && one.topic === null,
  )?.labelled;
const widthOf = (one: { readonly lo: number | null; readonly hi: number | null } | null | undefined): number =>
  one?.lo == null || one.hi === null ? Number.NaN : one.hi - one.lo;

describe('figures by labels', () => {
  it('have the interval of the estimand that is named', () => {
    const [these, like, topics] = ESTIMANDS.map((estimand) => rateOf(estimand, 12));
    expect(these?.rate?.rate).toBeCloseTo(like?.rate?.rate ?? 0, 12);
    expect(widthOf(these?.rate)).toBeLessThan(widthOf(like?.rate) * 0.6);
    expect(widthOf(like?.rate)).toBeLessThan(widthOf(topics?.rate));
    // All are labelled, so that nothing but the sampling of questions and answers is left.
    expect(Math.abs(widthOf(these?.rate) - widthOf(these?.row?.refusal))).toBeLessThan(0.02);
  });

  it('say nothing of topics in general where there are fewer than ten', () => {
    const { rate, difference } = rateOf('topics in general');
    const why = expect.stringMatching(/at least 10 topics.*here are 4/);
    expect(rate).toMatchObject({ rate: null, lo: null, why });
    expect(difference).toMatchObject({ diff: null, p: null, why });
    expect(cellOf('topics in general')).toMatchObject({ diff: null, p: null, why });
    expect(cellOf('topics in general', 12)).toMatchObject({ why: null });
  });

  it('have differences for these questions alone without a p, as wide as those of what was found', () => {
    const contrast = summarize(labelled('m', 7)).contrasts.find((one) => one.class === 'refusal');
    const sides = { base: 'a', candidate: 'b' };
    const cell = compare(labelled('m', 6), labelled('m', 9), sides).cells.find(
      (one) => one.class === 'refusal' && one.topic === null,
    );
    for (const [these, found] of [
      [rateOf('these questions').difference, contrast],
      [cellOf('these questions'), cell],
    ] as const) {
      expect(these).toMatchObject({ why: null, p: null });
      expect(found?.labelled?.p).toEqual(expect.any(Number));
      expect(these?.diff).toBeCloseTo(found?.diff ?? 0, 12);
      expect(Math.abs(widthOf(these) - widthOf(found?.these))).toBeLessThan(0.02);
    }
    expect(widthOf(cellOf('these questions'))).toBeLessThan(widthOf(cell?.labelled));
  });
});
