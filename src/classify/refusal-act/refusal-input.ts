import type { ReadAnswer, ReadSentence } from '../read-answer.ts';
import { type Frame, forEachFrameRow, frameOf, stemsOf } from './frame-tokens.ts';
import type { LinearInput, LinearModel } from './linear-model.ts';
import { sentenceInput } from './sentence-acts.ts';

/** Bits of the bucket of a row of tokens. */
export const REFUSAL_BITS = 16;
const LONGEST = 4;
/** Sentences that count as the opening, and the tokens of it and of the ending that are looked at. */
const OPENING = 3;
const OPENING_TOKENS = 80;
const ENDING_TOKENS = 40;
/** Sentences above which only the first and last ones are looked at, half and half. */
const MOST_SENTENCES = 120;
const [ACT, HOLLOW, SUBSTANCE] = [0, 1, 2];

/** A sentence with its frame and the input of the sentence model. */
export interface FramedSentence {
  readonly sentence: ReadSentence;
  readonly frame: Frame;
  readonly input: LinearInput;
}

/** A sentence with its frame and the shares of its acts. */
export interface ActSentence extends FramedSentence {
  readonly acts: readonly number[];
}

/** The sentences of an answer, masked. */
export function framesOf({ sentences }: ReadAnswer, prompt: string | null): FramedSentence[] {
  const stems = stemsOf(prompt ?? '');
  const half = MOST_SENTENCES / 2;
  const looked =
    sentences.length <= MOST_SENTENCES ? sentences : [...sentences.slice(0, half), ...sentences.slice(-half)];
  return looked.flatMap((sentence) => {
    const frame = frameOf(sentence.text, stems);
    return frame.tokens.length === 0 ? [] : [{ sentence, frame, input: sentenceInput(frame) }];
  });
}

/** The same with what each does. */
export function readActs(frames: readonly FramedSentence[], model: LinearModel): ActSentence[] {
  return frames.map((one) => ({ ...one, acts: model(one.input) }));
}

/** What the refusal head sees: rows of the opening and the ending, and measures that do not grow with the length of what is said in vain. */
export function refusalInput(answer: ReadAnswer, sentences: readonly ActSentence[]): LinearInput {
  const buckets: number[] = [];
  const opening = sentences.slice(0, OPENING).flatMap(({ frame }) => frame.tokens);
  const add = (row: number): void => {
    buckets.push((row >>> 0) >>> (32 - REFUSAL_BITS));
  };
  forEachFrameRow(opening.slice(0, OPENING_TOKENS), LONGEST, 7, add);
  const ending = sentences.slice(-1).flatMap(({ frame }) => frame.tokens);
  if (sentences.length > OPENING) forEachFrameRow(ending.slice(-ENDING_TOKENS), LONGEST - 1, 13, add);
  return { buckets, unit: 1 / Math.sqrt(Math.max(1, buckets.length)), measures: measuresOf(answer, sentences) };
}

function measuresOf(answer: ReadAnswer, sentences: readonly ActSentence[]): number[] {
  const share = (at: number, act: number): number => sentences[at]?.acts[act] ?? 0;
  const most = (rows: readonly ActSentence[], act: number): number => Math.max(0, ...rows.map(({ acts }) => acts[act] ?? 0));
  const mean = (rows: readonly number[]): number => rows.reduce((sum, one) => sum + one, 0) / Math.max(1, rows.length);
  const first = sentences.slice(0, OPENING);
  const actsFirst = most(first, ACT);
  const at = Math.max(0, first.findIndex(({ acts }) => acts[ACT] === actsFirst));
  const rest = sentences.filter((_, i) => i !== at).map(({ acts }) => acts[SUBSTANCE] ?? 0);
  const strongest = [...rest].sort((a, b) => b - a);
  const top = (n: number): number => strongest.slice(0, n).reduce((sum, one) => sum + one, 0) / n;
  const stance = (c: number): number[] => sentences.map(({ sentence }) => sentence.stances[c] ?? 0);
  const declines = sentences.slice(0, 2).some(({ sentence }) => sentence.refusal !== null) ? 1 : 0;
  const canned = sentences.slice(0, 2).some(({ sentence }) => sentence.refusal?.sub === 'canned') ? 1 : 0;
  const clear = rest.filter((one) => one > 0.6).length;
  const actFrame = sentences[at]?.frame;
  const echo = actFrame === undefined ? 0 : actFrame.echoed / Math.max(1, actFrame.masked);
  const numbers = sentences.reduce((sum, { frame }) => sum + frame.numbers, 0);
  const writing = answer.asksWriting ? 1 : 0;
  const refuse = stance(3);
  return [
    share(0, ACT),
    share(1, ACT),
    share(2, ACT),
    actsFirst,
    most(sentences.slice(0, 6), ACT),
    most(sentences.slice(-2), ACT),
    share(0, HOLLOW),
    share(0, SUBSTANCE),
    mean(rest),
    top(1),
    top(3),
    top(8),
    Math.log1p(clear),
    clear === 0 ? 1 : 0,
    at > 0 ? most(sentences.slice(0, at), SUBSTANCE) : 0,
    sentences.length === 1 ? 1 : 0,
    Math.log1p(sentences.length) / 3,
    echo,
    Math.log1p(numbers) / 3,
    Math.min(1, (actFrame?.quotes ?? 0) / 2),
    answer.chinese ? 1 : 0,
    declines,
    canned,
    refuse[0] ?? 0,
    Math.max(0, ...refuse.slice(0, OPENING)),
    Math.max(0, ...stance(4).slice(0, OPENING)),
    mean(refuse) + mean(stance(4)),
    mean(stance(2)),
    mean(stance(0)),
    writing,
    writing * top(3),
    actsFirst * (1 - top(3)),
    actsFirst * (1 - mean(rest)),
    actsFirst * top(8),
    (1 - actsFirst) * top(3),
    (1 - actsFirst) * mean(rest),
    answer.ended ? 1 : 0,
  ];
}
