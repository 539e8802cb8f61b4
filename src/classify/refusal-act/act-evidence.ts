import type { Span } from '../../probes/sentence-spans.ts';
import type { ActSentence } from './refusal-input.ts';

/** The sentence that most likely refuses, or says least; null for a text without words. */
export function likeliestAct(sentences: readonly ActSentence[]): Span | null {
  const weight = ({ acts }: ActSentence): number => (acts[0] ?? 0) + (acts[1] ?? 0) / 4;
  const best = sentences.reduce<ActSentence | null>(
    (most, one) => (most !== null && weight(most) >= weight(one) ? most : one),
    null,
  );
  return best === null ? null : { start: best.sentence.start, end: best.sentence.end };
}
