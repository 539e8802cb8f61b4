/** A half-open span of a text in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const ABBREVIATION = String.raw`(?<!(?:^|[^\p{L}])(?:\p{Lu}|Mr|Mrs|Ms|Dr|St|No|vs|Gen|Col|Lt|Sen|Gov|Prof|Jr|Sr|Inc|Ltd|cf|e\.g|i\.e|U\.S|U\.K))`;
const SENTENCE_END = new RegExp(
  `\\n+|[。！？｡؟۔।॥]+[”’」』）)"'»]*|(?<![!?])[!?]+["')\\]*_]*(?=\\s|$)|(?<!\\.\\.)${ABBREVIATION}\\.+["')\\]*_]*(?=\\s|$)`,
  'gu',
);

/** The sentences of a text in any of the known languages: they end at full stops, exclamation and question marks, and line ends. */
export function sentenceSpans(text: string): Span[] {
  const spans: Span[] = [];
  let start = 0;
  for (const match of text.matchAll(SENTENCE_END)) {
    const end = match.index + match[0].length;
    if (text.slice(start, end).trim() !== '') spans.push({ start, end });
    start = end;
  }
  if (text.slice(start).trim() !== '') spans.push({ start, end: text.length });
  return spans;
}
