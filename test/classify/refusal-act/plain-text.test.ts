import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText } from '../../../src/classify/refusal-act/plain-text.ts';

const PARTS = [
  'Ab',
  '中',
  '国 ',
  ' 人',
  '，',
  '！',
  '＆',
  '#39;',
  '&amp;',
  'quot；',
  '’',
  '`',
  '**',
  '_',
  '\u200b',
  '\u00a0',
  '\u3000',
];

describe('plainText', () => {
  it('reads signs as plain ones, whatever else stands beside them', () => {
    expect(plainText('＆quot；It’s **bold**＆quot；')).toBe('"it\'s bold"');
    expect(plainText('中国 人民，你好！')).toBe('中国人民,你好!');
    expect(plainText('Plain words')).toBe('plain words');
  });

  it('reads plain text again as it is, but for entities that were written as such', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PARTS)), (parts) => {
        const once = plainText(parts.join(''));
        fc.pre(!once.includes('&'));
        expect(plainText(once)).toBe(once);
      }),
    );
  });
});
