import { describe, expect, it } from 'vitest';
import { wordingStability } from '../../src/compare/wordings.ts';
import type { Observation } from '../../src/model/observation.ts';
import { seen } from './seen.ts';

/** Answers to one question: a string a wording, `r` for a refusal. */
function answers(probe: string, ...wordings: string[]): Observation[] {
  return wordings.flatMap((wording, phrasing) =>
    [...wording].map((letter, i) => ({
      ...seen({ probe, sample: i * wordings.length + phrasing, class: letter === 'r' ? 'refusal' : 'neutral' }),
      phrasing,
    })),
  );
}

describe('wordingStability', () => {
  it('finds the questions whose answer hangs on the wording', () => {
    const all = [...answers('a', 'rrr', 'nnn'), ...answers('b', 'rrr', 'rrr'), ...answers('c', 'nnn', 'nnn')];
    const [refusal, narrative] = wordingStability(all);
    expect(refusal).toMatchObject({ class: 'refusal', questions: 3, unstable: 1, within: 0, share: 1 });
    // Of six answers, three refusals, shuffled: 2 of 20 divisions keep each kind together, and 18 have 2 to 1, which is unstable too.
    expect(refusal?.by_chance).toBe(1);
    expect(narrative).toMatchObject({ class: 'official_narrative', unstable: 0, by_chance: 0, share: null });
  });

  it('says nothing where questions have one wording, and no share where each was asked once', () => {
    expect(wordingStability([seen({ probe: 'a' }), ...answers('b', 'rn')])).toEqual([]);
    expect(wordingStability(answers('a', 'r', 'n'))[0]).toMatchObject({ unstable: 1, between: null, share: null });
  });
});
