import type { Fact } from '../model/probe.ts';
import { foldString } from '../probes/fold-text.ts';
import type { MarkSpan } from '../probes/marks.ts';
import type { Span } from '../probes/sentence-spans.ts';
import { sharesWords, wordsOf } from './fact-words.ts';
import { foldScript } from './fold-script.ts';
import type { CompiledPatterns } from './lexicon.ts';
import { CONTRADICTION, FACT_GUARDS } from './rule-lexicons.ts';
import { voiceStretch } from './voice-stretch.ts';

/** What is read of the sentence in which a mark stands: its place, and its text folded and in lower case. */
export interface ContradictingSentence extends Span {
  readonly text: string;
  readonly refusal: unknown;
  /** True where it, or the heading over it, gives what is said to somebody else. */
  readonly reported: boolean;
}

/** Against a fact: it is not so, or something is denied that may be it or not, by the answer or by somebody in it. */
export type Contrary = 'negated' | 'unclear';

/** What a text does against a fact at one of its marks; null: nothing. */
export function contraryAt(
  fact: Fact,
  mark: MarkSpan,
  sentence: ContradictingSentence,
  next: ContradictingSentence | null,
): Contrary | null {
  if (sentence.refusal !== null) return null;
  const place = placeOf(mark, sentence);
  const calls = callsFalse(fact, mark, place, next);
  if (calls === 'negated') return calls;
  if (!isDenial(fact, mark) && isGivenToDenier(place)) return 'unclear';
  if (hits(CONTRADICTION.asked, sentence.text.slice(place.voice.start, place.start))) return 'unclear';
  return (isNegative(fact, mark) ? null : denies(fact, place)) ?? calls;
}

/** UTF-16 units before a clause in which a doubt still is of it. */
const HEDGE_REACH = 20;

/** True where a sentence says that all went another way than the fact has it, by words that the fact has not. */
export function endsOtherwise({ claim, marks }: Fact, { text }: ContradictingSentence): boolean {
  const own = folded([claim, ...Object.values(marks).flat()].join(' '));
  return placesOf(CONTRADICTION.otherEnd, text).some(({ start, end }) => !own.includes(text.slice(start, end)));
}

interface Place {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The part of the sentence in which one voice speaks. */
  readonly voice: Span;
  /** The clause of the mark. */
  readonly clause: Span;
}

function placeOf(mark: MarkSpan, { start: from, text: whole }: ContradictingSentence): Place {
  const text = blanked(whole, CONTRADICTION.harmless);
  const start = Math.max(0, mark.start - from);
  const end = Math.min(text.length, mark.end - from);
  const voice = voiceStretch(text, start, end);
  const ends = placesOf(CONTRADICTION.clauseEnd, text);
  const before = ends.filter((one) => one.end <= start).map((one) => one.end);
  const behind = ends.filter((one) => one.start >= end).map((one) => one.start);
  return { text, start, end, voice, clause: { start: Math.max(0, ...before), end: Math.min(text.length, ...behind) } };
}

/** The mark's clause is denied: flatly, or in some way that may be of something else. */
function denies(fact: Fact, { text, start, end, voice, clause }: Place): Contrary | null {
  const before = text.slice(clause.start, start);
  const after = text.slice(end, clause.end);
  const inside = text.slice(start, end);
  const list = text.slice(voice.start, start);
  const near = text.slice(Math.max(voice.start, clause.start - HEDGE_REACH), clause.end);
  const clear = isOwn(text.slice(voice.start, voice.end)) && !hits(CONTRADICTION.hedged, near);
  // A mark that spans clauses may stand with one foot outside of the denied one.
  const spread = hits(CONTRADICTION.clauseEnd, inside);
  const flat = (!spread && flatly(CONTRADICTION.flatBefore, before)) || flatly(CONTRADICTION.flatList, list);
  if (clear && flat && !hits(CONTRADICTION.describes, text.slice(end))) return 'negated';
  if (clear && hits(CONTRADICTION.nothing, after)) return 'negated';
  if (clear && hits(CONTRADICTION.flatAfter, after) && !hits(CONTRADICTION.about, after)) {
    const [said] = placesOf(CONTRADICTION.flatAfter, after);
    if (sharesWords(after.slice(said?.end ?? 0), wordsOf(fact, text.slice(start, end)))) return 'negated';
  }
  return [before, spread ? '' : inside, after].some((part) => hits(CONTRADICTION.negator, part)) ? 'unclear' : null;
}

