import { remembered } from '../lib/remembered.ts';
import type { ReasoningState } from '../model/reasoning.ts';
import { bareThoughtAt } from './bare-thought.ts';
import { bareFinalIn, bareHarmonyAt, type HarmonyStart, harmonyAt } from './harmony.ts';
import { jsonThoughtAt, labelledThoughtAt, type UnmarkedThought } from './labelled-thought.ts';
import { withLineFeeds } from './line-ends.ts';
import { HAS_NOTATION, HEADERS, NOTATIONS, type Notation, UNKNOWN_OPENING, WRAPPER } from './notations.ts';
import { isCited, useOfToken } from './spoken-of.ts';
import { thinkingPrefixAt } from './thinking-prefix.ts';

/** An answer with its reasoning taken apart. `text` is `content.slice(start)`, so that offsets can be carried over. */
export interface SplitContent {
  readonly text: string;
  /** UTF-16 offset in the content where the answer begins. */
  readonly start: number;
  readonly reasoning: string | null;
  readonly state: ReasoningState;
  /** How the reasoning was found; null: there was none. `unopened`: the template had opened it; `unclosed`: it was cut, there is no answer. */
  readonly tags: 'whole' | 'unopened' | 'unclosed' | null;
  /** Name of the notation; null: none was found. */
  readonly notation: string | null;
  /** True where reasoning may stand in the text in a way that cannot be told: the text is not to be judged. */
  readonly unknown: boolean;
}

/** Longest preface before a thought, in UTF-16 code units ("Okay, let me think about this."). */
const LONGEST_PREFACE = 200;

/** Thoughts, headers and wrappers in a row, and ends of thoughts looked at in one text: a text with more is not told. */
const MOST_STEPS = 48;
const MOST_ENDS = 200;

/** Texts of which it is kept how they are taken apart: each is read several times in a row. */
const LAST_TEXTS = 8;

/** One thing found at the beginning of a text. `traces` null: it was no reasoning. */
interface Step {
  readonly advance: number;
  readonly traces: readonly string[] | null;
  readonly tags: SplitContent['tags'];
  readonly notation: string | null;
  readonly unknown?: boolean;
}

/**
 * Takes reasoning at the beginning of an answer apart, in any notation of the table: whole, empty, several times, after a short preface,
 * without its opening (the template put it there), or without its end (then there is no answer). What stands further on, is
 * quoted or is spoken of in a sentence belongs to the answer; where neither can be told, `unknown` says so.
 */
export const splitThinkTags: (content: string) => SplitContent = remembered((content) => {
  const { text, original } = withLineFeeds(content);
  const split = splitLines(text);
  const start = original(split.start);
  return { ...split, start, text: content.slice(start) };
}, LAST_TEXTS);

/** The same for a text whose lines end in line feeds. */
function splitLines(content: string): SplitContent {
  let start = 0;
  let tags: SplitContent['tags'] = null;
  let notation: string | null = null;
  const traces: string[] = [];
  let isReasoning = false;
  for (let steps = 0; ; steps++) {
    const rest = start === 0 ? content : content.slice(start);
    const step = nextStep(rest, isReasoning);
    if (step === null) break;
    if (steps >= MOST_STEPS) return found(content, start, traces, isReasoning, tags, notation, true);
    if (step.traces !== null) {
      isReasoning = true;
      traces.push(...step.traces);
      tags = step.tags === 'unclosed' || tags === null ? step.tags : tags;
      notation ??= step.notation;
    }
    start += step.advance;
    if (step.tags === 'unclosed') break;
    if (step.unknown === true) return found(content, start, traces, isReasoning, tags, notation, true);
  }
  return found(content, start, traces, isReasoning, tags, notation, isUnclear(content.slice(start)));
}

/** The state of a reasoning text: null is `absent`, white space only is `empty`. */
export function reasoningStateOf(reasoning: string | null): ReasoningState {
  if (reasoning === null) return 'absent';
  return reasoning.trim() === '' ? 'empty' : 'present';
}

/** The opening of a thought in which a prompt as rendered ends: the answer begins inside it. '' where there is none. */
export function openedThoughtIn(rendered: string): string {
  const tail = rendered.slice(-80);
  for (let at = 0; at < tail.length; at++) {
    for (const { open } of NOTATIONS) {
      open.lastIndex = at;
      if (open.test(tail) && tail.slice(open.lastIndex).trim() === '') return tail.slice(at, open.lastIndex);
    }
  }
  return '';
}

