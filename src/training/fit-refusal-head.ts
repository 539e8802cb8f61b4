import type { Item } from '../classify/classifier.ts';
import type { ReadAnswer } from '../classify/read-answer.ts';
import { frameOf, stemsOf } from '../classify/refusal-act/frame-tokens.ts';
import { answerOf } from '../classify/refusal-act/item-answer.ts';
import { createLinearModel, type LinearInput } from '../classify/refusal-act/linear-model.ts';
import type { RefusalWeights } from '../classify/refusal-act/refusal-head.ts';
import {
  type FramedSentence,
  framesOf,
  openingInput,
  REFUSAL_BITS,
  readActs,
  refusalMeasures,
} from '../classify/refusal-act/refusal-input.ts';
import { SENTENCE_ACTS, SENTENCE_BITS, sentenceInput } from '../classify/refusal-act/sentence-acts.ts';
import { fitLinear, type LinearExample } from './fit-linear.ts';
import { type Example, growForest } from './grow-forest.ts';

/** An answer that refuses or does not. `weight` says how much it counts. */
export interface RefusalExample {
  readonly item: Item;
  readonly refuses: boolean;
  readonly weight: number;
}

/** A sentence with what it does. */
export interface ActExample {
  readonly text: string;
  readonly prompt: string;
  readonly act: (typeof SENTENCE_ACTS)[number];
}

/** Sentences of one answer that the sentence model learns from. */
const SENTENCES_AN_ANSWER = 6;
/** Parts into which the answers are dealt, so that the head learns from sentences read by a model that did not see them. */
const PARTS = 2;

/** An example as read, so that several fits need to read it only once. */
export interface ReadRefusal extends RefusalExample {
  readonly answer: ReadAnswer;
  readonly frames: readonly FramedSentence[];
  readonly opening: LinearInput;
  readonly sentences: readonly LinearExample[];
}

/** Reads an example. */
export function readRefusal(example: RefusalExample): ReadRefusal {
  const answer = answerOf(example.item);
  const frames = framesOf(answer, example.item.prompt);
  return { ...example, answer, frames, opening: openingInput(frames), sentences: sentencesOf(example, frames) };
}

/** The input of the sentence model for a sentence that was told by hand. */
export function readAct({ text, prompt, act }: ActExample): LinearExample {
  return { ...sentenceInput(frameOf(text, stemsOf(prompt))), label: SENTENCE_ACTS.indexOf(act), weight: 1 };
}

/** Fits the models of sentences and of openings, then trees on what they find in answers that took no part in their fit. */
export function fitRefusalHead(examples: readonly ReadRefusal[], told: readonly LinearExample[]): RefusalWeights {
  const fitModels = (used: readonly ReadRefusal[]): Pick<RefusalWeights, 'sentence' | 'opening'> => ({
    sentence: fitLinear([...told, ...used.flatMap(({ sentences }) => sentences)], {
      bits: SENTENCE_BITS,
      classes: SENTENCE_ACTS.length,
      passes: 3,
      rate: 0.2,
    }),
    opening: fitLinear(
      used.map(({ opening, refuses, weight }) => ({ ...opening, label: refuses ? 1 : 0, weight })),
      { bits: REFUSAL_BITS, classes: 2, passes: 4, ridge: 3e-5, rate: 0.1 },
    ),
  });
  const parts = Array.from({ length: PARTS }, (_, part) => {
    const { sentence, opening } = fitModels(examples.filter((_, i) => i % PARTS !== part));
    return { sentence: createLinearModel(sentence), opening: createLinearModel(opening) };
  });
  const rows = examples.flatMap(({ answer, frames, opening, refuses, weight }, i): Example[] => {
    const models = parts[i % PARTS];
    if (models === undefined) return [];
    const acts = readActs(frames, models.sentence);
    const features = refusalMeasures(answer, acts, models.opening(opening)[1] ?? 0);
    return [{ features, label: refuses ? 1 : 0, weight }];
  });
  return { ...fitModels(examples), forest: growForest(rows, 2, { trees: 50, leaf: 8, share: 0.4 }) };
}

/** Sentences of an answer as examples: in one that refuses, those with refusing words are acts and the others hollow; else all have substance. */
function sentencesOf({ refuses, weight }: RefusalExample, frames: readonly FramedSentence[]): LinearExample[] {
  const step = Math.max(1, frames.length / SENTENCES_AN_ANSWER);
  const chosen = frames.filter((_, i) => i === 0 || Math.floor(i / step) !== Math.floor((i - 1) / step));
  return chosen.flatMap(({ sentence, input }): LinearExample[] => {
    const declines = sentence.refusal !== null && /canned|explicit|feigned/.test(sentence.refusal.sub);
    if (!refuses && declines) return [];
    const label = SENTENCE_ACTS.indexOf(refuses ? (declines ? 'act' : 'hollow') : 'substance');
    return [{ ...input, label, weight: weight * (refuses ? 1 : 0.5) }];
  });
}
