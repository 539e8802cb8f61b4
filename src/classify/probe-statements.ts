import type { Fact } from '../model/probe.ts';
import type { Span } from '../probes/sentence-spans.ts';
import { splitThinkTags } from '../reading/think-tags.ts';
import type { Item } from './classifier.ts';
import { endsOtherwise } from './contradicted-facts.ts';
import { type FactPlace, factPlaces, isContradicted } from './fact-places.ts';
import { readAnswer } from './read-answer.ts';
import { isStated } from './stated-facts.ts';
import { tellsFact } from './told-facts.ts';
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
  const lang = item.lang ?? 'en';
  const { start } = splitThinkTags(item.of === 'response' ? item.text : '');
  const { named, claims, weighed, sentences } = readAnswer(item, start, 'probe');
  const marked = item.probe.facts.map((fact) => {
    const found = named.find((one) => one.fact === fact);
    return {
      fact,
      found,
      marks: factPlaces(found === undefined ? withoutAuxiliaries(fact) : fact, item.text, lang, sentences),
    };
  });
  const denying = marked.some(({ marks }) => marks.some(isContradicted));
  const facts = marked.map(({ fact, found, marks }): FactReading => {
    const told = marks.find(
      (one) => found !== undefined && isTold(one) && !(denying && endsOtherwise(fact, one.sentence)),
    );
    const negated = marks.find(isContradicted);
    // What is told at one mark and contradicted at another is neither.
    const both = told !== undefined && marks.some(({ contrary }) => contrary === 'negated');
    const mark = both ? null : (told ?? negated)?.mark;
    if (mark) return { fact, standing: told ? 'stated' : 'negated', span: { start: mark.start, end: mark.end } };
    if (found === undefined) return { fact, standing: 'left_out', span: null };
    const standing = found.standing === 'negated' || found.standing === 'stated' ? 'unclear' : found.standing;
    return { fact, standing, span: found.span };
  });
  return { facts, claims, weighed };
}

const PASSIVE = /^(?:(?:he|she|it|they) )?(?:was|were|is|are|been|had been|has been|have been) (?<done>.{6,})$/u;
const passives = new WeakMap<Fact, Fact>();

/** A fact by the marks in which "not" may part an auxiliary from its verb, without the auxiliary: "executed" for "was executed". */
function withoutAuxiliaries(fact: Fact): Fact {
  const known = passives.get(fact);
  if (known !== undefined) return known;
  const en = (fact.marks.en ?? []).flatMap((mark) => PASSIVE.exec(mark)?.groups?.done ?? []);
  const made: Fact = { ...fact, marks: { en } };
  passives.set(fact, made);
  return made;
}

function isTold({ mark, sentence, next, contrary }: FactPlace): boolean {
  return contrary === null && (isStated(mark, sentence, next) || tellsFact(mark, sentence, next));
}