function nextStep(rest: string, isReasoning: boolean): Step | null {
  const begin = skipSpace(rest, 0);
  if (begin === rest.length) return null;
  const header = headerAt(rest, begin, isReasoning);
  if (header !== null) return { advance: header, traces: null, tags: null, notation: null };
  const harmony = harmonyAt(rest, begin) ?? bareHarmonyAt(rest, begin);
  if (harmony !== null) return ofHarmony(rest, harmony);
  const prefix = thinkingPrefixAt(rest, begin);
  if (prefix !== null) {
    const { answer, trace } = prefix;
    if (answer === null) {
      const told = labelledThoughtAt(rest, begin);
      if (told !== null && told.answer !== null) return ofUnmarked(rest, told);
      return { advance: 0, traces: null, tags: null, notation: 'thinking-prefix', unknown: true };
    }
    const cut = answer === rest.length;
    return { advance: answer, traces: [trace], tags: cut ? 'unclosed' : 'whole', notation: 'thinking-prefix' };
  }
  const marked = openedAt(rest, begin, '') ?? closedIn(rest, isReasoning);
  if (marked !== null) return marked;
  const unmarked = labelledThoughtAt(rest, begin) ?? jsonThoughtAt(rest, begin);
  if (unmarked !== null) return ofUnmarked(rest, unmarked);
  const later = openedLater(rest);
  if (later !== null || isReasoning) return later;
  const bare = bareThoughtAt(rest, begin);
  return bare === null ? null : ofUnmarked(rest, bare);
}

function ofUnmarked(rest: string, { answer, trace, notation }: UnmarkedThought): Step {
  if (answer === null) return { advance: 0, traces: null, tags: null, notation, unknown: true };
  return { advance: answer, traces: [trace], tags: answer === rest.length ? 'unclosed' : 'whole', notation };
}

function ofHarmony(rest: string, { answer, traces, unknown }: HarmonyStart): Step {
  if (answer !== null && traces.length === 0) return { advance: answer, traces: null, tags: null, notation: 'harmony' };
  if (answer !== null) return { advance: answer, traces, tags: 'whole', notation: 'harmony' };
  if (unknown) return { advance: 0, traces: null, tags: null, notation: null, unknown: true };
  return { advance: rest.length, traces, tags: 'unclosed', notation: 'harmony' };
}

/** A notation's opening at an offset, and its end. */
function openedAt(rest: string, at: number, preface: string): Step | null {
  for (const { name, open, close, caption } of NOTATIONS) {
    open.lastIndex = at;
    if (!open.test(rest)) continue;
    const inside = open.lastIndex;
    const end = firstUsed(rest, close, inside, ['spoken']);
    const before = preface.trim() === '' ? [] : [preface];
    if (end === null && caption === true)
      return { advance: 0, traces: null, tags: null, notation: name, unknown: true };
    if (end === null) {
      return { advance: rest.length, traces: [...before, rest.slice(inside)], tags: 'unclosed', notation: name };
    }
    return { advance: end.end, traces: [...before, rest.slice(inside, end.at)], tags: 'whole', notation: name };
  }
  return null;
}

/** An end whose beginning had stood in the prompt: the first that is used, with no beginning before it. */
function closedIn(rest: string, isReasoning: boolean): Step | null {
  let first: { at: number; end: number; name: string } | null = null;
  for (const notation of HAS_NOTATION.test(rest) ? NOTATIONS : []) {
    if (!notation.alone) continue;
    const end = firstUsed(rest, notation.close, 0, ['spoken', 'doubtful']);
    if (end === null || (first !== null && first.at <= end.at)) continue;
    if (openingsIn(rest.slice(0, end.at), notation).length > 0) continue;
    first = { ...end, name: notation.name };
  }
  const bare = bareFinalIn(rest) ?? channelFinalIn(rest);
  if (bare !== null && (first === null || bare.at < first.at)) first = { ...bare, name: 'harmony' };
  if (first === null) return null;
  if (isReasoning && rest.slice(first.end).trim() === '') {
    // After a whole thought, a stray end at the very end may close nothing, or a second thought without an answer.
    return { advance: 0, traces: null, tags: null, notation: null, unknown: true };
  }
  return { advance: first.end, traces: [rest.slice(0, first.at)], tags: 'unopened', notation: first.name };
}

