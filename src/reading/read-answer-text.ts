import type { JsonObject } from '../lib/json.ts';
import type { DeliveryFlag } from '../model/delivery.ts';
import type { ReasoningState } from '../model/reasoning.ts';
import type { Reply } from '../model/reply.ts';
import { answerEnd } from './answer-end.ts';
import { readFinish } from './finish.ts';
import { reasoningStateOf, type SplitContent, splitThinkTags } from './think-tags.ts';
import { holdsUndecoded } from './undecoded.ts';

/** What came of an answer, before it is taken apart. */
export interface RawText {
  /** The content as it came. */
  readonly content: string;
  /** Thought in a field of its own; null: there is none. */
  readonly thought: string | null;
  /** What was asked; null: not known. */
  readonly prompt: string | null;
  readonly finish: string | null;
  readonly usage: Reply['usage'];
}

/** What of an answer is the answer, and what is thought. */
export interface ReadText {
  /** The answer, from its beginning to the end of the content. */
  readonly text: string;
  readonly reasoning: string | null;
  readonly reasoningState: ReasoningState;
  /** Where the answer ends in `text`; absent: at its end. */
  readonly answerEnd?: number;
  readonly signs: readonly DeliveryFlag[];
  /** How the thought stood in the content; null: it did not. */
  readonly tags: SplitContent['tags'];
  /** Name of its notation. */
  readonly notation: string | null;
}

/** Shortest text, in UTF-16 code units, whose repetition in both fields means that one mirrors the other. */
const MIN_MIRRORED = 40;
/** Tokens by which the counts of thought and answer may differ where there is no answer: the end of the thought and of the turn. */
const SLACK = 2;
/** Fewest tokens of thought whose equality with all tokens says something where the answer ended by itself. */
const MIN_TELLING = 16;

/**
 * Takes an answer apart: thought in a notation of the table and in its own field, each once; a thought that was cut before its end, however it
 * is told (left open, mirrored in both fields, all tokens counted as thought); and where the answer ends before its text.
 */
export function readAnswerText({ content, thought, prompt, finish, usage }: RawText): ReadText {
  const split = splitThinkTags(content);
  const { tags, notation } = split;
  let text = split.text;
  let reasoning = joined(thought, split.reasoning);
  let unknown = split.unknown;
  const mirrored = thought === null ? null : withoutMirror(text, thought);
  if (mirrored !== null) text = mirrored;
  const counted = tags === null && text.trim() !== '' ? isAllThought(finish, usage) : false;
  if (counted === 'unclear') unknown = true;
  if (counted === true) {
    reasoning = joined(reasoning, text);
    text = '';
  }
  const found = answerEnd(text, prompt);
  // The token that opens a text in a notation that is not known is no end of an answer that never began.
  const end = unknown && found !== null && beginsUnknown(text, found.at) ? null : found;
  const signs: DeliveryFlag[] = [];
  if (unknown && text.trim() !== '') signs.push('reasoning_unknown');
  if (end?.runsOn === true) signs.push('run_on');
  if (holdsUndecoded(content, thought ?? '', finish)) signs.push('decoding');
  const state = reasoningStateOf(reasoning);
  return {
    text,
    reasoning,
    reasoningState: state,
    ...(end === null ? {} : { answerEnd: end.at }),
    signs,
    tags,
    notation,
  };
}

/** True where nothing was said before that offset, and the token there is not one that ends a turn or begins the asker's. */
function beginsUnknown(text: string, at: number): boolean {
  const token = /^[<[]\S{0,60}?[>\]]/.exec(text.slice(at))?.[0] ?? '';
  return bare(text.slice(0, at)) === '' && !/(?<![a-z])(?:end|eo[tsmdp](?![a-z])|user|human|inst|s>)/i.test(token);
}

/** How a thought stood in the content, for the envelope. */
export function notedTags(tags: SplitContent['tags'], notation: string | null): JsonObject {
  return { think_tags: tags, ...(notation === 'think' ? {} : { notation }) };
}

/** Both traces, or the longer one where one holds the other. */
function joined(first: string | null, second: string | null): string | null {
  if (first === null || second === null) return first ?? second;
  const [a, b] = [bare(first), bare(second)];
  if (a.includes(b)) return b === '' && first === '' ? second : first;
  if (b.includes(a)) return second;
  return first + second;
}

/**
 * The answer without what only repeats the thought: nothing where both fields hold the same, or the content is the beginning of the thought;
 * what follows where the content begins with the whole thought. null: there is no mirror. An answer that the thought drafted at its end is none.
 */
function withoutMirror(text: string, thought: string): string | null {
  const [said, thoughtOf] = [bare(text), bare(thought)];
  if (said === '' || thoughtOf === '') return null;
  if (said === thoughtOf) return '';
  if (said.length >= MIN_MIRRORED && thoughtOf.startsWith(said)) return '';
  if (thoughtOf.length < MIN_MIRRORED || !said.startsWith(thoughtOf)) return null;
  const at = text.trimStart().startsWith(thought.trim()) ? text.indexOf(thought.trim()) + thought.trim().length : null;
  return at === null ? null : text.slice(at).trimStart();
}

/** Whether the service counts every token of an answer as thought, though there is text; `unclear` where it ended by itself. */
function isAllThought(finish: string | null, usage: Reply['usage']): boolean | 'unclear' {
  const thought = usage?.reasoning ?? 0;
  const all = usage?.completion ?? 0;
  if (thought <= 0 || all <= 0 || thought > all || all - thought > SLACK) return false;
  if (finish !== null && readFinish(finish)?.kind === 'length') return true;
  return thought === all && all >= MIN_TELLING ? 'unclear' : false;
}

function bare(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
