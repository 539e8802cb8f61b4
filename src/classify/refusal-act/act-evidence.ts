import type { Span } from '../../probes/sentence-spans.ts';
import type { ReadAnswer } from '../read-answer.ts';
import type { ActSentence } from './refusal-input.ts';

/** The sentence that most likely refuses, or says least; the first where none has words, null where there is none. */
export function likeliestAct(sentences: readonly ActSentence[], answer: ReadAnswer): Span | null {
  const weight = ({ acts }: ActSentence): number => (acts[0] ?? 0) + (acts[1] ?? 0) / 4;
  const best = sentences.reduce<ActSentence | null>(
    (most, one) => (most !== null && weight(most) >= weight(one) ? most : one),
    null,
  );
  const sentence = best?.sentence ?? answer.sentences[0];
  return sentence === undefined ? null : { start: sentence.start, end: sentence.end };
}
