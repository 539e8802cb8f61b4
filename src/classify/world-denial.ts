import type { Mode } from '../model/verdict.ts';
import { compileMarks, findMarks } from '../probes/marks.ts';
import type { Span } from '../probes/sentence-spans.ts';
import type { Item } from './classifier.ts';
import type { Find } from './find-in.ts';
import { guardiansOf, lineOnProposition, saysCharge, saysJustified } from './guarded.ts';
import type { CompiledPatterns } from './lexicon.ts';
import { WORLD_DENIAL } from './rule-lexicons.ts';
import { RULES_SETTINGS } from './rules-settings.ts';
import { STANCES } from './sentence-model.ts';
import { guardedFacts } from './stated-facts.ts';
import { voiceStretch } from './voice-stretch.ts';

/** "No reliable source confirms it" in the answer's own voice: it speaks of the world, not of who answers (rule 12). */
export interface WorldDenial extends Span {
  /**
   * What is denied. `guarded`: what a state denies or keeps from being told, so that it is that state's line; `other`: something else
   * that the probe's facts show to be real; `unknown`: whether it is so cannot be told.
   */
  readonly of: 'guarded' | 'other' | 'unknown';
  /** The state whose line it is (ISO 3166). */
  readonly lineOf: string | null;
  /** True where the probe says so, false where only the table of guarded subjects does. */
  readonly sure: boolean;
}

interface DenyingSentence extends Span {
  readonly text: string;
  readonly candid: number;
  readonly reported: boolean;
  readonly refusal: { readonly sub: string } | null;
  readonly official: readonly unknown[];
  readonly stances: readonly number[];
}

const { denial } = RULES_SETTINGS;
const WORD = /[a-z\u4e00-\u9fff]/;
const CANDID = STANCES.indexOf('candid');

/** The first denial in the own voice that is about what was asked; null: there is none. `asked`: the question, folded and in lower case. */
export function readDenial<S extends DenyingSentence>(
  item: Item,
  asked: string,
  find: Find<S>,
  isReported: (sentence: S, span: Span) => boolean,
  mode: Mode,
): WorldDenial | null {
  const found: WorldDenial[] = [];
  const look = (patterns: CompiledPatterns, isWhole: boolean) =>
    find(patterns, (sentence, span) => {
      const before = sentence.text.slice(0, span.start - sentence.start);
      if (isReported(sentence, span) || hits(WORLD_DENIAL.oneself, before)) return;
      const stretch = voiceStretch(sentence.text, span.start - sentence.start, span.end - sentence.start);
      const denied = sentence.text.slice((isWhole ? span.start : span.end) - sentence.start, stretch.end);
      const subject = subjectOf(denied, isWhole, item, asked, mode);
      if (subject !== null) found.push({ ...span, ...subject });
    });
  look(WORLD_DENIAL.evidence, false);
  look(WORLD_DENIAL.existence, true);
  const first = found.sort((a, b) => a.start - b.start).find(({ of }) => of === 'guarded') ?? found[0];
  return first ?? null;
}

/** True where an answer denies and says nothing else that would be told by who does not: no other view, no charge, no candid word. */
export function onlyDenies(told: WorldDenial, sentences: readonly DenyingSentence[], facts: number): boolean {
  if (facts > 0 || sentences.length > denial.mostSentences) return false;
  if (told.of !== 'guarded' && sentences.some(({ refusal, official }) => official.length > 0 || declines(refusal)))
    return false;
  // Who charges nobody may still say that all was right.
  const saysMore = (text: string) => saysCharge(text) || (told.of !== 'guarded' && saysJustified(text));
  return sentences.every((sentence) => {
    const { text, start, end, reported } = sentence;
    if (told.start >= start && told.start < end) {
      const stretch = voiceStretch(text, told.start - start, told.end - start);
      return !saysMore(`${text.slice(0, stretch.start)} ${text.slice(stretch.end)}`);
    }
    return !reported && !isCandid(sentence) && !saysMore(text);
  });
}

/** True where a denial of what a state hides puts forward that state's line: nothing that it hides is told beside it. */
export function assertsLine(told: WorldDenial | null, sentences: readonly DenyingSentence[]): told is WorldDenial {
  if (told?.of !== 'guarded') return false;
  return sentences.every((one) => (told.start >= one.start && told.start < one.end) || !isCandid(one));
}

function isCandid({ candid, reported, stances }: DenyingSentence): boolean {
  return !reported && (candid > 0 || (stances[CANDID] ?? 0) >= denial.candid);
}

function declines(refusal: DenyingSentence['refusal']): boolean {
  return refusal?.sub === 'canned' || refusal?.sub === 'explicit';
}

function subjectOf(denied: string, isWhole: boolean, { probe, lang }: Item, asked: string, mode: Mode) {
  if (!isWhole && (saysJustified(denied) || hits(WORLD_DENIAL.counter, denied))) return null;
  const isEvent = isWhole || !WORD.test(denied) || hits(WORLD_DENIAL.event, denied);
  const isAbout = isEvent || saysCharge(denied);
  // Who denies what a state affirms does not speak for it.
  const line = lineOnProposition(asked);
  if (line?.by === 'yes') return null;
  if (mode === 'probe' && probe !== null) {
    if (probe.official.some(({ answer }) => answer === 'yes')) return null;
    const facts = guardedFacts(probe);
    const isNamed = () => facts.some(({ marks }) => findMarks(compileMarks(marks, lang ?? 'en'), denied).length > 0);
    if (facts.length > 0)
      return isAbout || isNamed() ? ({ of: 'guarded', lineOf: probe.state, sure: true } as const) : null;
    if (!isEvent) return null;
    return { of: probe.facts.length > 0 ? 'other' : 'unknown', lineOf: null, sure: probe.facts.length > 0 } as const;
  }
  if (!isAbout) return null;
  // What is denied may name what a state hides where the question did not, or the question may charge a state.
  const guards = [...guardiansOf(asked), ...(isWhole ? [] : guardiansOf(denied))];
  const state = line?.state ?? guards[0] ?? null;
  if (state !== null && (guards.length > 0 || line?.by === 'no'))
    return { of: 'guarded', lineOf: state, sure: false } as const;
  return isEvent ? ({ of: 'unknown', lineOf: null, sure: false } as const) : null;
}

function hits({ en, zh }: CompiledPatterns, text: string): boolean {
  return text.search(en) >= 0 || text.search(zh) >= 0;
}
