import type { ReadAnswer } from '../read-answer.ts';
import { createLinearModel, type LinearWeights } from './linear-model.ts';
import { type ActSentence, framesOf, readActs, refusalInput } from './refusal-input.ts';

/** Weights of the sentence model and of the head above it. */
export interface RefusalWeights {
  readonly sentence: LinearWeights;
  readonly head: LinearWeights;
}

/** The share that an answer refuses, and its sentences with what each does. */
export interface RefusalReading {
  readonly share: number;
  readonly sentences: readonly ActSentence[];
}

/** Says how likely an answer declines what was asked and leaves it at that. */
export type RefusalHead = (answer: ReadAnswer, prompt: string | null) => RefusalReading;

/** A head from its weights. */
export function createRefusalHead({ sentence, head }: RefusalWeights): RefusalHead {
  const sentenceModel = createLinearModel(sentence);
  const model = createLinearModel(head);
  return (answer, prompt) => {
    const sentences = readActs(framesOf(answer, prompt), sentenceModel);
    return { share: model(refusalInput(answer, sentences))[1] ?? 0, sentences };
  };
}
