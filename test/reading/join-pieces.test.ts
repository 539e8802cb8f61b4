import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinPieces } from '../../src/reading/join-pieces.ts';

const TEXT = 'The island has a parliament, a president and passports of its own.';
const WORDS = TEXT.match(/\S+\s*/g) ?? [];
const grown = (words: readonly string[]): string[] => words.map((_, i) => words.slice(0, i + 1).join(''));

describe('the pieces of a stream', () => {
  it.each([
    ['add', WORDS],
    ['repeat all that was said', grown(WORDS)],
    ['repeat it, and some twice', grown(WORDS).flatMap((piece) => [piece, piece])],
    ['repeat it in two steps', [TEXT.slice(0, 40), TEXT]],
    ['end in the whole message', [...WORDS, TEXT]],
    ['come twice each', WORDS.flatMap((word) => [word, word])],
    ['are empty between', WORDS.flatMap((word) => ['', word])],
    ['are one', [TEXT]],
  ])('give the text once where they %s', (_how, pieces) => {
    expect(joinPieces(pieces)).toBe(TEXT);
  });

  it.each([
    [
      'repeat it in three short steps',
      ['台北有自己的', '台北有自己的议会和', '台北有自己的议会和总统。'],
      '台北有自己的议会和总统。',
    ],
    ['repeat a short text word by word', ['No', 'No, ', 'No, not', 'No, not so.'], 'No, not so.'],
    ['end in the message without its thought', ['<think>Hm', '</think>', ...WORDS, TEXT], `<think>Hm</think>${TEXT}`],
  ])('give the text once where they %s', (_how, pieces, text) => {
    expect(joinPieces(pieces)).toBe(text);
  });

  it('give the text once in Chinese, a character at a time', () => {
    const text = '台北有自己选出的议会、自己的总统和自己的护照，这是事实。';
    expect(joinPieces(grown([...text]))).toBe(text);
  });

  it.each([
    [['ha', 'ha', 'ha', 'ha']],
    [['No', 'No', 'No. ', 'No. ']],
    [['\n', '\n', 'Yes.']],
    [['a', 'and', ' so']],
    [['1', '12', '123']],
    [['I will not say. ', 'I will not say. ', 'I will not say. ']],
    [['台湾', '台湾', '是', '是']],
    [['I cannot speak of this matter.', ' I cannot speak of this matter.']],
  ])('keep what a text itself repeats: %j', (pieces) => {
    expect(joinPieces(pieces)).toBe(pieces.join(''));
  });

  it('are joined whenever none begins as the one before it does', () => {
    const letter = fc.constantFrom(...'abcdefgh');
    fc.assert(
      fc.property(fc.array(letter, { minLength: 2, maxLength: 40 }), (letters) => {
        const pieces = letters.map((one, i) => `${i % 2 === 0 ? '-' : '+'}${one}`);
        if (new Set(pieces).size < 3) return;
        expect(joinPieces(pieces)).toBe(pieces.join(''));
      }),
    );
  });
});
