import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visiblePieces } from '../../src/review/visible-text.ts';

describe('a text made visible', () => {
  it('is made of pieces at their offsets that give the text again, whatever it holds', () => {
    const odd = fc.constantFrom('a', '中', '\u202e', '\u200b', '\r', '\u0000', '😀', '\ud800', '\u{e0041}', '\n');
    fc.assert(
      fc.property(fc.array(odd), fc.nat(30), fc.nat(30), (characters, a, b) => {
        const text = characters.join('');
        const span = { start: Math.min(a, b, text.length), end: Math.min(Math.max(a, b), text.length) };
        const pieces = visiblePieces(text, span);
        expect(pieces.map((piece) => piece.text).join('')).toBe(text);
        for (const { at, text: piece } of pieces) expect(text.slice(at, at + piece.length)).toBe(piece);
      }),
    );
  });

  it('names what cannot be seen, and leaves emoji and line breaks alone', () => {
    const codes = (text: string) => visiblePieces(text, null).flatMap(({ code }) => code ?? []);
    expect(codes('a\u202eb\u200bc\u0000\r\u{e0041}\u00ad')).toEqual([
      'U+202E',
      'U+200B',
      'U+0000',
      'U+000D',
      'U+E0041',
      'U+00AD',
    ]);
    expect(codes('❤️ 👩‍💻\n\ttext')).toEqual([]);
    expect(codes('a\u200db')).toEqual(['U+200D']);
  });

  it('marks exactly the span', () => {
    const marked = visiblePieces('one two\u200b three', { start: 4, end: 10 }).filter((piece) => piece.marked);
    expect(marked.map(({ text }) => text).join('')).toBe('two\u200b t'.slice(0, 6));
  });

  it('cuts very long words, and nothing else, so that browsers can break them', () => {
    const lengths = (text: string) => visiblePieces(text, null).map((piece) => piece.text.length);
    expect(lengths('x'.repeat(2500))).toEqual([1000, 1000, 500]);
    expect(lengths('word '.repeat(500))).toEqual([2500]);
    expect(lengths('字'.repeat(2500))).toEqual([2500]);
  });
});
