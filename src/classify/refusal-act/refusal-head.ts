import { type Forest, forestShares } from '../forest.ts';
import type { ReadAnswer } from '../read-answer.ts';
import { RULES_SETTINGS } from '../rules-settings.ts';
import { createLinearModel, type LinearWeights } from './linear-model.ts';
import { type ActSentence, framesOf, openingInput, readActs, refusalMeasures } from './refusal-input.ts';

/** Weights of the sentence model, of the model of openings, and the trees above both. */
export interface RefusalWeights {
  readonly sentence: LinearWeights;
  readonly opening: LinearWeights;
  readonly forest: Forest;
}

/** The share that an answer refuses, and its sentences with what each does. */
export interface RefusalReading {
  readonly share: number;
  readonly sentences: readonly ActSentence[];
}

/** Says how likely an answer declines what was asked and leaves it at that. */
export type RefusalHead = (answer: ReadAnswer, prompt: string | null) => RefusalReading;

const { refusalAct } = RULES_SETTINGS;

/** A head from its weights. */
export function createRefusalHead({ sentence, opening, forest }: RefusalWeights): RefusalHead {
  const sentenceModel = createLinearModel(sentence);
  const openingModel = createLinearModel(opening);
  return (answer, prompt) => {
    const frames = framesOf(answer, prompt);
    const sentences = readActs(frames, sentenceModel);
    if (isFiltered(answer)) return { share: refusalAct.filteredShare, sentences };
    const measures = refusalMeasures(answer, sentences, openingModel(openingInput(frames))[1] ?? 0);
    return { share: forestShares(forest, measures)[1] ?? 0, sentences };
  };
}

/** True for the fixed sentence of a service's filter: it is a refusal where nobody knows who sent it. */
function isFiltered({ sentences, length }: ReadAnswer): boolean {
  return length < refusalAct.filterLength && sentences.some(({ text }) => refusalAct.filter.test(text));
}
