/** A stretch of folded text that is longer or shorter than the original it stands for. */
interface Stretch {
  readonly foldedStart: number;
  readonly foldedEnd: number;
  readonly start: number;
  readonly end: number;
}

/** Text made comparable, with the way back to the original's UTF-16 offsets. */
export interface FoldedText {
  readonly original: string;
  readonly folded: string;
  /** The same in lower case, letter for letter: what marks are looked for in. */
  readonly lowered: string;
  /** Only where lengths differ; in order. Empty: offsets are the same in both. */
  readonly stretches: readonly Stretch[];
}

const FOLDABLE = /\P{M}\p{M}+|[^\p{ASCII}\p{Unified_Ideograph}\u3001\u3002]/gu;
const SINGLE_QUOTES = /[‘’‚‛ʼ＇`´′]/g;
const DOUBLE_QUOTES = /[“”„‟«»「」『』〝〞＂″]/g;
/** Vowel points of Hebrew and Arabic, which most writers leave out. */
const POINTS = /[\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f\u0670\u06d6-\u06ed\u0640]/g;
const HYPHENS = /[‐‑‒–—−﹣－]/g;

/**
 * A text in lower case with every letter in its place. Expressions that pass case over themselves (flags `iu`) take V8 eight times as long to build,
 * and a set has thousands.
 */
export function lowerCase(text: string): string {
  if (!text.includes('\u0130')) return text.toLowerCase().replace(/\u03c2/g, '\u03c3');
  return text.replace(/[^\u0130]+/g, (part) => part.toLowerCase()).replace(/\u03c2/g, '\u03c3');
}

/** One piece of text in folded form: NFKC, one kind of quote and of hyphen; case is left to the matcher. */
export function foldString(text: string): string {
  return text
    .normalize('NFKC')
    .replace(SINGLE_QUOTES, "'")
    .replace(DOUBLE_QUOTES, '"')
    .replace(HYPHENS, '-')
    .replace(POINTS, '')
    .replace(/[\u00ad\u200b-\u200d\ufeff]/g, '');
}

/** Folds a text and keeps where each part came from. */
export function foldText(original: string): FoldedText {
  const stretches: Stretch[] = [];
  let grown = 0;
  const folded = original.replace(FOLDABLE, (piece, start: number) => {
    const replacement = foldString(piece);
    if (replacement.length !== piece.length) {
      const foldedStart = start + grown;
      const foldedEnd = foldedStart + replacement.length;
      stretches.push({ foldedStart, foldedEnd, start, end: start + piece.length });
      grown += replacement.length - piece.length;
    }
    return replacement;
  });
  return { original, folded, lowered: lowerCase(folded), stretches };
}

/** The original's span for a span of the folded text; it never cuts a character that was folded as a whole. */
export function originalSpan(text: FoldedText, start: number, end: number): { start: number; end: number } {
  return { start: originalOffset(text, start, 'start'), end: originalOffset(text, end, 'end') };
}

function originalOffset({ stretches }: FoldedText, offset: number, side: 'start' | 'end'): number {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = stretches[middle]?.foldedStart ?? 0;
    const before = side === 'start' ? at <= offset : at < offset;
    if (before) low = middle + 1;
    else high = middle;
  }
  const stretch = stretches[low - 1];
  if (stretch === undefined) return offset;
  if (side === 'start' && offset < stretch.foldedEnd) return stretch.start;
  if (side === 'end' && offset <= stretch.foldedEnd) return stretch.end;
  return stretch.end + offset - stretch.foldedEnd;
}