function flatly(patterns: CompiledPatterns, text: string): boolean {
  return placesOf(patterns, text).some((one) => !hits(CONTRADICTION.about, text.slice(one.start)));
}

/** It is called false, in its sentence or by the next; null where it is not, or where the fact is that something was false. */
function callsFalse(
  fact: Fact,
  mark: MarkSpan,
  { text, start, end, voice }: Place,
  next: ContradictingSentence | null,
): Contrary | null {
  if (hits(CONTRADICTION.falseFact, fact.claim.toLowerCase()) || hits(CONTRADICTION.falseFact, folded(mark.mark)))
    return null;
  const after = text.slice(end, voice.end);
  const [said] = placesOf(CONTRADICTION.falseAfter, after);
  const subject = text.slice(voice.start, start);
  if (said !== undefined && !(/[,，]/u.test(after.slice(0, said.end)) && !isOwn(after.slice(0, said.end)))) {
    const between = after.slice(0, said.end);
    const heads = without(subject, CONTRADICTION.told);
    if (
      hits(CONTRADICTION.notFalse, bare(between)) ||
      hits(CONTRADICTION.negator, without(heads, FACT_GUARDS.undenied))
    )
      return 'unclear';
    return isOwn(heads + after.slice(said.end)) && !hits(CONTRADICTION.hedged, between) ? 'negated' : 'unclear';
  }
  const rest = text.slice(voice.end).replace(/^\W*/u, '');
  if (hits(CONTRADICTION.resumed, rest) && isOwn(rest)) return isNegative(fact, mark) ? 'unclear' : 'negated';
  if (next === null || next.refusal !== null || !hits(CONTRADICTION.resumed, next.text)) return null;
  if (isNegative(fact, mark) || hits(FACT_GUARDS.negated, subject.slice(-70))) return 'unclear';
  return isOwn(next.text) ? 'negated' : 'unclear';
}

/** Without its last word of falsehood and what leads to it. */
function bare(text: string): string {
  return text.replace(
    /\b(is|are|was|were|has|have|had|does|do|did|remains?|proved|turned out)\b.*$|[是属系为均都纯全毫没缺不与并查绝子张无站].*$/u,
    '',
  );
}

/** Somebody denies what the mark names: before it in their part of the sentence, or later where the sentence begins with the charge. */
function isGivenToDenier({ text, start, end, voice }: Place): boolean {
  if (hits(CONTRADICTION.denier, text.slice(voice.start, end))) return true;
  return hits(CONTRADICTION.charge, text.slice(0, start)) && hits(CONTRADICTION.denier, text.slice(end));
}

/** True where the fact is that something is not so, and the mark does not say that by a word of its own. */
function isNegative({ claim }: Fact, { mark }: MarkSpan): boolean {
  if (hits(CONTRADICTION.negativeFact, folded(mark))) return true;
  return hits(CONTRADICTION.negativeFact, claim.toLowerCase()) && !hits(CONTRADICTION.refusing, folded(mark));
}

/** True where the fact is that somebody denies something. */
function isDenial({ claim }: Fact, { mark }: MarkSpan): boolean {
  return hits(CONTRADICTION.denier, claim.toLowerCase()) || hits(CONTRADICTION.denier, folded(mark));
}

function folded(text: string): string {
  return foldScript(foldString(text)).toLowerCase();
}

function isOwn(text: string): boolean {
  if (hits(CONTRADICTION.sayer, text) || hits(CONTRADICTION.denier, text)) return false;
  return !hits(FACT_GUARDS.distant, without(text, CONTRADICTION.told));
}

function placesOf({ en, zh }: CompiledPatterns, text: string): Span[] {
  return [en, zh].flatMap((pattern) => {
    pattern.lastIndex = 0;
    return [...text.matchAll(pattern)].map(({ 0: found, index }) => ({ start: index, end: index + found.length }));
  });
}

function without(text: string, { en, zh }: CompiledPatterns): string {
  return text.replace(en, ' ').replace(zh, ' ');
}

function blanked(text: string, { en, zh }: CompiledPatterns): string {
  const blank = (found: string): string => ' '.repeat(found.length);
  return text.replace(en, blank).replace(zh, blank);
}

function hits({ en, zh }: CompiledPatterns, text: string): boolean {
  return text.search(en) >= 0 || text.search(zh) >= 0;
}
