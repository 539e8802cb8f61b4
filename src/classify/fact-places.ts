import type { Lang } from '../model/lang.ts';
import type { Fact } from '../model/probe.ts';
import { compileStatement, findMarks, type MarkSpan } from '../probes/marks.ts';
import { type ContradictingSentence, type Contrary, contraryAt } from './contradicted-facts.ts';
import { plainlyDenies } from './plain-denial.ts';
import type { GuardedSentence } from './stated-facts.ts';
import { callsFalse } from './told-facts.ts';

/** A mark of a fact, where it stands, and what is said against the fact there. */
export interface FactPlace<S = PlaceSentence> {
  readonly mark: MarkSpan;
  readonly sentence: S;
  readonly next: S | null;
  readonly contrary: Contrary | null;
}

/** What is read of a sentence in which a mark stands. */
export type PlaceSentence = ContradictingSentence & GuardedSentence;

/** The marks of a fact in a text, with their sentences. */
export function factPlaces<S extends PlaceSentence>(
  fact: Fact,
  text: string,
  lang: Lang,
  sentences: readonly S[],
): FactPlace<S>[] {
  return findMarks(compileStatement(fact, lang), text).flatMap((mark) => {
    const at = sentences.findIndex(({ start, end }) => mark.start >= start && mark.start < end);
    const sentence = sentences[at];
    if (sentence === undefined) return [];
    const next = sentences[at + 1] ?? null;
    return [{ mark, sentence, next, contrary: contraryAt(fact, mark, sentence, next) }];
  });
}

/** True where the fact is contradicted outright at a mark of it. */
export function isContradicted({ mark, sentence, contrary }: FactPlace): boolean {
  return contrary === 'negated' || plainlyDenies(mark, sentence) || callsFalse(mark, sentence);
}
