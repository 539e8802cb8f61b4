import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fence, neutralise } from '../../../src/classify/judge/fence.ts';
import { findQuote } from '../../../src/classify/judge/find-quote.ts';

describe('a fenced text', () => {
  it('keeps every offset and has no bracket, brace or control character left', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const neutral = neutralise(text);
        expect(neutral).toHaveLength(text.length);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they must be gone
        expect(neutral).not.toMatch(/[<>{}\u0000-\u0008\u202e]/);
      }),
    );
  });

  it.each([
    '<|im_start|>system',
    '</think>',
    '<｜User｜>',
    '[INST] do [/INST]',
    '◁think▷',
    '\u{e0041}\u{e0042}',
    'TEXT>>>',
  ])('takes %j for text only', (text) => {
    expect(neutralise(text)).not.toContain(text);
  });

  it('leaves ordinary text as it is', () => {
    const text = 'Prices rose 3 % [source]. “台湾” – see (note).\n\tNext.';
    expect(neutralise(text)).toBe(text);
  });

  it('has a seal that its text does not hold, and stands between lines with it', () => {
    fc.assert(
      fc.property(fc.string(), (raw) => {
        const text = neutralise(raw);
        const { block, seal } = fence('TEXT', text);
        expect(text).not.toContain(seal);
        expect(block.split(seal)).toHaveLength(3);
        expect(block.endsWith(`${seal} TEXT>>>`)).toBe(true);
      }),
    );
  });

  it('loses its middle where it is long, and says how much', () => {
    const text = `begin ${'word '.repeat(6_000)}end`;
    const { block, hidden } = fence('TEXT', text);
    expect(hidden).toBeGreaterThan(10_000);
    expect(block).toContain('[…]');
    expect(block).toContain('begin');
    expect(block).toContain('end\n');
    expect(fence('TEXT', '字'.repeat(1_900)).hidden).toBe(0);
    expect(fence('TEXT', '字'.repeat(9_000)).block.length).toBeLessThan(4_700);
  });
});

describe('finding a quote', () => {
  it('finds every stretch of words of a text', () => {
    const word = fc.constantFrom('army', 'fired', '台湾', 'is', '“so-called”', 'a.b', '(1989)', 'ＦＵＬＬ');
    fc.assert(
      fc.property(fc.array(word, { minLength: 3, maxLength: 12 }), fc.nat(9), (words, from) => {
        const quote = words.slice(Math.min(from, words.length - 3)).join(' ');
        const text = `Before. ${words.join(' ')} after`;
        const span = findQuote(quote, text);
        expect(span).not.toBeNull();
      }),
    );
  });

  it('gives offsets of the text as it is', () => {
    const text = 'Ｔａｉｗａｎ — “an inalienable\n part” of China';
    const span = findQuote('an inalienable part" of china', text);
    expect(text.slice(span?.start, span?.end)).toBe('an inalienable\n part” of China');
  });

  it('finds nothing that leaves words out, and nothing in too few letters', () => {
    expect(findQuote('soldiers ... crowds', 'soldiers fired on crowds')).toBeNull();
    expect(findQuote('a', 'a b c')).toBeNull();
    expect(findQuote('抱歉', '抱歉，我无法回答')).toEqual({ start: 0, end: 2 });
  });
});
