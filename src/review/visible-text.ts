/** A piece of a text as it is shown: `at` is its offset in UTF-16 code units. `code` names a character that cannot be seen. */
export interface TextPiece {
  readonly at: number;
  readonly text: string;
  readonly code: string | null;
  readonly marked: boolean;
}

/** Cuts a text where a span begins or ends, round every character that is invisible or changes the direction, and in very long words. */
export function visiblePieces(
  text: string,
  span: { readonly start: number; readonly end: number } | null,
): TextPiece[] {
  const pieces: TextPiece[] = [];
  const add = (from: number, to: number, code: string | null): void => {
    const ends =
      code === null ? [...text.slice(from, to).matchAll(LONG_WORD)].map((word) => from + word.index + MOST) : [];
    const cuts = [span?.start, span?.end, ...ends].filter((cut) => cut !== undefined && cut > from && cut < to);
    const edges = [from, ...(cuts as number[]).sort((a, b) => a - b), to];
    for (const [i, at] of edges.slice(0, -1).entries()) {
      const end = edges[i + 1] ?? to;
      if (end <= at) continue;
      const marked = span !== null && at >= span.start && end <= span.end;
      pieces.push({ at, text: text.slice(at, end), code, marked });
    }
  };
  let from = 0;
  for (const match of text.matchAll(UNSEEN)) {
    add(from, match.index, null);
    const code = match[0].codePointAt(0) ?? 0;
    add(match.index, match.index + match[0].length, `U+${code.toString(16).toUpperCase().padStart(4, '0')}`);
    from = match.index + match[0].length;
  }
  add(from, text.length, null);
  return pieces;
}

/** Pieces of words are no longer than this: browsers take seconds to break one of 50,000 letters. */
const MOST = 1000;
const LONG_WORD = new RegExp(`[^\\s\\u2e80-\\uffff]{${MOST}}`, 'g');

/** Controls, line separators and all that Unicode calls ignorable; the joiners and selectors of emoji stay as they are. */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that a reader must see
  /(?!\ufe0f|(?<=\p{Extended_Pictographic}\ufe0f?)\u200d)\p{Default_Ignorable_Code_Point}|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufff9-\ufffb]/gu;
