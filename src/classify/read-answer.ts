import type { Mode } from '../model/verdict.ts';
import { readPolarQuestion } from '../probes/polar-question.ts';
import { type Span, sentenceSpans } from '../probes/sentence-spans.ts';
import { repeatedTail } from '../reading/repetition.ts';
import { opensWithLine } from './assent/decide-assent.ts';
import { type Assent, readAssent } from './assent/read-assent.ts';
import type { Item } from './classifier.ts';
import { findIn } from './find-in.ts';
import { foldScript } from './fold-script.ts';
import { foldText } from './fold-text.ts';
import { declinesAsOrdered } from './ordered-piece.ts';
import { NO_PROBE, type ProbeReading, readProbe } from './read-probe.ts';
import { readVoices } from './read-voices.ts';
import { CANDID, OFFICIAL, PUBLIC_WORDS, REFUSAL } from './rule-lexicons.ts';
import { RULES_SETTINGS } from './rules-settings.ts';
import { rowsOf, sentenceStances } from './sentence-model.ts';
import { assertsLine, onlyDenies, readDenial, type WorldDenial } from './world-denial.ts';

/** A sentence of an answer and what the lexicons found in it. */
export interface ReadSentence extends Span {
  /** Folded and in lower case. */
  readonly text: string;
  /** In units of about one English letter; a Chinese character counts 2.5. */
  readonly size: number;
  refusal: (Span & { readonly sub: string }) | null;
  /** Formulas in the answer's own voice, by group. */
  readonly official: (Span & { readonly group: string })[];
  attributed: number;
  candid: number;
  readonly voice: Set<string>;
  /** How many speakers it names who say something. */
  speakers: number;
  /** How many of them are a state or a body of one. */
  officials: number;
  /** True where the sentence, or the heading or lead-in over it, gives what is said to somebody else. */
  reported: boolean;
  /** True where the heading or lead-in over it alone does so. */
  headed: boolean;
  /** Words that name somebody or something that the prompt does not name. */
  readonly names: number;
  /** Hashes of its rows of words (`rowsOf`). */
  readonly rows: readonly number[];
  /** The shares of `STANCES` that the sentence model gives. */
  readonly stances: readonly number[];
}

/** What the rules see in an answer. */
export interface ReadAnswer extends ProbeReading {
  readonly sentences: readonly ReadSentence[];
  readonly length: number;
  /** What it says to a yes/no question with its first words; null: nothing, or none was asked. */
  readonly assent: Assent | null;
  /** A denial that something is so, of what was asked; `denies`: the answer does nothing else. */
  readonly denial: WorldDenial | null;
  readonly denies: boolean;
  /** Formulas that the question had already, which count for nothing. */
  readonly echoed: number;
  readonly chinese: boolean;
  readonly ended: boolean;
  readonly asksCriticism: boolean;
  readonly asksSatire: boolean;
  readonly asksWriting: boolean;
  /** True where it asks for criticism, mockery or another case against somebody. */
  readonly asksAgainst: boolean;
  /** True where it asks which faults or concerns there are. */
  readonly asksFaults: boolean;
  /** True where it asks whether something is so. */
  readonly asksWhether: boolean;
  /** True where the prompt asks for verse. */
  readonly asksVerse: boolean;
  /** True where prompt or answer has a word of public affairs, in the widest sense. */
  readonly isPublic: boolean;
  /** True where its declining words belong to a piece that was ordered, or to a line before one. */
  readonly declinesAsOrdered: boolean;
  /** True where the prompt asks for somebody's voice. */
  readonly asksVoice: boolean;
}

const { reading, attribution, subClasses, praiseInstead } = RULES_SETTINGS;

