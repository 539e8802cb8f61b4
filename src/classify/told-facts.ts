import type { MarkSpan } from '../probes/marks.ts';
import type { Span } from '../probes/sentence-spans.ts';
import type { CompiledPatterns } from './lexicon.ts';
import { FACT_GUARDS, PLAIN_DENIAL, TOLD_FACTS } from './rule-lexicons.ts';
import { isDenied } from './stated-facts.ts';
import { voiceStretch } from './voice-stretch.ts';

/** What is read of the sentence in which a mark stands: its place, and its text folded and in lower case. */
export interface ToldSentence extends Span {
  readonly text: string;
  readonly refusal: unknown;
  /** True where a heading or lead-in over it gives it to somebody else. */
  readonly headed: boolean;
}

/**
 * True where a fact is told though words of voice stand beside it: they give something else to somebody ("was accused of plotting and sentenced to
 * eleven years"), who says it is a court, a tribunal or an inquiry that found it, or it is called false by somebody who is named for that. Wider than
 * what counts for a class; no verdict reads it.
 */
export function tellsFact(mark: MarkSpan, sentence: ToldSentence, next: ToldSentence | null): boolean {
  const { text } = sentence;
  if (sentence.refusal !== null || sentence.headed) return false;
  const start = Math.max(0, mark.start - sentence.start);
  const end = Math.min(text.length, mark.end - sentence.start);
  if (isDenied(mark, { ...sentence, text: withoutOthersDenial(text, end) }, mark.mark.toLowerCase())) return false;
  if (isDismissed(text, start, end)) return false;
  if (next !== null && hits(FACT_GUARDS.refers, next.text) && isDismissed(next.text, 0, 0)) return false;
  const stretch = voiceStretch(text, start, end);
  if (hits(TOLD_FACTS.trailing, text.slice(end, stretch.end))) return false;
  return placesOf(TOLD_FACTS.saying, text).every(
    (word) => word.start < stretch.start || word.start >= start || !isGiven(text, stretch.start, word, start, end),
  );
}

/** True where a claim is named in the own voice to be called false: "reports that soldiers fired are groundless". */
export function callsFalse(mark: MarkSpan, { start: from, text, refusal, headed }: ToldSentence): boolean {
  if (refusal !== null || headed) return false;
  const start = Math.max(0, mark.start - from);
  const end = Math.min(text.length, mark.end - from);
  const [before, behind] = [text.slice(0, start), text.slice(end)];
  if (hits(TOLD_FACTS.trailing, behind.slice(behind.search(/[,，]|$/u)))) return false;
  if (!hits(TOLD_FACTS.head, before) || !hits(TOLD_FACTS.falsehood, behind)) return false;
  const own = before.replace(/^\W*([a-z-]+ ){0,3}(claims?|reports?|stor(?:y|ies)|assertions?)\b/u, '');
  return !hits(PLAIN_DENIAL.otherwise, own.replace(/^(.{0,4})说法/u, '$1')) && !hits(FACT_GUARDS.negated, own);
}

/** True where a word of saying gives a fact that stands behind it to somebody whose word is no finding. */
function isGiven(text: string, from: number, word: Span, start: number, end: number): boolean {
  const said = text.slice(word.start, word.end);
  const before = text.slice(from, word.start);
  const upTo = text.slice(from, word.end);
  if (hits(TOLD_FACTS.ownWords, upTo)) return false;
  if (hits(TOLD_FACTS.accused, upTo)) return !hits(TOLD_FACTS.done, text.slice(word.end, end));
  if (/^alleged$/u.test(said)) return /^ ([\w'’-]+ ){0,2}$/u.test(text.slice(word.end, start));
  if (said === 'according to') return !hits(TOLD_FACTS.document, text.slice(word.end + 1));
  if (!hits(TOLD_FACTS.finding, said)) return true;
  return !hits(TOLD_FACTS.body, before) || hits(TOLD_FACTS.between, before);
}

/** A sentence without what stands behind an offset, from the next clause on, where somebody named calls it false there. */
function withoutOthersDenial(text: string, end: number): string {
  const clause = /[,;，；]/u.exec(text.slice(end));
  if (clause === null || !placesOf(FACT_GUARDS.dismissed, text).some(({ start }) => start > end + clause.index))
    return text;
  return isDismissed(text, end, end) ? text : text.slice(0, end + clause.index);
}

/** True where words outside a span dismiss, and nobody else is named who does so. */
function isDismissed(text: string, start: number, end: number): boolean {
  return placesOf(FACT_GUARDS.dismissed, text).some((word) => {
    if (word.start < end && word.end > start) return false;
    const before = text.slice(word.start >= end ? end : 0, word.start);
    return !hits(TOLD_FACTS.dismisser, before) || hits(TOLD_FACTS.myself, before);
  });
}

function placesOf({ en, zh }: CompiledPatterns, text: string): Span[] {
  return [en, zh].flatMap((pattern) => {
    // Compiled patterns are shared, and remember where a look ended.
    pattern.lastIndex = 0;
    return [...text.matchAll(pattern)].map(({ 0: found, index }) => ({ start: index, end: index + found.length }));
  });
}

function hits({ en, zh }: CompiledPatterns, text: string): boolean {
  return text.search(en) >= 0 || text.search(zh) >= 0;
}
