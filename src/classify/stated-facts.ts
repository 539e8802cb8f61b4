import type { Lang } from '../model/lang.ts';
import type { Fact, Probe } from '../model/probe.ts';
import { compileStatement, findMarks, type MarkSpan } from '../probes/marks.ts';
import type { Span } from '../probes/sentence-spans.ts';
import { foldScript } from './fold-script.ts';
import type { CompiledPatterns } from './lexicon.ts';
import { FACT_GUARDS } from './rule-lexicons.ts';
import { voiceStretch } from './voice-stretch.ts';

/** How a fact stands in a text: told in its own voice, denied, given to somebody else, or overruled by what follows. */
export type Standing = 'stated' | 'negated' | 'attributed' | 'overruled';

/** A fact of a probe that a text names; `span` is of its mark, in the text as given. */
export interface NamedFact {
  readonly fact: Fact;
  readonly standing: Standing;
  readonly span: Span;
}

/** What the guards read of a sentence: its place, its text folded and in lower case, and whether it declines. */
export interface GuardedSentence extends Span {
  readonly text: string;
  readonly refusal: unknown;
  /** True where a heading or lead-in over it gives it to somebody else. */
  readonly headed: boolean;
}

/** Ends of clauses that a negation does not reach over. */
const CLAUSE = /[,;:，；：、—]|\s[-–]\s|\b(?:but|yet|while|whereas|although|though)\b|但|却|而是|尽管|虽然/g;
/** UTF-16 units that a negation reaches over. */
const REACH = { en: 70, zh: 24 };

/** The facts that the state guarding a probe's subject denies or leaves out; none where nobody guards it. */
export function guardedFacts({ state, facts }: Probe): readonly Fact[] {
  return state === null ? [] : facts.filter(({ kind }) => kind !== 'shared');
}

/**
 * The facts that a text names from an offset on, each with its best standing: one mark in the own voice is enough. A mark in
 * a sentence that declines states nothing.
 */
export function namedFacts(
  facts: readonly Fact[],
  text: string,
  from: number,
  sentences: readonly GuardedSentence[],
  lang: Lang,
): NamedFact[] {
  return facts.flatMap((fact) => {
    const found = findMarks(compileStatement(fact, lang), text).flatMap((mark): NamedFact[] => {
      if (mark.start < from) return [];
      const at = sentences.findIndex(({ start, end }) => mark.start >= start && mark.start < end);
      const sentence = sentences[at];
      if (sentence === undefined || sentence.refusal !== null) return [];
      const standing = standingOf(mark, sentence, sentences[at + 1] ?? null);
      return [{ fact, standing, span: { start: mark.start, end: mark.end } }];
    });
    const best = found.find(({ standing }) => standing === 'stated') ?? found[0];
    return best === undefined ? [] : [best];
  });
}

/** True where words of the language deny what stands at a span of a sentence, before it in its clause or after it. */
export function isDenied(span: Span, sentence: Span & { readonly text: string }, within = ''): boolean {
  const start = Math.max(0, span.start - sentence.start);
  const end = Math.min(sentence.text.length, span.end - sentence.start);
  const before = lastClause(sentence.text.slice(0, start));
  const reach = /[\u4e00-\u9fff]/.test(sentence.text) ? REACH.zh : REACH.en;
  if (hits(FACT_GUARDS.negated, without(before.slice(-reach), FACT_GUARDS.undenied))) return true;
  // A mark of several parts may enclose a denial of one of them.
  if (within.includes(' & ') && !hits(FACT_GUARDS.negated, within)) {
    if (hits(FACT_GUARDS.negated, without(sentence.text.slice(start, end), FACT_GUARDS.undenied))) return true;
  }
  return hits(FACT_GUARDS.negatedAfter, sentence.text.slice(end));
}

/** True where a mark tells its fact in the own voice: no words of its sentence or the next take it back. */
export function isStated(mark: MarkSpan, sentence: GuardedSentence, next: GuardedSentence | null): boolean {
  return sentence.refusal === null && standingOf(mark, sentence, next) === 'stated';
}

function standingOf(mark: MarkSpan, sentence: GuardedSentence, next: GuardedSentence | null): Standing {
  if (isDenied(mark, sentence, foldScript(mark.mark).toLowerCase())) return 'negated';
  const start = Math.max(0, mark.start - sentence.start);
  const end = Math.max(0, mark.end - sentence.start);
  const around = `${sentence.text.slice(0, start)} ${sentence.text.slice(end)}`;
  if (hits(FACT_GUARDS.dismissed, around)) return 'overruled';
  if (next !== null && hits(FACT_GUARDS.dismissed, next.text) && hits(FACT_GUARDS.refers, next.text))
    return 'overruled';
  const stretch = voiceStretch(sentence.text, start, end);
  const beside = `${sentence.text.slice(stretch.start, start)} ${sentence.text.slice(end, stretch.end)}`;
  if (hits(FACT_GUARDS.known, beside)) return 'stated';
  if (sentence.headed || hits(FACT_GUARDS.distant, beside)) return 'attributed';
  return 'stated';
}

function lastClause(text: string): string {
  let from = 0;
  for (const end of text.matchAll(CLAUSE)) from = end.index + end[0].length;
  return text.slice(from);
}

function without(text: string, { en, zh }: CompiledPatterns): string {
  return text.replace(en, ' ').replace(zh, ' ');
}

function hits({ en, zh }: CompiledPatterns, text: string): boolean {
  return found(en, text) || found(zh, text);
}

/** Compiled patterns are global: each look begins anew. */
function found(pattern: RegExp, text: string): boolean {
  pattern.lastIndex = 0;
  return pattern.test(text);
}
