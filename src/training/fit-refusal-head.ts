import type { Item } from '../classify/classifier.ts';
import { type ReadAnswer, readAnswer } from '../classify/read-answer.ts';
import { frameOf, stemsOf } from '../classify/refusal-act/frame-tokens.ts';
import { createLinearModel, type LinearModel, type LinearWeights } from '../classify/refusal-act/linear-model.ts';
import type { RefusalWeights } from '../classify/refusal-act/refusal-head.ts';
import { type FramedSentence, framesOf, REFUSAL_BITS, readActs, refusalInput } from '../classify/refusal-act/refusal-input.ts';
import { SENTENCE_ACTS, SENTENCE_BITS, sentenceInput } from '../classify/refusal-act/sentence-acts.ts';
import { splitThinkTags } from '../reading/think-tags.ts';
import { fitLinear, type LinearExample } from './fit-linear.ts';

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
const SENTENCES_AN_ANSWER = 8;
/** Parts into which the answers are dealt, so that the head learns from sentences read by a model that did not see them. */
const PARTS = 2;

/** An example as read, so that several fits need to read it only once. */
export interface ReadRefusal extends RefusalExample {
  readonly answer: ReadAnswer;
  readonly frames: readonly FramedSentence[];
  readonly sentences: readonly LinearExample[];
}

/** Reads an example. */
export function readRefusal(example: RefusalExample): ReadRefusal {
  const answer = answerOf(example.item);
  const frames = framesOf(answer, example.item.prompt);
  return { ...example, answer, frames, sentences: sentencesOf(example, frames) };
}

/** The input of the sentence model for a sentence that was told by hand. */
export function readAct({ text, prompt, act }: ActExample): LinearExample {
  return { ...sentenceInput(frameOf(text, stemsOf(prompt))), label: SENTENCE_ACTS.indexOf(act), weight: 1 };
}

/** Fits the sentence model on sentences told by hand and by their answers, then the head on what it finds. */
export function fitRefusalHead(examples: readonly ReadRefusal[], told: readonly LinearExample[]): RefusalWeights {
  const models: LinearModel[] = Array.from({ length: PARTS }, (_, part) =>
    createLinearModel(
      fitSentenceModel([...told, ...examples.flatMap(({ sentences }, i) => (i % PARTS === part ? [] : sentences))]),
    ),
  );
  const sentence = fitSentenceModel([...told, ...examples.flatMap(({ sentences }) => sentences)]);
  const fallback = createLinearModel(sentence);
  const inputs = examples.map(({ answer, frames, refuses, weight }, i): LinearExample => {
    return { ...refusalInput(answer, readActs(frames, models[i % PARTS] ?? fallback)), label: refuses ? 1 : 0, weight };
  });
  const head = fitLinear(inputs, { bits: REFUSAL_BITS, classes: 2, passes: 10, ridge: 3e-5, rate: 0.1 });
  return { sentence, head };
}

/** An answer as the head reads it. */
export function answerOf(item: Item): ReadAnswer {
  const { start } = splitThinkTags(item.of === 'response' ? item.text : '');
  return readAnswer(item, start, 'general');
}

function fitSentenceModel(examples: readonly LinearExample[]): LinearWeights {
  return fitLinear(examples, { bits: SENTENCE_BITS, classes: SENTENCE_ACTS.length, passes: 4, ridge: 1e-5, rate: 0.2 });
}

/** Sentences of an answer as examples: in one that refuses, those with refusing words are acts and the others hollow; else all have substance. */
function sentencesOf({ refuses, weight }: RefusalExample, frames: readonly FramedSentence[]): LinearExample[] {
  const step = Math.max(1, frames.length / SENTENCES_AN_ANSWER);
  const chosen = frames.filter((_, i) => i === 0 || Math.floor(i / step) !== Math.floor((i - 1) / step));
  return chosen.flatMap(({ sentence, input }): LinearExample[] => {
    const declines = sentence.refusal !== null;
    if (!refuses && declines) return [];
    const label = SENTENCE_ACTS.indexOf(refuses ? (declines ? 'act' : 'hollow') : 'substance');
    return [{ ...input, label, weight: weight * (refuses ? 1 : 0.5) }];
  });
}
