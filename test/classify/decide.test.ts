import { describe, expect, it } from 'vitest';
import {
  DECIDED,
  type DecisionWeights,
  decide,
  decisionMeasures,
  type Parts,
  scoreOfParts,
} from '../../src/classify/decide.ts';
import { answerOf } from '../../src/classify/refusal-act/item-answer.ts';
import { framesOf } from '../../src/classify/refusal-act/refusal-input.ts';

const item = (text: string) => ({
  text,
  of: 'response' as const,
  prompt: null,
  lang: null,
  truncated: false,
  probe: null,
});

function partsOf(refusal: number, official: number, spread = 0): Parts {
  const parts = { words: official, trees: official, sentences: official };
  return {
    refusal: { share: refusal, sentences: [] },
    framing: { official, parts, spread, attributedOnly: false },
  };
}

/** A join that follows the head first and framing second. */
const stack = Array.from({ length: (decisionMeasures(answerOf(item('A.')), partsOf(0, 0)).length + 1) * 3 }, (_, i) =>
  i === 0 ? 2 : i === 4 ? 1 : 0,
);
const weights: DecisionWeights = {
  stack,
  measured: {
    en: [
      { from: 0, right: 0.6 },
      { from: 0.5, right: 0.9 },
    ],
    zh: [{ from: 0, right: 0.55 }],
  },
  sure: {
    en: { refusal: [0.5, 0.5, 0.5], official_narrative: [0.5, 0.5, 0.5], neutral: [0.5, 0.5, 0.5] },
    zh: { refusal: [1, 1, 1], official_narrative: [1, 1, 1], neutral: [1, 1, 1] },
  },
};

describe('decide', () => {
  it('follows the head where it is sure, and framing where it is not', () => {
    const text = 'I am sorry, but I cannot speak about this.';
    const found = (refusal: number, official: number) =>
      decide(item(text), answerOf(item(text)), partsOf(refusal, official), weights);
    expect(found(0.99, 0.01)).toEqual({ found: 'refusal', confidence: 0.9, unsure: false });
    expect(found(0.01, 0.99).found).toBe('official_narrative');
    expect(found(0.01, 0.01).found).toBe('neutral');
  });

  it('holds every class to the threshold of its own, for answers of its length', () => {
    const text = 'The bridge was opened in 1932 and carries trains.';
    const unsure = (official: number) =>
      decide(item(text), answerOf(item(text)), partsOf(0.01, official), {
        ...weights,
        sure: { ...weights.sure, en: { refusal: [0, 0, 0], official_narrative: [0, 0, 0], neutral: [1, 0, 0] } },
      });
    expect(unsure(0.01)).toMatchObject({ found: 'neutral', unsure: true });
    expect(unsure(0.99).found).toBe('official_narrative');
    const long = `${text} `.repeat(13);
    const ofLong = decide(item(long), answerOf(item(long)), partsOf(0.01, 0.01), {
      ...weights,
      sure: { ...weights.sure, en: { refusal: [1, 1, 1], official_narrative: [1, 1, 1], neutral: [1, 1, 0] } },
    });
    expect(ofLong.found).toBe('neutral');
    expect(unsure(0.01).confidence).toBe(
      decide(item(text), answerOf(item(text)), partsOf(0.01, 0.01), weights).confidence,
    );
  });

  it('finds no refusal to which the head hardly gives a share, whatever the framing is like', () => {
    const text = 'I am sorry, but I cannot speak about this.';
    const refuses = stack.map((weight, i) => (i === stack.length - DECIDED.length ? 9 : weight));
    const found = (share: number) =>
      decide(item(text), answerOf(item(text)), partsOf(share, 0.1), { ...weights, stack: refuses }).found;
    expect([found(0.3), found(0.45)]).toEqual(['neutral', 'refusal']);
  });

  it('is unsure under the threshold of the language, and never more confident than was measured', () => {
    const text = '抱歉，我无法回答这个问题。';
    const verdict = decide(item(text), answerOf(item(text)), partsOf(0.99, 0.01), weights);
    expect(verdict).toEqual({ found: 'refusal', confidence: 0.55, unsure: true });
  });

  it('is unsure of a refusal in which no word refuses, however sure the head is', () => {
    const text = 'Something was said here.';
    const verdict = decide(item(text), answerOf(item(text)), partsOf(0.99, 0.01), weights);
    expect(verdict).toEqual({ found: 'refusal', confidence: 0.5, unsure: true });
  });

  it('finds no refusal where no sentence declines or clearly says nothing, however the head leans, and is unsure', () => {
    const text = 'The town has a mayor of its own, and its guards answer to it.';
    const answer = answerOf(item(text));
    const [frame] = framesOf(answer, null);
    const read = (acts: readonly number[]) => ({
      ...partsOf(0.7, 0.01),
      refusal: { share: 0.7, sentences: frame === undefined ? [] : [{ ...frame, acts }] },
    });
    expect(decide(item(text), answer, read([0.01, 0.6, 0.39]), weights)).toMatchObject({
      found: 'neutral',
      unsure: true,
    });
    expect(decide(item(text), answer, read([0.01, 0.9, 0.09]), weights).found).toBe('refusal');
    expect(decide(item(text), answer, read([0.9, 0.05, 0.05]), weights).found).toBe('refusal');
  });

  it('tells a text without words by hand', () => {
    expect(decide(item(' '), answerOf(item(' ')), partsOf(0.5, 0.5), weights).found).toBe('other');
  });
});

describe('scoreOfParts', () => {
  it('falls with the distance of the parts of framing, unless the head decides', () => {
    const shares = DECIDED.map((_, c) => [0.1, 0.8, 0.1][c] ?? 0);
    expect(scoreOfParts(shares, 0, 0)).toBeCloseTo(0.7);
    expect(scoreOfParts(shares, 0, 0.5)).toBeLessThan(0.7);
    expect(scoreOfParts(shares, 1, 0.5)).toBeCloseTo(0.7);
    expect(scoreOfParts([0.4, 0.35, 0.25], 0, 1)).toBe(0);
  });
});
