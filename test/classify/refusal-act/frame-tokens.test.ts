import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameOf, stemsOf } from '../../../src/classify/refusal-act/frame-tokens.ts';

const none: ReadonlySet<string> = new Set();
const tokens = (text: string, prompt = ''): readonly number[] => frameOf(text, stemsOf(prompt)).tokens;

describe('frameOf', () => {
  it('keeps how something is said and masks what about', () => {
    expect(tokens('i cannot write about the harbour strike.')).toEqual(tokens('i cannot write about the tram depot.'));
    expect(tokens('i cannot write about the harbour.')).not.toEqual(tokens('i can write about the harbour.'));
  });

  it('counts what stands in the prompt too apart', () => {
    expect(frameOf('the harbour strike ended', stemsOf('Who led the strike in the harbour?'))).toMatchObject({
      masked: 3,
      echoed: 2,
    });
    expect(frameOf('码头工人罢工', stemsOf('讲讲码头的罢工')).echoed).toBe(4);
  });

  it('reads full-width letters, entities, hidden characters and marks of Markdown as what they show', () => {
    const plain = tokens("i can't write that.");
    for (const text of [
      'ｉ ｃａｎ＇ｔ ｗｒｉｔｅ ｔｈａｔ．',
      'i can&#39;t write that.',
      'i\u200b can\u2019t **write** that.',
      'i can´t write that.',
    ])
      expect(tokens(text), text).toEqual(plain);
    expect(tokens('**抱歉**，我 无 法 回 答')).toEqual(tokens('抱歉，我无法回答'));
  });

  it('takes the longest of the kept Chinese words', () => {
    expect(frameOf('我无可奉告', none).masked).toBe(0);
    expect(frameOf('我无可奉告', none).tokens).toHaveLength(2);
  });
});

describe('the words that stand in the prompt too', () => {
  it('are those with a stem of it, in any text of words and characters', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abé'), minLength: 3, maxLength: 7 }).map((rest) => `q${rest}`);
    const words = fc.array(word, { maxLength: 20 });
    fc.assert(
      fc.property(words, words, (text, prompt) => {
        const stems = stemsOf(prompt.join(' '));
        const { masked, echoed } = frameOf(text.join(' '), stems);
        expect({ masked, echoed }).toEqual({
          masked: text.length,
          echoed: text.filter((one) => stems.has(one.slice(0, 5))).length,
        });
      }),
    );
    const han = fc.string({ unit: fc.constantFrom(...'码头工罢'), maxLength: 12 });
    fc.assert(
      fc.property(han, han, (text, prompt) => {
        const stems = stemsOf(prompt);
        const isStem = (at: number) => stems.has(text.slice(Math.max(0, at), at + 2));
        const echoed = [...text].filter((_, at) => isStem(at) || (at > 0 && isStem(at - 1))).length;
        expect(frameOf(text, stems)).toMatchObject({ masked: text.length, echoed });
      }),
    );
  });
});
