import type { Span } from '../probes/sentence-spans.ts';
import { RULES_SETTINGS } from './rules-settings.ts';

const { attribution } = RULES_SETTINGS;

/**
 * The part of a sentence (folded, in lower case) in which one voice speaks and a span stands: from the turn before it to the turn behind
 * it ("X says A, but in fact B" has two). A clause that concedes ("While X says A, …") ends with its comma. Offsets into the sentence.
 */
export function voiceStretch(sentence: string, start: number, end: number): Span {
  const turns = [...sentence.matchAll(attribution.voiceTurn)].map(({ index }) => index);
  if (attribution.concession.test(sentence)) {
    const clause = attribution.clauseEnd.exec(sentence);
    if (clause !== null) turns.push(clause.index);
  }
  const before = turns.filter((at) => at < start);
  const behind = turns.filter((at) => at >= end);
  return { start: Math.max(0, ...before), end: Math.min(sentence.length, ...behind) };
}
