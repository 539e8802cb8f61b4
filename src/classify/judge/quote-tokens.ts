import { foldScript } from '../fold-script.ts';

/** A word, or one character of a script that writes no spaces, in folded form, with its place in UTF-16 code units. */
export interface QuoteToken {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/** Stands in a text where something was taken out of it; no quote reaches across. */
export const TAKEN_OUT = '\ufdd0';

/** What belongs to no sentence: footnotes, numbers of lists, marks of headings, entities and escapes that stand for other signs. */
const BESIDE =
  /\[\^?\d{1,3}\]|【\d{1,3}(?:[†:][^】]{0,40})?】|(?<=^|\n)[ \t>]*(?:[*+•·-][ \t]+)?(?:\*\*|__)?(?:\(?\d{1,2}[.)、）](?!\d)|（\d{1,2}）|[一二三四五六七八九十]{1,3}、)|&(?:quot|amp|lt|gt|nbsp|#\d{2,4});|\\[nrt"'*_]/gu;
const SUPERSCRIPTS = /[\u00b9\u00b2\u00b3\u2070-\u209f]/gu;
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
/** Scripts that write no spaces between words. */
const DENSE = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]`;
const LETTER = String.raw`(?!${DENSE})[\p{L}\p{N}\p{M}]`;
const INSIDE_WORD = String.raw`(?:${LETTER}|\p{Default_Ignorable_Code_Point}|['’‘ʼ＇](?=\p{L})|(?<=\p{Nd})[.,，．](?=\p{Nd}))`;
const WORD = new RegExp(`${DENSE}\\p{M}*|${TAKEN_OUT}|${LETTER}${INSIDE_WORD}*`, 'gu');
const DENSE_WORD = new RegExp(`^${DENSE}`, 'u');

/**
 * The words of a text in a form in which quotes are compared: without case, width, script variant of Chinese, invisible characters,
 * punctuation, markdown, numbers of lists and footnotes.
 */
export function quoteTokens(text: string): QuoteToken[] {
  const bare = text
    .replace(BESIDE, (piece) => ' '.repeat(piece.length))
    .replace(SUPERSCRIPTS, (piece) => ' '.repeat(piece.length));
  const folded = foldScript(bare);
  return Array.from(folded.matchAll(WORD), ({ 0: raw, index }) => ({
    word: foldWord(raw),
    start: index,
    end: index + raw.length,
  })).filter(({ word }) => word !== '');
}

/** How much a stretch of tokens proves: letters and digits; a character of a script without spaces counts double. */
export function weightOf(tokens: readonly QuoteToken[]): number {
  return tokens.reduce((sum, { word }) => sum + (isDense(word) ? 2 : [...word].length), 0);
}

/** True of a token that is one character of a script without spaces. */
export function isDense(word: string): boolean {
  return DENSE_WORD.test(word);
}

function foldWord(raw: string): string {
  if (raw === TAKEN_OUT) return raw;
  return raw
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(/['’‘ʼ＇,，]/gu, '')
    .toLowerCase();
}