function channelFinalIn(rest: string): { at: number; end: number } | null {
  const final =
    /(?:<\|end\|>\s*)?(?:<\|start\|>\s*assistant\s*)?<\|channel\|>\s*final[^<]{0,40}(?:<\|constrain\|>[^<]{0,40})?<\|message\|>/.exec(
      rest,
    );
  if (final === null || isCited(rest, final.index, final.index + final[0].length)) return null;
  return { at: final.index, end: final.index + final[0].length };
}

/** A thought after a short preface: its tag begins a line, or follows the end of a sentence, and it is closed. */
function openedLater(rest: string): Step | null {
  const head = rest.slice(0, LONGEST_PREFACE + 60);
  if (!HAS_NOTATION.test(head)) return null;
  for (const notation of NOTATIONS) {
    for (const at of openingsIn(head, notation)) {
      const preface = rest.slice(0, at);
      if (at > LONGEST_PREFACE || !/(?:\n[ \t]*|[.!?。！？…:：]\s*)$/.test(preface) || isCited(rest, at, at)) continue;
      const step = openedAt(rest, at, preface);
      if (step !== null && step.tags === 'whole') return step;
    }
  }
  return null;
}

/** True where what is left may hold reasoning that no rule takes off. */
function isUnclear(text: string): boolean {
  const begin = skipSpace(text, 0);
  if (begin === text.length) return false;
  for (const opening of UNKNOWN_OPENING) {
    opening.lastIndex = begin;
    if (opening.test(text)) return true;
  }
  if (!HAS_NOTATION.test(text)) return false;
  return NOTATIONS.some((notation) => {
    if (notation.alone && countOf(text, notation.close) >= MOST_ENDS) return true;
    if (notation.alone && firstUsed(text, notation.close, 0, ['spoken', 'used']) !== null) return true;
    return openingsIn(text, notation).some((at) => /(?:^|\n)[ \t]*$/.test(text.slice(0, at)) && !isCited(text, at, at));
  });
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** The openings of notations, made once to be looked for anywhere: a pattern that is used often is compiled. */
const ANYWHERE = new Map<RegExp, RegExp>();

/** Offsets at which a notation's opening stands, wherever it does. */
function openingsIn(text: string, { open }: Notation): number[] {
  const anywhere = ANYWHERE.get(open) ?? new RegExp(open.source, open.flags.replace('y', 'g'));
  ANYWHERE.set(open, anywhere);
  return Array.from(text.matchAll(anywhere), ({ index }) => index);
}

function firstUsed(
  text: string,
  close: RegExp,
  from: number,
  passedOver: readonly ReturnType<typeof useOfToken>[],
): { at: number; end: number } | null {
  const rest = from === 0 ? text : text.slice(from);
  let looked = 0;
  for (const { index, 0: token } of rest.matchAll(close)) {
    const end = index + token.length;
    if (!passedOver.includes(useOfToken(rest, index, end))) return { at: from + index, end: from + end };
    looked += 1;
    if (looked >= MOST_ENDS) return null;
  }
  return null;
}

/** Length of what stands before an answer and belongs to no one; null: nothing does. */
function headerAt(rest: string, begin: number, isReasoning: boolean): number | null {
  for (const header of HEADERS) {
    header.lastIndex = begin;
    if (header.test(rest)) return header.lastIndex;
  }
  WRAPPER.lastIndex = begin;
  const wrapper = WRAPPER.exec(rest);
  if (wrapper === null) return null;
  const closes = new RegExp(`</${wrapper[1]}>\\s*(?:<[|｜][^<>\\s]{1,40}[|｜]>\\s*)*$`, 'i').test(rest);
  return isReasoning || closes ? WRAPPER.lastIndex : null;
}

function found(
  content: string,
  end: number,
  traces: readonly string[],
  isReasoning: boolean,
  tags: SplitContent['tags'],
  notation: string | null,
  unknown: boolean,
): SplitContent {
  const start = end === 0 ? 0 : skipSpace(content, end);
  const kept = traces.filter((trace, i) => trace !== '' || i === 0);
  const reasoning = isReasoning ? kept.join('\n') : null;
  return { text: content.slice(start), start, reasoning, state: reasoningStateOf(reasoning), tags, notation, unknown };
}

/** Characters that take no room are space too: some services send one first. */
const NO_WIDTH = /[\u200b-\u200f\u2060\ufeff]/;

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && (text.charAt(at).trim() === '' || NO_WIDTH.test(text.charAt(at)))) at += 1;
  return at;
}
