import type { ReadAnswer, ReadSentence } from '../read-answer.ts';
import { RULES_SETTINGS } from '../rules-settings.ts';
import { STANCES } from '../sentence-model.ts';
import { clausesAtTurn } from './clauses-at-turn.ts';
import { type Frame, forEachFrameRow, frameOf, stemsOf } from './frame-tokens.ts';
import type { LinearInput, LinearModel } from './linear-model.ts';
import { sentenceInput } from './sentence-acts.ts';
import { withoutSpeechOfOthers } from './spoken-by-others.ts';

const { refusalAct } = RULES_SETTINGS;

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
const STATE = STANCES.indexOf('state');
const CANDID = STANCES.indexOf('candid');
const REFUSE = STANCES.indexOf('refuse');
const EMPTY = STANCES.indexOf('empty');

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
  const own = withoutSpeechOfOthers(sentences).flatMap(clausesAtTurn);
  const looked = own.length <= MOST_SENTENCES ? own : [...own.slice(0, half), ...own.slice(-half)];
  return looked.flatMap((sentence) => {
    const frame = frameOf(sentence.text.replace(refusalAct.listMark, ''), stems);
    return frame.tokens.length === 0 ? [] : [{ sentence, frame, input: sentenceInput(frame) }];
  });
}

/** The same with what each does. */
export function readActs(frames: readonly FramedSentence[], model: LinearModel): ActSentence[] {
  return frames.map((one) => ({ ...one, acts: model(one.input) }));
}

/** Rows of the opening and the ending of an answer, for the model that reads how refusals begin and end. */
export function openingInput(sentences: readonly FramedSentence[]): LinearInput {
  const buckets: number[] = [];
  const opening = sentences.slice(0, OPENING).flatMap(({ frame }) => frame.tokens);
  const add = (row: number): void => {
    buckets.push((row >>> 0) >>> (32 - REFUSAL_BITS));
  };
  forEachFrameRow(opening.slice(0, OPENING_TOKENS), LONGEST, 7, add);
  const ending = sentences.slice(-1).flatMap(({ frame }) => frame.tokens);
  if (sentences.length > OPENING) forEachFrameRow(ending.slice(-ENDING_TOKENS), LONGEST - 1, 13, add);
  return { buckets, unit: 1 / Math.sqrt(Math.max(1, buckets.length)), measures: [] };
}

