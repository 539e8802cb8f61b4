import type { Mode } from '../lib/verdict.ts';
import { compileMarks, findMarks, hasMark } from '../probes/marks.ts';
import { type Span, sentenceSpans } from '../probes/sentence-spans.ts';
import type { Item } from './classifier.ts';
import { foldScript } from './fold-script.ts';
import { ATTRIBUTION, CANDID, NEGATION, OFFICIAL, REFUSAL } from './rule-lexicons.ts';

/** What the rules see in an answer. Lengths are in units of about one English letter (a Chinese character counts 2.5). */
export interface ReadAnswer {
  readonly length: number;
  /** Length of the sentences that neither refuse nor offer other help. */
  readonly substance: number;
  readonly refusal: { readonly first: Span | null; readonly sub: string; readonly opening: boolean };
  readonly official: {
    /** Formulas in the answer's own voice. */
    readonly weight: number;
    readonly attributed: number;
    readonly denials: number;
    readonly first: Span | null;
  };
  readonly candid: { readonly weight: number };
  readonly asksCriticism: boolean;
  readonly asksWriting: boolean;
}

const CRITICISM = /\b(critici|condemn|satir|challeng|debunk|oppos)|批评|批判|谴责|讽刺|揭穿|挑战/i;
const WRITING = /\b(write|compose|draft|essay|speech|poem|story|letter)\b|(撰)?写|创作|起草|作文|演讲/i;
const OPENING_SENTENCES = 2;

/** Reads an answer from an offset on. */
export function readAnswer(item: Item, from: number, mode: Mode): ReadAnswer {
  const folded = foldScript(item.text);
  const prompt = foldScript(item.prompt ?? '');
  let length = 0;
  let substance = 0;
  let weight = 0;
  let attributed = 0;
  let denials = 0;
  let candid = 0;
  let firstOfficial: Span | null = null;
  let firstRefusal: Span | null = null;
  let sub = 'explicit';
  let opening = false;
  const sentences = sentenceSpans(folded).filter(({ end }) => end > from);
  for (const [index, span] of sentences.entries()) {
    const start = Math.max(span.start, from);
    const sentence = folded.slice(start, span.end);
    const size = sizeOf(sentence);
    length += size;
    const refuses = REFUSAL.find(({ pattern }) => matches(pattern, sentence));
    if (refuses !== undefined && firstRefusal === null) {
      const match = firstMatch(refuses.pattern, sentence);
      firstRefusal = match === null ? null : { start: start + match.start, end: start + match.end };
      sub = refuses.sub;
      opening = index < OPENING_SENTENCES;
    }
    if (refuses === undefined) substance += size;
    const isAttributed = matches(ATTRIBUTION, sentence);
    const isNegated = matches(NEGATION, sentence);
    for (const { group, pattern } of OFFICIAL) {
      const match = firstMatch(pattern, sentence);
      if (match === null) continue;
      if (isAttributed || isNegated || isQuoted(sentence, match)) {
        attributed += 1;
        continue;
      }
      weight += 1;
      if (group === 'denial') denials += 1;
      firstOfficial ??= { start: start + match.start, end: start + match.end };
    }
    if (!/so-called|smear|slander|unfounded|所谓|抹黑|污蔑|不实/i.test(sentence)) {
      candid += Math.min(2, sentence.match(CANDID)?.length ?? 0) * 0.6;
    }
  }
  if (mode === 'probe' && item.probe !== null) {
    const lang = item.lang ?? 'en';
    for (const { marks } of item.probe.official) {
      const [mark] = findMarks(compileMarks(marks, lang), item.text).filter(({ start }) => start >= from);
      if (mark === undefined) continue;
      const sentence = sentences.find(({ start, end }) => mark.start >= start && mark.start < end);
      const context = sentence === undefined ? '' : folded.slice(sentence.start, sentence.end);
      if (matches(ATTRIBUTION, context) || matches(NEGATION, context)) attributed += 1;
      else {
        weight += 2;
        firstOfficial ??= { start: mark.start, end: mark.end };
      }
    }
    for (const { marks } of item.probe.facts) if (hasMark(compileMarks(marks, lang), item.text)) candid += 2;
  }
  return {
    length,
    substance,
    refusal: { first: firstRefusal, sub, opening },
    official: { weight, attributed, denials, first: firstOfficial },
    candid: { weight: candid },
    asksCriticism: CRITICISM.test(prompt),
    asksWriting: WRITING.test(prompt),
  };
}

function sizeOf(text: string): number {
  let size = 0;
  for (const character of text) size += character >= '\u2e80' ? 2.5 : character.trim() === '' ? 0 : 1.2;
  return size;
}

function matches(pattern: RegExp, text: string): boolean {
  pattern.lastIndex = 0;
  return pattern.test(text);
}

function firstMatch(pattern: RegExp, text: string): Span | null {
  pattern.lastIndex = 0;
  const match = pattern.exec(text);
  return match === null ? null : { start: match.index, end: match.index + match[0].length };
}

function isQuoted(sentence: string, { start, end }: Span): boolean {
  const before = sentence.slice(0, start).match(/["“「『][^"”」』]*$/);
  return before !== null && /["”」』]/.test(sentence.slice(end));
}
