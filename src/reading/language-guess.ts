import { languageNgrams, slotOf } from './language-ngrams.ts';

/** What language a text looks like by its rows of letters. */
export interface LanguageGuess {
  /** A tag; '' where nothing speaks for any. */
  readonly language: string;
  readonly isReliable: boolean;
  /** The score of the best language, and of English, 0…1. */
  readonly best: number;
  readonly english: number;
}

/** UTF-16 units that are looked at, and bytes of UTF-8: a word that is begun by then, and none beyond the last. */
const READ = 1_000;
const BYTES = 350;
const MOST_BYTES = 380;
/** Bytes of a row inside a word, how far one begins behind the other, and the bytes of a word that are looked at. */
const ROW = 4;
const STRIDE = 3;
const LONGEST_WORD = 70;
const SPACE = 32;
/** A score that counts for half. */
const SCALE = 25;
/** What a reliable guess has of the average score of its language, the rows that it takes, and what must lie between. */
const RELIABLE = 0.75;
const LEAST_ROWS = 3;
const NEAR = 0.01;

const bytes = new Uint8Array(MOST_BYTES + 8);
/** Rows seen, by hash; a slot counts where its number is that of the text. */
const SLOTS = 1_024;
const seenLow = new Uint32Array(SLOTS);
const seenHigh = new Uint16Array(SLOTS);
const seenIn = new Uint32Array(SLOTS);
let texts = 0;

/**
 * Guesses the language of a text as the package `eld` does (Nito T.M., extra small table): the scores of the rows of four bytes that its words are
 * made of, each row once. The same result, digit by digit, from a table that takes a thirtieth of the room.
 */
export function guessLanguage(text: string): LanguageGuess {
  const { separators, signs, languages, averages, addScores } = languageNgrams();
  const plain = text.substring(0, READ).replace(separators, ' ').trim().toLowerCase();
  const scores = new Int32Array(languages.length);
  texts += 1;
  let rows = 0;
  const longTails = new Set<string>();
  const see = (low: number, high: number): void => {
    let slot = slotOf(low, high) & (SLOTS - 1);
    while (seenIn[slot] === texts) {
      if (seenLow[slot] === low && seenHigh[slot] === high) return;
      slot = (slot + 1) & (SLOTS - 1);
    }
    seenIn[slot] = texts;
    seenLow[slot] = low;
    seenHigh[slot] = high;
    rows += 1;
    addScores(low, high, scores);
  };
  forEachWord(plain, signs, (length) => {
    const read = Math.min(length, LONGEST_WORD);
    let from = 0;
    for (; from + ROW < read; from += STRIDE) seeRow(from, from + ROW, from === 0, false, see);
    // Of a word that is cut, the last row goes on to its end; one of more than six bytes counts, and is in no table.
    const last = Math.max(0, read - ROW);
    if (length > LONGEST_WORD + 1) longTails.add(bytes.subarray(last, length).join(' '));
    else seeRow(last, length, from === 0, true, see);
  });
  return guessOf(scores, rows + longTails.size, languages, averages);
}

/** Joins a row of the word's bytes, with a space at a beginning and at an end of a word. */
function seeRow(
  from: number,
  to: number,
  begins: boolean,
  ends: boolean,
  see: (low: number, high: number) => void,
): void {
  let low = begins ? SPACE : 0;
  let high = 0;
  let at = begins ? 1 : 0;
  for (let i = from; i <= to; i++) {
    if (i === to && !ends) break;
    const sign = i === to ? SPACE : (bytes[i] ?? 0);
    if (at < 4) low |= sign << (8 * at);
    else high |= sign << (8 * (at - 4));
    at += 1;
  }
  see(low >>> 0, high);
}

/** Puts the bytes of one word after another into `bytes` and says how many they are. */
function forEachWord(text: string, signs: Uint8Array, visit: (length: number) => void): void {
  let count = 0;
  let length = 0;
  const put = (byte: number): void => {
    bytes[length] = signs[byte] ?? 0;
    length += 1;
  };
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) {
      count += 1;
      if (code !== SPACE) {
        bytes[length] = code;
        length += 1;
      } else {
        if (length > 0) visit(length);
        length = 0;
        if (count - 1 > BYTES) break;
      }
    } else if (code < 0x800) {
      put(0xc0 | (code >> 6));
      put(0x80 | (code & 0x3f));
      count += 2;
    } else {
      // Signs beyond the plane of 16 bits part words, and are gone by now.
      put(0xe0 | (code >> 12));
      put(0x80 | ((code >> 6) & 0x3f));
      put(0x80 | (code & 0x3f));
      count += 3;
    }
    if (count > MOST_BYTES) break;
  }
  if (length > 0) visit(length);
}

function guessOf(
  scores: Int32Array,
  rows: number,
  languages: readonly string[],
  averages: readonly number[],
): LanguageGuess {
  const scaled = (language: number): number => {
    const score = (scores[language] ?? 0) / rows;
    return score > 0 ? score / (score + SCALE) : 0;
  };
  let first = -1;
  let second = -1;
  for (let i = 0; i < scores.length; i++) {
    if (scores[i] === 0) continue;
    if (first === -1 || scaled(i) > scaled(first)) {
      second = first;
      first = i;
    } else if (second === -1 || scaled(i) > scaled(second)) second = i;
  }
  if (first === -1) return { language: '', isReliable: false, best: 0, english: 0 };
  const best = scaled(first);
  // As the package does it, the best score is held against the number of the second language, not against its score.
  const isReliable =
    rows >= LEAST_ROWS &&
    !((averages[first] ?? 0) * RELIABLE > best || NEAR > Math.abs(best - (second === -1 ? 0 : second)));
  return { language: languages[first] ?? '', isReliable, best, english: scaled(languages.indexOf('en')) };
}
