import { LANGS, type Lang } from '../model/lang.ts';
import type { Marks, Statement } from '../model/probe.ts';
import { type FoldedText, foldString, foldText, lowerCase, originalSpan } from './fold-text.ts';
import { type Span, sentenceSpans } from './sentence-spans.ts';

/** Where a mark stands in the text as given, and which mark it is, as written in the probe set. */
export interface MarkSpan extends Span {
  readonly mark: string;
}

interface Phrase {
  readonly mark: string;
  readonly pattern: RegExp;
}

/** A mark whose parts must all stand in one sentence, in any order. */
interface Conjunction {
  readonly mark: string;
  readonly parts: readonly RegExp[];
}

/** Marks ready for matching. */
export interface CompiledMarks {
  /** One expression for all single phrases, or null where there are none; finds out fast that nothing is there. */
  readonly anyPhrase: RegExp | null;
  readonly phrases: readonly Phrase[];
  readonly conjunctions: readonly Conjunction[];
  /** What no mark counts beside, in one sentence; null where there is nothing of the kind. */
  readonly voids: CompiledMarks | null;
}

/**
 * Letters and digits of scripts that part words by spaces: Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic, Devanagari with its vowel
 * signs; written out, since property classes take V8 many times longer to build.
 */
const WORD = String.raw`[0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u03ff\u0400-\u052f\u0531-\u0587\u05d0-\u05ea\u0620-\u064a\u066e-\u06d3\u0900-\u0963\u1e00-\u1fff]`;
const IS_WORD = new RegExp(WORD, 'u');
const HAN = /\p{Script=Han}/u;
const GAP = String.raw`[\s*_]`;
/** Characters that writers use for one another: of Traditional Chinese, and the Russian ё that is mostly written е. */
const SAME_CHARACTER = [
  '台臺',
  '裡裏',
  '為爲',
  '眾衆',
  '群羣',
  '峰峯',
  '啟啓',
  '線綫',
  '偽僞',
  '説說',
  '佔占',
  '週周',
  '污汙',
  'её',
];
const cache = new WeakMap<Marks, Map<Lang, CompiledMarks>>();

/** The parts of a mark, as written: ` & ` joins what must stand in the same sentence. */
export function markParts(mark: string): string[] {
  return mark.split(' & ').map((part) => part.trim());
}

/**
 * Compiles a claim's marks for answers in a language. Marks of English and of both Chinese scripts are always looked for
 * too, since answers change script or language; a mark in one script cannot fire in another by chance.
 */
export function compileMarks(marks: Marks, lang: Lang): CompiledMarks {
  const byLang = cache.get(marks) ?? new Map<Lang, CompiledMarks>();
  cache.set(marks, byLang);
  const known = byLang.get(lang);
  if (known !== undefined) return known;
  const compiled = compileList([...new Set([lang, ...LANGS].flatMap((each) => marks[each] ?? []))]);
  byLang.set(lang, compiled);
  return compiled;
}

/** The same for a statement, with the phrases that void its marks. */
export function compileStatement({ marks, not }: Pick<Statement, 'marks' | 'not'>, lang: Lang): CompiledMarks {
  const compiled = compileMarks(marks, lang);
  return not === undefined ? compiled : { ...compiled, voids: compileMarks(not, lang) };
}

function compileList(marks: readonly string[]): CompiledMarks {
  const phrases: Phrase[] = [];
  const conjunctions: Conjunction[] = [];
  const sources: string[] = [];
  for (const mark of marks) {
    const parts = markParts(mark)
      .map(phraseSource)
      .filter((source) => source !== '');
    const [first, ...others] = parts;
    if (first === undefined) continue;
    if (others.length === 0) {
      sources.push(first);
      phrases.push({ mark, pattern: new RegExp(first, 'gu') });
    } else {
      conjunctions.push({ mark, parts: parts.map((part) => new RegExp(part, 'gu')) });
    }
  }
  const anyPhrase = sources.length === 0 ? null : new RegExp(sources.join('|'), 'u');
  return { anyPhrase, phrases, conjunctions, voids: null };
}

