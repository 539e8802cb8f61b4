/** A piece of a text as it is shown: `at` is its offset in UTF-16 code units. `code` names a character that cannot be seen. */
export interface TextPiece {
  readonly at: number;
  readonly text: string;
  readonly code: string | null;
  readonly marked: boolean;
}

/** Cuts a text where a span begins or ends and round every character that is invisible or changes the direction. */
export function visiblePieces(
  text: string,
  span: { readonly start: number; readonly end: number } | null,
): TextPiece[] {
  const pieces: TextPiece[] = [];
  const add = (from: number, to: number, code: string | null): void => {
    const cuts = [span?.start, span?.end].filter((cut) => cut !== undefined && cut > from && cut < to) as number[];
    const edges = [from, ...cuts, to];
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

/** Controls, line separators and all that Unicode calls ignorable; the joiners and selectors of emoji stay as they are. */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that a reader must see
  /(?!\ufe0f|(?<=\p{Extended_Pictographic}\ufe0f?)\u200d)\p{Default_Ignorable_Code_Point}|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufff9-\ufffb]/gu;
