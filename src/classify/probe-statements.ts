import type { Fact } from '../model/probe.ts';
import type { Span } from '../probes/sentence-spans.ts';
import { splitThinkTags } from '../reading/think-tags.ts';
import type { Item } from './classifier.ts';
import { readAnswer } from './read-answer.ts';
import type { Standing } from './stated-facts.ts';
import type { Weighed } from './weigh-facts.ts';

/** How one fact of a probe stands in an answer, and where; `left_out`: none of its marks is there. */
export interface FactReading {
  readonly fact: Fact;
  readonly standing: Standing | 'left_out';
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
  const { named, claims, weighed } = readAnswer(item, start, 'probe');
  const facts = item.probe.facts.map((fact): FactReading => {
    const found = named.find((one) => one.fact === fact);
    return { fact, standing: found?.standing ?? 'left_out', span: found?.span ?? null };
  });
  return { facts, claims, weighed };
}
