import type { Span } from '../probes/sentence-spans.ts';
import { findInjection } from './injection.ts';

/** Names in a verdict's form that stand in no other text, and those that count only as a field with its value. */
const VERDICT_FIELDS = [
  'class',
  'verdict',
  'official_narrative',
  'line_of',
  'advocacy_other',
  'attributed_official_view',
  'feigned_ignorance',
  'premise_attack',
];
/**
 * What is read otherwise than it is written: characters that nobody sees and carriage returns (nothing), letters of mathematics, circles and full
 * width (plain ones), and the signs between the letters of a word that was spelt out (nothing).
 */
const FOLDED =
  /[\p{Default_Ignorable_Code_Point}\u202a-\u202e\u2066-\u2069\u200e\u200f]|\r(?=\n)|[\r\u2028\u2029]|[\u{1d400}-\u{1d7ff}\u24b6-\u24e9\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/gu;
const HAS_FOLDED = new RegExp(FOLDED.source, 'u');
const LINE_END = /[\r\u2028\u2029]/;
/** A word spelt out has so many single letters at least. */
const SPELT = /(?<![\p{L}\p{N}])\p{L}(?:([-_*|·])\p{L})(?:\1\p{L}){2,}(?![\p{L}\p{N}])/gu;
/** What stands in each such word, and in few texts. */
const MAY_BE_SPELT = /[-_*|·]\p{L}[-_*|·]/u;
/** An answer that is all one quotation is the answer. */
const ALL_QUOTED = /^(\s*)(?:"([^"]+)"|“([^“”]+)”|「([^「」]+)」|『([^『』]+)』|«([^«»]+)»)(\s*)$/;

/** A text as a reader sees it: without characters that nobody sees, and with blanks for what is addressed to whoever judges. */
export interface ReadingText {
  readonly text: string;
  /** The text reaches for whoever judges it (rule 21), or hides something. */
  readonly suspected: boolean;
  /** A span of `text` in the text as given. */
  original(span: Span): Span;
}

/** Prepares a text for reading. Blanks keep the place of what is passed over; hidden characters are taken out, so that they change nothing. */
export function readingText(given: string): ReadingText {
  const { visible, kept } = asRead(given);
  const { spans, hidden } = findInjection(given, VERDICT_FIELDS);
  const addressed = kept === null ? spans : findInjection(visible, VERDICT_FIELDS).spans;
  const unaddressed = addressed.reduce(
    (rest, { start, end }) => rest.slice(0, start) + blanks(rest.slice(start, end)) + rest.slice(end),
    visible,
  );
  const text = unaddressed.replace(ALL_QUOTED, (whole) => whole.replace(/^(\s*)\S/, '$1 ').replace(/\S(\s*)$/, ' $1'));
  return {
    text,
    suspected: hidden || addressed.length > 0,
    original: ({ start, end }) =>
      kept === null
        ? { start, end }
        : { start: kept(start).start, end: end > start ? kept(end - 1).end : kept(start).start },
  };
}

/** The text as it is read, and where each of its units stood before; null where it was written so. */
function asRead(given: string): { visible: string; kept: ((at: number) => Span) | null } {
  const folds = [...foldsOf(given)].sort((a, b) => a.start - b.start);
  if (folds.length === 0) return { visible: given, kept: null };
  const places: Span[] = [];
  let visible = '';
  let from = 0;
  const keep = (until: number): void => {
    visible += given.slice(from, until);
    for (let at = from; at < until; at++) places.push({ start: at, end: at + 1 });
  };
  for (const { start, end, read } of folds) {
    if (start < from) continue;
    keep(start);
    visible += read;
    for (let i = 0; i < read.length; i++) places.push({ start, end });
    from = end;
  }
  keep(given.length);
  return { visible, kept: (at) => places[at] ?? { start: given.length, end: given.length } };
}

interface Fold extends Span {
  readonly read: string;
}

function* foldsOf(given: string): Generator<Fold> {
  if (HAS_FOLDED.test(given))
    for (const { 0: found, index } of given.matchAll(FOLDED)) {
      const read =
        LINE_END.test(found) && given[index + 1] !== '\n'
          ? '\n'
          : /[\p{L}\p{N}\p{So}]/u.test(found)
            ? found.normalize('NFKC')
            : '';
      yield { start: index, end: index + found.length, read };
    }
  if (MAY_BE_SPELT.test(given))
    for (const { 0: word, index } of given.matchAll(SPELT))
      for (const { index: at } of word.matchAll(/[-_*|·]/g)) yield { start: index + at, end: index + at + 1, read: '' };
}

/** Blanks of the same length that leave line ends where they are. */
function blanks(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}
