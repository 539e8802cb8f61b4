import type { Span } from '../probes/sentence-spans.ts';
import { RULES_SETTINGS } from './rules-settings.ts';

/** What stands in a sentence that bears on whose voice it has; offsets into the whole text. */
export interface Voices {
  /** Somebody who says something, in the order of the text. */
  readonly speakers: readonly Span[];
  /** "The claim that …": covers what a state claims, not what it calls false. */
  readonly hearsay: readonly Span[];
  /** "Rightly", "as is well known": the own voice takes over what it reports. */
  readonly adoption: readonly Span[];
}

/** A formula found in a text, with its group. */
export interface Formula extends Span {
  readonly group: string;
}

const { attribution } = RULES_SETTINGS;

/**
 * True where a formula is somebody else's, denied, or quoted. An attribution reaches from its speaker to the end of the sentence
 * (rule 1 of the codebook), unless it is adopted, or a turn leads away: "but", "，但" from speakers who are not the state, "but in fact" from any.
 */
export function isOthers(text: string, sentence: Span, formula: Formula, voices: Voices, quotes: readonly Span[]) {
  return isReported(text, sentence, formula, voices, quotes) || isNegated(text, sentence, formula);
}

/** True where a formula is somebody else's or quoted, or is said to be untrue. */
export function isReported(text: string, sentence: Span, formula: Formula, voices: Voices, quotes: readonly Span[]) {
  return (
    isAttributed(text, sentence, formula, voices) ||
    attribution.untrue.test(text.slice(sentence.start, formula.start)) ||
    quotes.some(({ start, end }) => formula.start >= start && formula.end <= end)
  );
}

function isAttributed(
  text: string,
  sentence: Span,
  formula: Formula,
  { speakers, hearsay, adoption }: Voices,
): boolean {
  if (adoption.some(({ start }) => start < formula.end)) return false;
  const covers = ({ start, end }: Span): boolean => {
    if (start >= formula.start) return isTrailing(text, formula.end, start, end);
    const between = text.slice(end, formula.start);
    const turns =
      attribution.ownTurn.test(between) ||
      (attribution.notTheState.test(text.slice(start, end)) && attribution.turn.test(between));
    const concedes =
      attribution.concession.test(text.slice(sentence.start, end)) && attribution.clauseEnd.test(between);
    return !turns && !concedes;
  };
  if (speakers.some(covers)) return true;
  if (attribution.coversNone.test(formula.group)) return false;
  const said = ({ start, end }: Span): boolean =>
    start < formula.start && !attribution.turn.test(text.slice(end, formula.start));
  return hearsay.some(said) || isNamed(text, sentence, formula);
}

/** "…, the government says": the speaker stands just behind the formula. */
function isTrailing(text: string, from: number, start: number, end: number): boolean {
  if (start - from > attribution.trailingReach) return false;
  return attribution.trailing.test(text.slice(from, end));
}

/** "…这一说法", "the phrase …": the formula is spoken of, unless it is said that nobody may deny it. */
function isNamed(text: string, sentence: Span, { start, end }: Span): boolean {
  return (
    attribution.named.test(text.slice(end, Math.min(sentence.end, end + attribution.trailingReach))) &&
    !attribution.forbidden.test(text.slice(sentence.start, start))
  );
}

function isNegated(text: string, sentence: Span, { start }: Span): boolean {
  const before = text.slice(sentence.start, start);
  return (
    attribution.negation.test(before.slice(-attribution.negationReach)) ||
    attribution.justBefore.test(before) ||
    attribution.untrue.test(before)
  );
}

/**
 * The stretches of a text in quotation marks, marks included, each within one paragraph. Straight marks open and close in turn; one
 * that is not closed, or closes later than `mostQuoted` UTF-16 units, quotes nothing.
 */
export function quotedSpans(text: string): Span[] {
  const spans: Span[] = [];
  let open = -1;
  let closes = '';
  for (const { 0: mark, index } of text.matchAll(attribution.marks)) {
    if (mark === '\n') open = -1;
    else if (open >= 0 && closes.includes(mark)) {
      if (index - open <= attribution.mostQuoted) spans.push({ start: open, end: index + 1 });
      open = -1;
    } else if (open < 0) {
      const pair = attribution.pairs[mark];
      if (pair === undefined) continue;
      open = index;
      closes = pair;
    }
  }
  return spans;
}
