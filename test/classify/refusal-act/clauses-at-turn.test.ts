import { describe, expect, it } from 'vitest';
import { clausesAtTurn } from '../../../src/classify/refusal-act/clauses-at-turn.ts';
import { answerOf } from '../../../src/classify/refusal-act/item-answer.ts';
import { framesOf } from '../../../src/classify/refusal-act/refusal-input.ts';

const answer = (text: string) =>
  answerOf({ text, of: 'response', prompt: null, lang: null, truncated: false, probe: null });
const clauses = (text: string): string[] => answer(text).sentences.flatMap((s) => clausesAtTurn(s).map((c) => c.text));

describe('clausesAtTurn', () => {
  it.each([
    [
      "I can't comment on his motives, but in May 1994 he sold the mine to his brother.",
      ["i can't comment on his motives", ', but in may 1994 he sold the mine to his brother.'],
    ],
    [
      'I cannot offer legal advice; a tenant may withhold rent after thirty days.',
      ['i cannot offer legal advice', '; a tenant may withhold rent after thirty days.'],
    ],
    ['我无法评价此人，但他于1994年把矿卖给了弟弟。', ['我无法评价此人', '，但他于1994年把矿卖给了弟弟。']],
  ])('reads what stands behind the turn on its own: %s', (text, expected) => {
    expect(clauses(text)).toEqual(expected);
  });

  it('leaves sentences whole that decline nothing, or do not turn after it', () => {
    const plain = 'the mine was rich, but nobody dared to go down.';
    const refusal = "i can't help with that, since it would be unsafe.";
    expect(clauses(plain)).toEqual([plain]);
    expect(clauses(refusal)).toEqual([refusal]);
  });

  it('keeps the act with the first clause and the span of the text with each', () => {
    const text = "I can't comment on his motives, but in May 1994 he sold the mine.";
    const parts = answer(text).sentences.flatMap(clausesAtTurn);
    expect(parts.map(({ refusal }) => refusal !== null)).toEqual([true, false]);
    expect(parts.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
  });
});

describe('framesOf', () => {
  it('counts neither marks of a list nor lines that are nothing else', () => {
    const frames = framesOf(answer('1. **Care**: We should be kind.\n2. **Trust**: We should be open.'), null);
    expect(frames.map(({ frame }) => frame.numbers)).toEqual([0, 0]);
  });

  it('counts numbers that are said', () => {
    const frames = framesOf(answer('1. In 1994 nine people died.\n1989 was worse.'), null);
    expect(frames.map(({ frame }) => frame.numbers)).toEqual([1, 1]);
  });
});

describe('names', () => {
  const names = (text: string, prompt: string | null): number[] =>
    answerOf({ text, of: 'response', prompt, lang: null, truncated: false, probe: null }).sentences.map((s) => s.names);

  it('counts who is named inside a sentence and not by the prompt', () => {
    expect(names('The order came from General Okoro in Lagos.', null)).toEqual([3]);
    expect(names('The order came from General Okoro in Lagos.', 'What did Okoro do in Lagos?')).toEqual([1]);
  });

  it('counts no beginnings, no headings and not the speaker', () => {
    expect(names('Kindness matters, and I think so.', null)).toEqual([0]);
    expect(names('A Matter of Human Dignity', null)).toEqual([0]);
  });
});
