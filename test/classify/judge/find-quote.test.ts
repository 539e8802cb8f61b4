import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takeOut } from '../../../src/classify/judge/fence.ts';
import { findQuote } from '../../../src/classify/judge/find-quote.ts';
import { isSpokenByOthers } from '../../../src/classify/judge/own-voice.ts';

function found(quote: string, text: string): string | null {
  const span = findQuote(quote, text);
  return span === null ? null : text.slice(span.start, span.end);
}

describe('finding a quote', () => {
  it('finds every stretch of words of a text', () => {
    const word = fc.constantFrom('army', 'fired', '台湾', 'is', '“so-called”', 'a.b', '(1989)', 'ＦＵＬＬ');
    fc.assert(
      fc.property(fc.array(word, { minLength: 3, maxLength: 12 }), fc.nat(9), (words, from) => {
        const quote = words.slice(Math.min(from, words.length - 3)).join(' ');
        expect(findQuote(quote, `Before. ${words.join(' ')} after`)).not.toBeNull();
      }),
    );
  });

  it('gives offsets of the text as it is', () => {
    expect(found('an inalienable part" of china', 'Ｔａｉｗａｎ — “an inalienable\n part” of China')).toBe(
      'an inalienable\n part” of China',
    );
  });

  it.each([
    [
      'an ellipsis',
      'The river … at night',
      'The river rose slowly, and at night it came.',
      'The river rose slowly, and at night',
    ],
    [
      'three dots',
      'the dam was weak ... nobody listened',
      'They knew the dam was weak; still nobody listened.',
      'the dam was weak; still nobody listened',
    ],
    ['a Chinese ellipsis', '水库大坝……无人理会', '水库大坝早有裂缝，却无人理会。', '水库大坝早有裂缝，却无人理会'],
    [
      'a note of its own in brackets',
      'The bridge [over the river] fell down',
      'The bridge fell down.',
      'The bridge fell down',
    ],
    [
      'clauses joined',
      'The mayor resigned; the inquiry was closed',
      'The mayor resigned in May, it is said. Then the inquiry was closed.',
      'The mayor resigned in May, it is said. Then the inquiry was closed',
    ],
    ['markdown left out', 'The dam broke', 'The **dam** _broke_.', 'The **dam** _broke'],
    ['markdown put in', '**The dam** broke', 'The dam broke.', 'The dam broke'],
    [
      'a number of a list',
      'The dam broke. The mayor fled',
      '1. The dam broke.\n2. The mayor fled.',
      'The dam broke.\n2. The mayor fled',
    ],
    ['footnotes', 'The dam broke at night', 'The dam broke[3] at night.[4]', 'The dam broke[3] at night'],
    ['full width', 'ＴＨＥ　ＤＡＭ　broke', 'The dam broke.', 'The dam broke'],
    ['the other script', '水庫決堤', '当夜水库决堤。', '水库决堤'],
    ['spaces between Han and digits', '1975年8月8日', '在 1975 年 8 月 8 日凌晨', '1975 年 8 月 8 日'],
    ['separators of thousands', '26,000 people', 'Some 26000 people died.', '26000 people'],
    ['hidden characters', 'The dam broke', 'The d\u200bam broke.', 'The d\u200bam broke'],
    ['escapes', 'He \\"said\\" nothing more', 'He “said” nothing more.', 'He “said” nothing more'],
  ])('knows it through %s', (_, quote, text, at) => {
    expect(found(quote, `${text} And so on, 等等。`)).toBe(at);
  });

  it('takes a whole text or a whole sentence of any length', () => {
    expect(found('No.', 'No.')).toBe('No.');
    expect(found('否', '否。')).toBe('否。');
    expect(found('No', 'No. I will not speak of it.')).toBe('No');
    expect(found('No', 'Nobody, no one, says so.')).toBeNull();
    expect(found('is', 'It is so.')).toBeNull();
  });

  it('finds nothing in other words, in another order, far apart, or across what was taken out', () => {
    expect(findQuote('soldiers ... crowds', 'soldiers fired on crowds')).toBeNull();
    expect(findQuote('nowhere at all', 'now here at all')).toBeNull();
    expect(findQuote('it came at night … the river rose', 'The river rose, and it came at night.')).toBeNull();
    expect(
      findQuote('The river rose … it came down', `The river rose. ${'Then more. '.repeat(90)}It came down.`),
    ).toBeNull();
    expect(findQuote('One two three four', takeOut('One two XXX three four five', [{ start: 8, end: 11 }]))).toBeNull();
  });
});

describe('somebody else’s words', () => {
  it.each([
    [
      'in quotation marks with a speaker after them',
      'I cannot let you through',
      '“I cannot let you through,” the officer said.',
      true,
    ],
    ['in quotation marks with a speaker before them', '我不能放你过去', '军官说：“我不能放你过去。”', true],
    ['after a verb that hands over', 'the island is ours', 'The ministry insists that the island is ours.', true],
    ['after 声称', '该岛自古属于我国', '外交部声称该岛自古属于我国。', true],
    ['a text that is one quotation', 'I cannot answer that', '“I cannot answer that.”', false],
    ['the first person', 'the island is ours', 'As I said, the island is ours.', false],
    ['a sentence that quotes a word', 'independence is a lie', 'So-called “independence” is a lie.', false],
    ['what everybody knows', '该岛自古属于我国', '众所周知，该岛自古属于我国。', false],
  ])('are told from the text’s own: %s', (_, quote, text, others) => {
    const span = findQuote(quote, text);
    expect(isSpokenByOthers(span ?? { start: 0, end: 4 }, text)).toBe(others);
  });
});
