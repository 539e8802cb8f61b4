import type { Span } from '../../probes/sentence-spans.ts';
import { isDense, type QuoteToken, quoteTokens, TAKEN_OUT, weightOf } from './quote-tokens.ts';

/** Weight that a quote must have to prove anything, unless it is a whole sentence or the whole text. */
const LEAST_WEIGHT = 4;
/** Words, or characters of a script without spaces, that each stretch of a joined quote must have. */
const LEAST_STRETCH = { words: 2, dense: 3 } as const;
/** Characters that may stand between two stretches that a judge joined. */
const LONGEST_GAP = 600;
/** Words of a quote from which on its last one may be cut. */
const LEAST_BEFORE_CUT = 5;
/** Places of one quote that are looked at. */
const MOST_PLACES = 12;

const OMISSION = /…+|\.{3,}|。{3,}|·{3,}|[[［(（]\s*(?:…+|\.{3,})\s*[\]］)）]|\[[^\]\n]{1,60}\]/gu;
const SENTENCE_END = /[.!?;:。！？；：/|\n]+/gu;
const CLAUSE_END = /[.!?;:,，、。！？；：/|\n]+|\s[-–—]+\s|——/gu;

/**
 * Where a judge's quote may stand in a text, in UTF-16 code units, in order; empty: nowhere. Form may differ (case, width, script variant,
 * punctuation, markdown, numbers of lists, footnotes), and stretches may be left out where the quote says so by an ellipsis or joins
 * clauses, as long as they stand in that order close to each other. Words may not differ.
 */
export function findQuotes(quote: string, text: string): Span[] {
  const trimmed = quote.trim();
  if (trimmed === '') return [];
  const tokens = tokensOf(text);
  const wanted = quoteTokens(trimmed).filter(({ word }) => word !== TAKEN_OUT);
  const said = tokens.filter(({ word }) => word !== TAKEN_OUT);
  if (wanted.length === 0) return said.length === 0 && trimmed === text.trim() ? [wholeOf(text)] : [];
  if (sameWords(wanted, said)) return [wholeOf(text)];
  const isHeavy = weightOf(wanted) >= LEAST_WEIGHT;
  const plain = placesOf(wanted, tokens, 0);
  if (plain.length > 0) return isHeavy ? plain : plain.filter((span) => isWholeSentence(span, text));
  if (!isHeavy) return [];
  for (const divider of [OMISSION, SENTENCE_END, CLAUSE_END]) {
    const joined = joinedPlace(trimmed, divider, tokens);
    if (joined !== null) return [joined];
  }
  return [];
}

let latest: { readonly text: string; readonly tokens: readonly QuoteToken[] } = { text: '', tokens: [] };

/** The tokens of a text in which several quotes are looked up one after another. */
function tokensOf(text: string): readonly QuoteToken[] {
  if (latest.text !== text) latest = { text, tokens: quoteTokens(text) };
  return latest.tokens;
}

/** The first place of a quote; null: it does not stand in the text. */
export function findQuote(quote: string, text: string): Span | null {
  return findQuotes(quote, text)[0] ?? null;
}

/** The span of stretches that stand in the text one after another. */
function joinedPlace(quote: string, divider: RegExp, tokens: readonly QuoteToken[]): Span | null {
  const stretches = quote
    .replace(OMISSION, divider === OMISSION ? '$&' : ' \n ')
    .split(divider)
    .map((part) => quoteTokens(part))
    .filter((part) => part.length > 0);
  if (stretches.length < 2 || !stretches.every(isLongEnough)) return null;
  const [first, ...rest] = stretches;
  for (const begin of placesOf(first ?? [], tokens, 0)) {
    let end = begin.end;
    const fits = rest.every((stretch) => {
      const from = tokens.findIndex(({ start }) => start >= end);
      const next = from === -1 ? undefined : placesOf(stretch, tokens, from)[0];
      if (next === undefined || next.start - end > LONGEST_GAP) return false;
      end = next.end;
      return true;
    });
    if (fits) return { start: begin.start, end };
  }
  return null;
}

function isLongEnough(stretch: readonly QuoteToken[]): boolean {
  const dense = stretch.filter(({ word }) => isDense(word)).length;
  return dense >= LEAST_STRETCH.dense || stretch.length - dense >= LEAST_STRETCH.words;
}

function placesOf(wanted: readonly QuoteToken[], tokens: readonly QuoteToken[], from: number): Span[] {
  const places: Span[] = [];
  const isLong = wanted.length >= LEAST_BEFORE_CUT;
  for (let at = from; at + wanted.length <= tokens.length && places.length < MOST_PLACES; at++) {
    if (!wanted.every(({ word }, i) => fits(word, tokens[at + i]?.word ?? '', i === wanted.length - 1 && isLong)))
      continue;
    places.push({ start: tokens[at]?.start ?? 0, end: tokens[at + wanted.length - 1]?.end ?? 0 });
  }
  return places;
}

/** The last word of a quote may have been cut by a limit of its length. */
function fits(wanted: string, word: string, mayBeCut: boolean): boolean {
  return word === wanted || (mayBeCut && !isDense(wanted) && word.startsWith(wanted));
}

function sameWords(a: readonly QuoteToken[], b: readonly QuoteToken[]): boolean {
  return a.length === b.length && a.every(({ word }, i) => b[i]?.word === word);
}

/** True where nothing but the end of another sentence stands before a span, and its own end after it. */
function isWholeSentence({ start, end }: Span, text: string): boolean {
  return (
    /(?:^|[.!?。！？\n])[^\p{L}\p{N}]*$/u.test(text.slice(0, start)) &&
    /^[^\p{L}\p{N}]*(?:[.!?。！？\n]|$)/u.test(text.slice(end))
  );
}

function wholeOf(text: string): Span {
  const start = text.length - text.trimStart().length;
  return { start, end: text.trimEnd().length };
}
