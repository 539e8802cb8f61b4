import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../lib/package-root.ts';

/** The table as it is stored; `scripts/pack-language-ngrams.ts` makes it. */
export interface PackedNgrams {
  /** Where it comes from, and its licence. */
  readonly from: string;
  readonly languages: readonly string[];
  /** What a text in each language scores on average. */
  readonly averages: readonly number[];
  /** Source of the expression for what parts words. */
  readonly separators: string;
  /** For each byte of UTF-8 the sign that stands for it in a row. */
  readonly signs: string;
  /** Rows of six signs (0 behind shorter ones), each with a count and so many pairs of language and score; bytes in base64. */
  readonly ngrams: string;
}

/** Rows of letters with what each says for which language, in a table by hash. */
export interface LanguageNgrams extends Omit<PackedNgrams, 'from' | 'separators' | 'signs' | 'ngrams'> {
  readonly separators: RegExp;
  readonly signs: Uint8Array;
  /** Adds what a row of signs says to the scores of the languages. Signs as `rowOf` joins them. */
  addScores(low: number, high: number, scores: Int32Array): void;
}

/** Bytes of a row and its count. */
const HEAD = 7;
/** What was taken off every score to store it in a byte. */
const BASE_SCORE = 53;

let known: LanguageNgrams | null = null;

/** The table, read when it is first needed: most texts tell their language without it. */
export function languageNgrams(): LanguageNgrams {
  known ??= unpack(JSON.parse(readFileSync(join(PACKAGE_ROOT, 'src/reading/language-ngrams.json'), 'utf8')));
  return known;
}

function unpack({ languages, averages, separators, signs, ngrams }: PackedNgrams): LanguageNgrams {
  const bytes = Buffer.from(ngrams, 'base64');
  let rows = 0;
  for (let at = 0; at < bytes.length; at += HEAD + 2 * (bytes[at + HEAD - 1] ?? 0)) rows += 1;
  const mask = 2 ** Math.ceil(Math.log2(rows * 2)) - 1;
  // The place behind each row's bytes; 0: none.
  const places = new Uint32Array(mask + 1);
  const lows = new Uint32Array(mask + 1);
  const highs = new Uint16Array(mask + 1);
  for (let at = 0; at < bytes.length; at += HEAD + 2 * (bytes[at + HEAD - 1] ?? 0)) {
    const low = bytes.readUInt32LE(at);
    const high = bytes.readUInt16LE(at + 4);
    let slot = slotOf(low, high) & mask;
    while (places[slot] !== 0) slot = (slot + 1) & mask;
    places[slot] = at + HEAD - 1;
    lows[slot] = low;
    highs[slot] = high;
  }
  return {
    languages,
    averages,
    separators: new RegExp(separators, 'gu'),
    signs: Uint8Array.from(signs, (sign) => sign.charCodeAt(0)),
    addScores(low, high, scores) {
      let slot = slotOf(low, high) & mask;
      let place = places[slot] ?? 0;
      while (place !== 0 && (lows[slot] !== low || highs[slot] !== high)) {
        slot = (slot + 1) & mask;
        place = places[slot] ?? 0;
      }
      if (place === 0) return;
      const end = place + 2 * (bytes[place] ?? 0);
      for (let at = place + 1; at < end; at += 2) {
        const language = bytes[at] ?? 0;
        scores[language] = (scores[language] ?? 0) + (bytes[at + 1] ?? 0) + BASE_SCORE;
      }
    },
  };
}

/** A hash of a row of six signs. */
export function slotOf(low: number, high: number): number {
  const mixed = Math.imul(low ^ Math.imul(high, 0x45d9f3b), 0x9e3779b1);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
