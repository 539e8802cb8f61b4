import { remembered } from '../../lib/remembered.ts';
import { readLexicon } from '../lexicon.ts';
import { joinHash } from '../sentence-tokens.ts';
import { plainText } from './plain-text.ts';

const lexicon = readLexicon<Readonly<Record<'en' | 'zh', string>>>('frame-words');

/** Digest of the words that are kept, for the classifier's version. */
export const FRAME_DIGEST = lexicon.digest;

/** Prompts of which the stems are kept: many answers are to one. */
const PROMPTS = 256;
/** Letters of a word that are its stem. */
const STEM = 5;
const MASK = 2;
const ECHO = 3;
const NUMBER = 4;
const QUOTE = 5;
const QUESTION = 6;
const COLON = 7;

const SEED = 0x811c9dc5;
const kept = new Map(lexicon.content.en.split(/\s+/).map((word) => [word, hashOf(word)]));
/** Hashes of the kept words as they are reckoned while a word is read: most words are told from them without a copy. */
const keptHashes = new Set([...kept.keys()].map(mixOf));

interface KeptHan {
  readonly word: string;
  readonly hash: number;
}

/** Kept words of Chinese by the code of their first character, longest first. */
const byFirst = new Map<number, KeptHan[]>();
for (const word of lexicon.content.zh.split(/\s+/)) {
  if (/[a-z]/i.test(word)) continue;
  const first = word.charCodeAt(0);
  const all = [...(byFirst.get(first) ?? []), { word, hash: hashOf(word) }];
  byFirst.set(
    first,
    all.sort((a, b) => b.word.length - a.word.length),
  );
}

/** A sentence of which only the frame is left: hashes of the kept words and signs, and how many words or characters were masked. */
export interface Frame {
  readonly tokens: readonly number[];
  readonly masked: number;
  /** Masked ones that stand in the prompt too. */
  readonly echoed: number;
  readonly numbers: number;
  readonly quotes: number;
}

/** The stems of a prompt's words that are no frame: five letters of a word, two Chinese characters in a row. */
export const stemsOf: (prompt: string) => ReadonlySet<string> = remembered((prompt) => {
  const stems = new Set<string>();
  for (const [word] of plainText(prompt).matchAll(/[a-zà-ɏ']+|[\u4e00-\u9fff]+/g)) {
    if (word >= '\u4e00') for (let i = 0; i + 1 < word.length; i++) stems.add(word.slice(i, i + 2));
    else if (word.length > 3 && !kept.has(word)) stems.add(word.slice(0, STEM));
  }
  return stems;
}, PROMPTS);

/** Stems by number: words by the hash of their letters, pairs of Chinese characters by their codes. A number that is there is looked up as a stem. */
const numbersOf = new WeakMap<ReadonlySet<string>, ReadonlySet<number>>();

function numbersIn(stems: ReadonlySet<string>): ReadonlySet<number> {
  const known = numbersOf.get(stems);
  if (known !== undefined) return known;
  const numbers = new Set([...stems].map((stem) => (stem >= '\u3400' ? pairOf(stem, 0) : mixOf(stem))));
  numbersOf.set(stems, numbers);
  return numbers;
}

/** The frame of a stretch of folded lower-case text. Masked words in a row count as one token. */
export function frameOf(text: string, stems: ReadonlySet<string>): Frame {
  const plain = plainText(text);
  const tokens: number[] = [];
  const counts = { masked: 0, echoed: 0, numbers: 0, quotes: 0 };
  const push = (token: number): void => {
    if (token > COLON || tokens[tokens.length - 1] !== token) tokens.push(token);
  };
  const mask = (isEcho: boolean): void => {
    counts.masked += 1;
    if (isEcho) counts.echoed += 1;
    push(isEcho ? ECHO : MASK);
  };
  const numbers = numbersIn(stems);
  let at = 0;
  while (at < plain.length) {
    const from = at;
    const code = plain.charCodeAt(at);
    if (isLetter(code)) {
      let mixed = SEED;
      let stem = SEED;
      for (let sign = code; isLetter(sign) || sign === 0x27; sign = plain.charCodeAt(at)) {
        mixed = Math.imul(mixed ^ sign, 0x01000193);
        at += 1;
        if (at - from <= STEM) stem = mixed;
      }
      const hash = keptHashes.has(mixed) ? kept.get(plain.slice(from, at)) : undefined;
      if (hash !== undefined) push(hash);
      else mask(numbers.has(stem) && stems.has(plain.slice(from, Math.min(at, from + STEM))));
    } else if (isHan(code)) {
      while (at < plain.length && isHan(plain.charCodeAt(at))) at += 1;
      readHan(plain, from, at, stems, numbers, push, mask);
    } else if (isDigit(code)) {
      while (at < plain.length && isOfNumber(plain.charCodeAt(at))) at += 1;
      counts.numbers += 1;
      push(NUMBER);
    } else {
      at += 1;
      if (code === 0x3f || code === 0xff1f) push(QUESTION);
      else if (code === 0x3a || code === 0xff1a) push(COLON);
      else if (QUOTES.includes(plain.charAt(from))) {
        counts.quotes += 1;
        push(QUOTE);
      }
    }
  }
  return { tokens, ...counts };
}

const QUOTES = '"“”「」『』«»';

function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0xe0 && code <= 0x24f);
}

function isHan(code: number): boolean {
  return code >= 0x3400 && code <= 0x9fff;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isOfNumber(code: number): boolean {
  return isDigit(code) || code === 0x2e || code === 0x2c;
}

/** A run of Chinese characters in `text`. */
function readHan(
  text: string,
  from: number,
  to: number,
  stems: ReadonlySet<string>,
  numbers: ReadonlySet<number>,
  push: (token: number) => void,
  mask: (isEcho: boolean) => void,
): void {
  const isStem = (at: number): boolean =>
    at >= from && at + 2 <= to && numbers.has(pairOf(text, at)) && stems.has(text.slice(at, at + 2));
  let at = from;
  while (at < to) {
    const kept = keptAt(text, at, to);
    if (kept === null) {
      mask(stems.size > 0 && (isStem(at) || isStem(at - 1)));
      at += 1;
    } else {
      push(kept.hash);
      at += kept.word.length;
    }
  }
}

function keptAt(text: string, at: number, to: number): KeptHan | null {
  const all = byFirst.get(text.charCodeAt(at));
  if (all === undefined) return null;
  for (const one of all) if (at + one.word.length <= to && text.startsWith(one.word, at)) return one;
  return null;
}

function hashOf(word: string): number {
  return (mixOf(word) >>> 0) + COLON + 1;
}

function mixOf(word: string): number {
  let hash = SEED;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return hash;
}

function pairOf(text: string, at: number): number {
  return (text.charCodeAt(at) << 16) | text.charCodeAt(at + 1);
}

/** Calls `visit` with a 32-bit hash of each row of one to `longest` tokens, marks of beginning and end among them. */
export function forEachFrameRow(
  tokens: readonly number[],
  longest: number,
  seed: number,
  visit: (row: number) => void,
): void {
  const last = tokens.length;
  for (let i = -1; i <= last; i++) {
    let row = seed;
    for (let n = 0; n < longest && i + n <= last; n++) {
      const at = i + n;
      row = joinHash(row, at < 0 ? 0 : at === last ? 1 : (tokens[at] ?? 0));
      if (n === 0 && (at < 0 || at === last)) continue;
      visit(row);
    }
  }
}
