import type { MarkSpan } from '../probes/marks.ts';
import type { Span } from '../probes/sentence-spans.ts';
import type { CompiledPatterns } from './lexicon.ts';
import { FACT_GUARDS, PLAIN_DENIAL } from './rule-lexicons.ts';
import { voiceStretch } from './voice-stretch.ts';

/** What is read of the sentence in which a mark stands: its place, and its text folded and in lower case. */
export interface DenyingSentence extends Span {
  readonly text: string;
  readonly refusal: unknown;
  /** True where it, or the heading over it, gives what is said to somebody else. */
  readonly reported: boolean;
}

/**
 * True where a sentence plainly denies in its own voice what a mark names: "nobody was killed", "was never jailed", 没有人被打死. Narrow on purpose, unlike
 * what takes a fact back: a negation of something else in the clause, a hedge, a question, a part ("not only", "not all") and a denial that
 * somebody is said to make contradict nothing.
 */
export function plainlyDenies(mark: MarkSpan, sentence: DenyingSentence): boolean {
  if (sentence.refusal !== null || sentence.reported) return false;
  const { text } = sentence;
  const start = Math.max(0, mark.start - sentence.start);
  const end = Math.min(text.length, mark.end - sentence.start);
  const stretch = voiceStretch(text, start, end);
  const voice = text.slice(stretch.start, stretch.end);
  if (hits(FACT_GUARDS.distant, voice) || hits(PLAIN_DENIAL.otherwise, voice)) return false;
  if (hits(FACT_GUARDS.negated, mark.mark.toLowerCase())) return false;
  if (hits(PLAIN_DENIAL.after, text.slice(end, stretch.end))) return true;
  return placesOf(mark, text, start, end).some((at) => hits(PLAIN_DENIAL.before, text.slice(stretch.start, at)));
}

/** Where the mark begins, and where each part of one of several parts does. */
function placesOf({ mark }: MarkSpan, text: string, start: number, end: number): number[] {
  const parts = mark
    .toLowerCase()
    .split('&')
    .map((part) => part.trim().replace(/\*.*$/u, ''))
    .filter((part) => part !== '');
  if (parts.length < 2) return [start];
  return parts.flatMap((part) => {
    const at = text.slice(start, end).indexOf(part);
    return at < 0 ? [] : [start + at];
  });
}

function hits({ en, zh }: CompiledPatterns, text: string): boolean {
  return text.search(en) >= 0 || text.search(zh) >= 0;
}
