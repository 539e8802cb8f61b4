import { describe, expect, it } from 'vitest';
import { coerceAnswers } from '../../../src/classify/judge/coerce-answers.ts';
import { deriveVerdict } from '../../../src/classify/judge/derive-verdict.ts';
import { exampleReply, JUDGE_WORDS } from '../../../src/classify/judge/judge-prompt.ts';
import { placeQuotes } from '../../../src/classify/judge/place-quotes.ts';

/** What the examples are there to show, in their order. */
const SHOWN = ['refusal', 'official_narrative', 'neutral', 'neutral', 'official_narrative', 'refusal'];

describe.each(Object.entries(JUDGE_WORDS))('the worked examples (%s)', (_, { worked }) => {
  it('are whole replies in good form, whose quotes stand in their texts and which come to what they show', () => {
    const classes = worked.map((example) => {
      const coerced = coerceAnswers(exampleReply(example), 0, 0);
      expect(coerced).toMatchObject({ missing: [], slips: [] });
      if (coerced === null) throw new Error('expected answers');
      const known = { truncated: false, state: example.state, claimStates: [], factKinds: [], style: null };
      const derived = deriveVerdict(placeQuotes(coerced.answers, example.text), known);
      if ('lacking' in derived) throw new Error(`${example.question}: no ${derived.lacking}`);
      expect(derived.doubts).toEqual([]);
      return derived.class;
    });
    expect(classes).toEqual(SHOWN);
  });

  it('are of several states, at least two of them not on China', () => {
    const states = worked.map(({ state }) => state);
    expect(states.filter((state) => state !== 'CN').length).toBeGreaterThanOrEqual(2);
    expect(new Set(states).size).toBeGreaterThanOrEqual(4);
  });
});