/** The expression that finds a phrase in folded text; empty where nothing of the phrase is left after folding. */
function phraseSource(phrase: string): string {
  const chars = [...lowerCase(foldString(phrase)).trim()];
  if (chars.every((char) => char === '*')) return '';
  let source = '';
  let last = '';
  for (const char of chars) {
    if (/\s/u.test(char)) {
      if (last !== ' ') source += HAN.test(last) ? `${GAP}*` : `${GAP}+`;
      last = ' ';
      continue;
    }
    if (char === '*' && last !== '' && last !== ' ') {
      source += `${WORD}*`;
      continue;
    }
    if (last !== '' && last !== ' ' && HAN.test(last) !== HAN.test(char)) source += `${GAP}*`;
    source += oneCharacter(char);
    last = char;
  }
  const before = IS_WORD.test(chars[0] ?? '') ? `(?<!${WORD})` : '';
  const after = IS_WORD.test(chars.at(-1) ?? '') ? `(?!${WORD})` : '';
  return `${before}${source}${after}`;
}

function oneCharacter(char: string): string {
  const same = SAME_CHARACTER.find((group) => group.includes(char));
  if (same !== undefined) return `[${same}]`;
  return char.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
}

/**
 * Every place where a mark stands and nothing in its sentence voids it, in order, with UTF-16 offsets of the text as given; a
 * conjunction spans all its parts.
 */
export function findMarks(compiled: CompiledMarks, text: string | FoldedText): MarkSpan[] {
  const folded = typeof text === 'string' ? foldText(text) : text;
  const found = everyMark(compiled, folded);
  if (compiled.voids === null || found.length === 0) return found;
  const voids = everyMark(compiled.voids, folded);
  if (voids.length === 0) return found;
  const voided = sentenceSpans(folded.folded)
    .map(({ start, end }) => originalSpan(folded, start, end))
    .filter(({ start, end }) => voids.some((one) => one.start < end && one.end > start));
  return found.filter((mark) => !voided.some(({ start, end }) => mark.start >= start && mark.start < end));
}

function everyMark(compiled: CompiledMarks, folded: FoldedText): MarkSpan[] {
  const found: MarkSpan[] = [];
  if (compiled.anyPhrase?.test(folded.lowered)) {
    for (const { mark, pattern } of compiled.phrases) {
      for (const match of folded.lowered.matchAll(pattern)) {
        found.push({ ...originalSpan(folded, match.index, match.index + match[0].length), mark });
      }
    }
  }
  const possible = compiled.conjunctions.filter(({ parts }) => parts.every((part) => occurs(part, folded.lowered)));
  if (possible.length > 0) {
    for (const sentence of sentenceSpans(folded.folded)) {
      for (const { mark, parts } of possible) {
        const span = spanOfAll(parts, folded.lowered.slice(sentence.start, sentence.end));
        if (span === null) continue;
        found.push({ ...originalSpan(folded, sentence.start + span.start, sentence.start + span.end), mark });
      }
    }
  }
  return found.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** True where any mark stands in the text. */
export function hasMark(compiled: CompiledMarks, text: string | FoldedText): boolean {
  const folded = typeof text === 'string' ? foldText(text) : text;
  if (compiled.voids !== null) return findMarks(compiled, folded).length > 0;
  if (compiled.anyPhrase?.test(folded.lowered)) return true;
  return compiled.conjunctions.length > 0 && findMarks({ ...compiled, anyPhrase: null }, folded).length > 0;
}

function occurs(pattern: RegExp, text: string): boolean {
  pattern.lastIndex = 0;
  return pattern.test(text);
}

function spanOfAll(parts: readonly RegExp[], sentence: string): Span | null {
  let start = sentence.length;
  let end = 0;
  for (const part of parts) {
    part.lastIndex = 0;
    const match = part.exec(sentence);
    if (match === null) return null;
    start = Math.min(start, match.index);
    end = Math.max(end, match.index + match[0].length);
  }
  return { start, end };
}