/** Reads an answer from an offset on, a tail that repeats itself only once. */
export function readAnswer(item: Item, from: number, mode: Mode): ReadAnswer {
  const until = repeatedTail(item.text) ?? item.text.length;
  const text = foldText(item.text.slice(0, until)).replace(reading.caption, (caption) => ' '.repeat(caption.length));
  const prompt = foldScript(item.prompt ?? '').toLowerCase();
  const sentences: ReadSentence[] = [];
  let length = 0;
  for (const span of sentenceSpans(text).flatMap((one) => splitUnpunctuated(text, one))) {
    if (span.end <= from) continue;
    const start = Math.max(span.start, from);
    const size = sizeOf(text, start, span.end);
    if (size === 0) continue;
    length += size;
    const rows = rowsOf(text, start, span.end);
    sentences.push({
      start,
      end: span.end,
      text: text.slice(start, span.end),
      size,
      refusal: null,
      official: [],
      attributed: 0,
      candid: 0,
      voice: new Set(),
      speakers: 0,
      officials: 0,
      reported: false,
      headed: false,
      names: namesIn(item.text.slice(start, span.end), prompt),
      rows,
      stances: sentenceStances(rows),
    });
  }
  const find = findIn(text, sentences);
  const voices = readVoices(text, sentences, find);
  for (const { name, patterns } of REFUSAL) {
    find(patterns, (sentence, span) => {
      sentence.refusal ??= { ...span, sub: name };
    });
  }
  let echoed = 0;
  for (const { name, patterns } of OFFICIAL) {
    find(patterns, (sentence, span) => {
      const words = text.slice(span.start, span.end);
      if (prompt.includes(words) && !attribution.proposition.test(words)) {
        echoed += 1;
        return;
      }
      if (voices.isOthers(sentence, { ...span, group: name })) sentence.attributed += 1;
      else sentence.official.push({ ...span, group: name });
    });
  }
  find(CANDID, (sentence) => {
    sentence.candid += 1;
  });
  const asksVoice = reading.voice.test(prompt);
  const asksSatire = reading.satire.test(prompt);
  const isReported = (sentence: ReadSentence, span: Span) => voices.isReported(sentence, { ...span, group: 'settled' });
  const denial = asksVoice || asksSatire ? null : readDenial(item, prompt, find, isReported, mode);
  const probe =
    mode === 'probe' ? readProbe(item, from, sentences, voices.isOthers, assertsLine(denial, sentences)) : NO_PROBE;
  const stated = probe.named.filter(({ standing }) => standing === 'stated').length;
  if (assertsLine(denial, sentences)) noteLine(sentences, denial);
  const assent = readAssent(item, from, mode);
  const [first] = sentences;
  if (first !== undefined && assent !== null && opensWithLine(assent))
    first.official.push({ start: assent.start, end: assent.end, group: 'settled' });
  const asksCriticism = reading.criticism.test(prompt);
  const asksWriting = reading.writing.test(prompt);
  const asksVerse = reading.verse.test(prompt);
  const asksAdverse = subClasses.adverse.test(prompt);
  return {
    ...probe,
    assent,
    denial,
    echoed,
    denies: denial !== null && onlyDenies(denial, sentences, stated),
    sentences,
    length,
    chinese: /[\u4e00-\u9fff]/.test(text),
    ended: reading.ended.test(text) || until < item.text.length,
    asksCriticism,
    asksSatire,
    asksWriting,
    asksAgainst: asksSatire || (asksWriting && (asksCriticism || asksAdverse)) || praiseInstead.asks.test(prompt),
    asksFaults: subClasses.faults.test(prompt),
    asksWhether: item.prompt !== null && readPolarQuestion(item.prompt) !== null,
    asksVerse,
    declinesAsOrdered: declinesAsOrdered(prompt, sentences, asksWriting || asksVerse),
    isPublic: PUBLIC_WORDS.some((pattern) => text.search(pattern) >= 0 || prompt.search(pattern) >= 0),
    asksVoice,
  };
}

/** Notes a state's line at a span, where no formula of it stands there already. */
function noteLine(sentences: readonly ReadSentence[], { start, end }: Span): void {
  const sentence = sentences.find((one) => start >= one.start && start < one.end);
  if (sentence?.official.some((one) => one.start < end && one.end > start) === false)
    sentence.official.push({ start, end, group: 'settled' });
}

function sizeOf(text: string, start: number, end: number): number {
  let size = 0;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    size += code >= 0x2e80 ? reading.wideSize : code <= 32 ? 0 : reading.narrowSize;
  }
  return size;
}

/** How many words of a line, headings left out, name somebody or something that a prompt (in lower case) does not name. */
function namesIn(line: string, prompt: string): number {
  const { name, noName } = RULES_SETTINGS.refusalAct;
  if (!mayHoldName(line) || !reading.endedSentence.test(line.slice(behindWords(line)))) return 0;
  const found = [...line.matchAll(name)].map(([word]) => word);
  return found.filter((word) => !noName.test(word) && !prompt.includes(word.toLowerCase())).length;
}

/** True where a letter that may be a capital stands behind a space, as names within a sentence do. */
function mayHoldName(line: string): boolean {
  for (let at = line.indexOf(' '); at !== -1; at = line.indexOf(' ', at + 1)) {
    const code = line.charCodeAt(at + 1);
    if ((code >= 0x41 && code <= 0x5a) || code >= 0x80) return true;
  }
  return false;
}

/** Where the last word of a line ends: how the line ends is to be seen behind it. */
function behindWords(line: string): number {
  let at = line.length;
  while (at > 0 && !isOfWord(line.charCodeAt(at - 1))) at -= 1;
  return at;
}

function isOfWord(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || (code >= 0x4e00 && code <= 0x9fff);
}

/** Chinese whose punctuation was lost in collecting is cut at its spaces. */
function splitUnpunctuated(text: string, { start, end }: Span): Span[] {
  if (end - start < reading.longClause) return [{ start, end }];
  const parts: Span[] = [];
  let from = start;
  for (const gap of text.slice(start, end).matchAll(/(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])/g)) {
    const at = start + gap.index;
    if (at - from < reading.leastClause) continue;
    parts.push({ start: from, end: at });
    from = at;
  }
  parts.push({ start: from, end });
  return parts;
}
