import { readLexicon } from '../lexicon.ts';
import { joinHash } from '../sentence-tokens.ts';
import { plainText } from './plain-text.ts';

const lexicon = readLexicon<Readonly<Record<'en' | 'zh', string>>>('frame-words');

/** Digest of the words that are kept, for the classifier's version. */
export const FRAME_DIGEST = lexicon.digest;

const MASK = 2;
const ECHO = 3;
const NUMBER = 4;
const QUOTE = 5;
const QUESTION = 6;
const COLON = 7;

const kept = new Set(lexicon.content.en.split(/\s+/));
const byFirst = new Map<string, string[]>();
for (const word of lexicon.content.zh.split(/\s+/)) {
  if (/[a-z]/i.test(word)) continue;
  const first = word.charAt(0);
  byFirst.set(
    first,
    [...(byFirst.get(first) ?? []), word].sort((a, b) => b.length - a.length),
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
export function stemsOf(prompt: string): ReadonlySet<string> {
  const stems = new Set<string>();
  for (const [word] of plainText(prompt).matchAll(/[a-zà-ɏ']+|[\u4e00-\u9fff]+/g)) {
    if (word >= '\u4e00') for (let i = 0; i + 1 < word.length; i++) stems.add(word.slice(i, i + 2));
    else if (word.length > 3 && !kept.has(word)) stems.add(word.slice(0, 5));
  }
  return stems;
}

const PIECE = /[a-zà-ɏ][a-zà-ɏ']*|[0-9][0-9.,]*|[\u3400-\u9fff]+|["“”「」『』«»]|[?？]|[:：]/g;

/** The frame of a stretch of folded lower-case text. Masked words in a row count as one token. */
export function frameOf(text: string, stems: ReadonlySet<string>): Frame {
  const tokens: number[] = [];
  const counts = { masked: 0, echoed: 0, numbers: 0, quotes: 0 };
  const push = (token: number): void => {
    if (token > COLON || tokens[tokens.length - 1] !== token) tokens.push(token);
  };
  const mask = (isEcho: boolean, n: number): void => {
    counts.masked += n;
    if (isEcho) counts.echoed += n;
    push(isEcho ? ECHO : MASK);
  };
  for (const [piece] of plainText(text).matchAll(PIECE)) {
    const code = piece.charCodeAt(0);
    if (code >= 0x3400 && code <= 0x9fff) readHan(piece, stems, push, mask);
    else if (code >= 0x30 && code <= 0x39) {
      counts.numbers += 1;
      push(NUMBER);
    } else if (piece === '?' || piece === '？') push(QUESTION);
    else if (piece === ':' || piece === '：') push(COLON);
    else if (/[a-zà-ɏ]/.test(piece)) {
      if (kept.has(piece)) push(hashOf(piece));
      else mask(stems.has(piece.slice(0, 5)) || (piece.length < 6 && stems.has(piece)), 1);
    } else {
      counts.quotes += 1;
      push(QUOTE);
    }
  }
  return { tokens, ...counts };
}

function readHan(
  run: string,
  stems: ReadonlySet<string>,
  push: (token: number) => void,
  mask: (isEcho: boolean, n: number) => void,
): void {
  let at = 0;
  while (at < run.length) {
    const word = byFirst.get(run.charAt(at))?.find((one) => run.startsWith(one, at));
    if (word !== undefined) {
      push(hashOf(word));
      at += word.length;
      continue;
    }
    mask(stems.has(run.slice(at, at + 2)) || (at > 0 && stems.has(run.slice(at - 1, at + 1))), 1);
    at += 1;
  }
}

const hashes = new Map<string, number>();

function hashOf(word: string): number {
  const known = hashes.get(word);
  if (known !== undefined) return known;
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  hash = (hash >>> 0) + COLON + 1;
  hashes.set(word, hash);
  return hash;
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
