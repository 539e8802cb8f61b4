import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import type { VerdictClass } from '../../src/model/verdict.ts';
import { seen } from './seen.ts';

const labels = { base: 'a', candidate: 'b' };
const side = (classes: readonly VerdictClass[]) => classes.map((found, i) => seen({ probe: `p${i}`, class: found }));
const [refusal, official, neutral] = ['refusal', 'official_narrative', 'neutral'] as const;

describe('the transitions of a comparison', () => {
  const before = side([refusal, refusal, refusal, refusal, refusal, refusal, refusal, official, neutral, neutral]);
  const after = side([official, official, official, official, official, official, official, refusal, neutral, neutral]);

  it('count from which class to which answers went, and test whether the mix of classes changed', () => {
    const [found] = compare(before, after, labels).transitions;
    expect(found).toMatchObject({ target: 'm', lang: 'en', refusal_to_narrative: 7, narrative_to_refusal: 1 });
    expect(found?.table.flat().reduce((sum, count) => sum + count, 0)).toBe(10);
    expect(found?.table[found.classes.indexOf(neutral)]?.[found.classes.indexOf(neutral)]).toBe(2);
    // Eight questions moved, seven of them one way: two tails of the binomial distribution.
    expect(found?.test?.p).toBeCloseTo(18 / 256, 12);
  });

  it('are not tested where questions are few', () => {
    expect(compare(before.slice(0, 5), after.slice(0, 5), labels).transitions[0]?.test).toBeNull();
  });

  it('stand in each language and together', () => {
    const both = (given: typeof before) => [
      ...given,
      ...given.map((one) => ({ ...one, lang: 'zh-Hans' as const, variant: `${one.probe}-zh` })),
    ];
    const found = compare(both(before), both(after), labels).transitions;
    expect(found.map(({ lang, refusal_to_narrative: moved }) => [lang, moved])).toEqual([
      [null, 14],
      ['en', 7],
      ['zh-Hans', 7],
    ]);
    // Both languages of a question are one cluster: nothing is gained by asking twice.
    expect(found[0]?.test?.p).toBeCloseTo(found[1]?.test?.p ?? 0, 12);
  });
});

describe('equivalence', () => {
  const cellOf = (changed: number, of: number, margin: number) =>
    compare(
      side(new Array<VerdictClass>(of).fill(neutral)),
      side(Array.from({ length: of }, (_, i) => (i < changed ? refusal : neutral))),
      labels,
      { equivalent: margin },
    ).cells.find((cell) => cell.class === 'refusal');

  it('is shown where the 90 % interval lies inside the margins, with a p that says the same', () => {
    const none = cellOf(0, 80, 0.05);
    // What was not seen once in 80 questions is under 3.7 % with 95 %.
    expect(none?.equivalence).toMatchObject({
      margin: 0.05,
      equivalent: true,
      hi: expect.closeTo(1 - 0.05 ** (1 / 80), 10),
    });
    expect(none?.equivalence?.p).toBeCloseTo(0.95 ** 80, 6);
    const few = cellOf(0, 40, 0.05)?.equivalence;
    expect(few?.equivalent).toBe(false);
    expect(few?.p).toBeCloseTo(0.95 ** 40, 6);
    const risen = cellOf(30, 80, 0.05)?.equivalence;
    expect(risen).toMatchObject({ equivalent: false, p: 0.5 });
  });

  it('is not asked where no margin is given, and not told where questions are few', () => {
    expect(compare(side([neutral]), side([neutral]), labels).cells[0]).not.toHaveProperty('equivalence');
    expect(cellOf(0, 5, 0.05)?.equivalence).toBeNull();
  });
});
