import type { Fact } from '../model/probe.ts';
import { compileStatement, findMarks } from '../probes/marks.ts';
import type { Span } from '../probes/sentence-spans.ts';
import { splitThinkTags } from '../reading/think-tags.ts';
import type { Item } from './classifier.ts';
import { contraryAt } from './contradicted-facts.ts';
import { plainlyDenies } from './plain-denial.ts';
import { readAnswer } from './read-answer.ts';
import { isStated } from './stated-facts.ts';
import { callsFalse, tellsFact } from './told-facts.ts';
import type { Weighed } from './weigh-facts.ts';

/**
 * How a fact of a probe stands in an answer, best first: told in its own voice, contradicted outright, given to somebody else, overruled by what
 * follows, named beside a negation that does not plainly deny it, or not named at all.
 */
export const FACT_STANDINGS = ['stated', 'negated', 'attributed', 'overruled', 'unclear', 'left_out'] as const;
export type FactStanding = (typeof FACT_STANDINGS)[number];

/** How one fact of a probe stands in an answer, and where. */
export interface FactReading {
  readonly fact: Fact;
  readonly standing: FactStanding;
  /** UTF-16 offsets of the text as given; null where it is left out. */
  readonly span: Span | null;
}

/** What an answer says of what its probe lists. */
export interface StatementReading {
  readonly facts: readonly FactReading[];
  /** Claims that it puts forward in its own voice. */
  readonly claims: number;
  /** What both come to by rule 6 of the codebook. */
  readonly weighed: Weighed;
}

const NOTHING: StatementReading = { facts: [], claims: 0, weighed: { class: null, flags: [], lineOf: null } };

/** Reads an answer against the facts and claims of its probe, by their marks; nothing without a probe. */
export function readStatements(item: Item): StatementReading {
  if (item.probe === null) return NOTHING;
  const { start } = splitThinkTags(item.of === 'response' ? item.text : '');
  const { named, claims, weighed, sentences } = readAnswer(item, start, 'probe');
  const facts = item.probe.facts.map((fact): FactReading => {
    const found = named.find((one) => one.fact === fact);
    if (found === undefined) return { fact, standing: 'left_out', span: null };
    const marks = findMarks(compileStatement(fact, item.lang ?? 'en'), item.text).flatMap((mark) => {
      const at = sentences.findIndex(({ start, end }) => mark.start >= start && mark.start < end);
      const sentence = sentences[at];
      if (sentence === undefined) return [];
      const next = sentences[at + 1] ?? null;
      return [{ mark, sentence, next, contrary: contraryAt(fact, mark, sentence, next) }];
    });
    const read = (standing: FactStanding, is: (one: (typeof marks)[number]) => boolean): FactReading[] =>
      marks.filter(is).map(({ mark: { start, end } }) => ({ fact, standing, span: { start, end } }));
    const [told] = [
      ...read(
        'stated',
        ({ mark, sentence, next, contrary }) =>
          contrary === null && (isStated(mark, sentence, next) || tellsFact(mark, sentence, next)),
      ),
      ...read(
        'negated',
        ({ mark, sentence, contrary }) =>
          contrary === 'negated' || plainlyDenies(mark, sentence) || callsFalse(mark, sentence),
      ),
    ];
    if (told !== undefined) return told;
    const standing = found.standing === 'negated' || found.standing === 'stated' ? 'unclear' : found.standing;
    return { fact, standing, span: found.span };
  });
  return { facts, claims, weighed };
}
