import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countLetters } from '../../src/reading/letter-counts.ts';

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
const signs = fc.constantFrom(...'aZé中国這这のカ한Яا 1。\n𠀀😀\ud800\udc00');

describe('countLetters', () => {
  it('counts as expressions with the scripts of Unicode do, by code points', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(signs, fc.string({ unit: 'binary', maxLength: 4 }))), (parts) => {
        const text = parts.join('');
        const { han, latin, kana } = countLetters(text);
        expect({ han, latin, kana }).toEqual({
          han: count(text, /\p{Script=Han}/gu),
          latin: count(text, /\p{Script=Latin}/gu),
          kana: count(text, /[\p{Script=Hiragana}\p{Script=Katakana}]/gu),
        });
      }),
      { numRuns: 25 },
    );
  });

  it('tells the commonest characters of either Chinese script', () => {
    expect(countLetters('這個們 这个们们 人')).toMatchObject({ traditional: 3, simplified: 4, han: 8 });
  });
});
