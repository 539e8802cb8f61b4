import type { FactMeasure } from '../compare/facts.ts';

/** What is said of facts. */
export const FACT_WORDS = {
  states: 'states',
  contradicts: 'contradicts',
  mentions: 'mentions',
  leaves_out: 'leaves out',
} as const satisfies Readonly<Record<FactMeasure, string>>;

/** Said beside every figure of facts. */
export function factsNote(by: string): string {
  const how =
    by === 'marks'
      ? 'Read by the marks of the probe sets: words that show a fact. How often that is right was not measured on these answers or sets.'
      : `By what ${by} answered fact by fact; a judge does not tell a denial from a dismissal.`;
  return `Facts: of those that a state denies or leaves out, how many an answer states in its own voice, contradicts outright, only mentions (as somebody's words, overruled, or unclearly) or leaves out; questions for facts alone (factual, indirect, individual). Means over questions with 95 % intervals. No class and no rate is made of it. A refusal states nothing. ${how}`;
}
