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
const IGNORABLE = /[\p{Default_Ignorable_Code_Point}\u202a-\u202e\u2066-\u2069\u200e\u200f]/gu;
const HAS_IGNORABLE = new RegExp(IGNORABLE.source, 'u');

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
  const { visible, kept } = withoutIgnorable(given);
  const { spans, hidden } = findInjection(given, VERDICT_FIELDS);
  const addressed = kept === null ? spans : findInjection(visible, VERDICT_FIELDS).spans;
  const text = addressed.reduce(
    (rest, { start, end }) => rest.slice(0, start) + blanks(rest.slice(start, end)) + rest.slice(end),
    visible,
  );
  return {
    text,
    suspected: hidden || addressed.length > 0,
    original: ({ start, end }) =>
      kept === null
        ? { start, end }
        : { start: kept(start), end: kept(Math.max(start, end - 1)) + Math.min(1, end - start) },
  };
}

/** The text without hidden characters, and where each of its units stood before; null where there were none. */
function withoutIgnorable(given: string): { visible: string; kept: ((at: number) => number) | null } {
  if (!HAS_IGNORABLE.test(given)) return { visible: given, kept: null };
  const places: number[] = [];
  let visible = '';
  let from = 0;
  const keep = (until: number): void => {
    visible += given.slice(from, until);
    for (let at = from; at < until; at++) places.push(at);
  };
  for (const { 0: found, index } of given.matchAll(IGNORABLE)) {
    keep(index);
    from = index + found.length;
  }
  keep(given.length);
  return { visible, kept: (at) => places[at] ?? given.length };
}

/** Blanks of the same length that leave line ends where they are. */
function blanks(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}