/** Measures of an answer that do not grow with the length of what is said in vain; `opening` is the share that the opening's model gives. */
export function refusalMeasures(answer: ReadAnswer, sentences: readonly ActSentence[], opening: number): number[] {
  const share = (at: number, act: number): number => sentences[at]?.acts[act] ?? 0;
  const most = (rows: readonly ActSentence[], act: number): number =>
    rows.reduce((best, { acts }) => Math.max(best, acts[act] ?? 0), 0);
  const mean = (rows: readonly number[]): number => rows.reduce((sum, one) => sum + one, 0) / Math.max(1, rows.length);
  const first = sentences.slice(0, OPENING);
  const actsFirst = most(first, ACT);
  const firstAct = sentences.findIndex(({ sentence }) => declines(sentence));
  const at =
    firstAct >= 0 && firstAct < OPENING
      ? firstAct
      : Math.max(
          0,
          first.findIndex(({ acts }) => acts[ACT] === actsFirst),
        );
  const rest = sentences.filter((_, i) => i !== at).map(({ acts }) => acts[SUBSTANCE] ?? 0);
  const after = sentences.slice(at + 1).map(({ acts }) => acts[SUBSTANCE] ?? 0);
  const strongest = [...rest].sort((a, b) => b - a);
  const top = (n: number): number => strongest.slice(0, n).reduce((sum, one) => sum + one, 0) / n;
  const stance = (c: number): number[] => sentences.map(({ sentence }) => sentence.stances[c] ?? 0);
  const clear = rest.filter((one) => one > 0.6).length;
  const { frame } = sentences[at] ?? {};
  const numbers = sentences.reduce((sum, one) => sum + one.frame.numbers, 0);
  const refuse = stance(REFUSE);
  const empty = stance(EMPTY);
  const refusing = sentences.filter(({ sentence }) => sentence.refusal !== null).length;
  const others = sentences.filter(({ sentence }, i) => i !== at && sentence.refusal === null);
  const checkable = others.filter(({ sentence, frame: { numbers: n } }) => n > 0 || sentence.names > 0);
  const delivered = sentences.slice(0, 4 * OPENING).some(({ sentence }) => refusalAct.delivers.test(sentence.text))
    ? 1
    : 0;
  return [
    Math.log((opening + 0.001) / (1.001 - opening)),
    share(0, ACT),
    share(1, ACT),
    share(2, ACT),
    actsFirst,
    most(sentences.slice(0, 6), ACT),
    most(sentences.slice(-2), ACT),
    most(sentences.slice(-2), HOLLOW),
    share(0, HOLLOW),
    share(0, SUBSTANCE),
    share(1, SUBSTANCE),
    mean(rest),
    mean(after.slice(0, 3)),
    mean(after.slice(-3)),
    top(1),
    top(3),
    top(8),
    Math.log1p(clear),
    rest.length === 0 ? 0 : clear / rest.length,
    at > 0 ? most(sentences.slice(0, at), SUBSTANCE) : 0,
    sentences.length === 1 ? 1 : 0,
    frame === undefined ? 0 : frame.echoed / Math.max(1, frame.masked),
    Math.log1p(numbers),
    Math.min(4, frame?.quotes ?? 0),
    answer.chinese ? 1 : 0,
    firstAct < 0 ? 9 : Math.min(8, firstAct),
    sentences.findIndex(({ sentence }) => sentence.refusal !== null),
    refusing / Math.max(1, sentences.length),
    refuse[0] ?? 0,
    Math.max(0, ...refuse.slice(0, OPENING)),
    Math.max(0, ...empty.slice(0, OPENING)),
    mean(refuse),
    mean(empty),
    mean(stance(CANDID)),
    mean(stance(STATE)),
    Math.max(0, ...stance(STATE)),
    answer.asksWriting ? 1 : 0,
    answer.ended ? 1 : 0,
    delivered,
    answer.asksWriting && firstAct >= 0 && firstAct < 2 * OPENING ? 1 - delivered : 0,
    sentences.filter(({ sentence }) => declines(sentence)).length,
    verseShare(sentences),
    standsInQuotes(sentences, at) ? 1 : 0,
    Math.min(
      6,
      sentences.slice(0, 2 * OPENING).reduce((sum, { frame: { quotes } }) => sum + quotes, 0),
    ),
    Math.log1p(checkable.length),
    checkable.length / Math.max(1, others.length),
    afterTurn(sentences, at),
    sentences.slice(0, 2 * OPENING).some(({ sentence }) => refusalAct.disclaims.test(sentence.text)) ? 1 : 0,
  ];
}

/** The substance of the first clause behind the act that turns from it ("but", "that said", "in general"); 0 where none does. */
function afterTurn(sentences: readonly ActSentence[], at: number): number {
  const turned = sentences.slice(at + 1, at + 1 + OPENING).find(({ sentence }) => refusalAct.turns.test(sentence.text));
  return turned?.acts[SUBSTANCE] ?? 0;
}

/** The share of short lines that are no items of a list, where one at least ends without an end of a sentence: verse, where nobody acts. */
function verseShare(sentences: readonly ActSentence[]): number {
  const { open, item, longestLine, leastLines } = refusalAct.verse;
  const lines = sentences.filter(
    ({ sentence: { text, size } }, i) =>
      size < longestLine && (text.endsWith('\n') || i === sentences.length - 1) && !item.test(text),
  );
  const isVerse = lines.length >= leastLines && lines.some(({ sentence: { text } }) => open.test(text));
  return isVerse ? lines.length / sentences.length : 0;
}

/** True where a quotation that was opened in an earlier sentence is still open. */
function standsInQuotes(sentences: readonly ActSentence[], at: number): boolean {
  return sentences.slice(0, at).reduce((sum, { frame }) => sum + frame.quotes, 0) % 2 === 1;
}

/** True for words that decline, not only evade. */
function declines({ refusal }: ReadSentence): boolean {
  return refusal !== null && (refusal.sub === 'canned' || refusal.sub === 'explicit');
}
