import type { ReadAnswer } from '../read-answer.ts';
import { forEachRow } from '../sentence-model.ts';
import { tokenHashes } from '../sentence-tokens.ts';

/** Places that rows of words fall into; what falls together cannot be told apart again. */
export const BUCKETS = 2 ** 17;
/** What is somebody else's has places of its own. */
const REPORTED = 0x5bd1e995;

/** The places of an answer's rows of one to three words or Chinese characters, each once. */
export function ownWords({ sentences }: ReadAnswer): number[] {
  const places = new Set<number>();
  for (const { text, reported } of sentences) addWords(places, text, reported);
  return [...places];
}

/** Adds the places of a stretch of folded lower-case text. */
export function addWords(places: Set<number>, text: string, reported: boolean): void {
  forEachRow(tokenHashes(text, 0, text.length), (row) => places.add(placeOf(reported ? row ^ REPORTED : row)));
}

function placeOf(row: number): number {
  const mixed = Math.imul(row ^ (row >>> 16), 0x45d9f3b);
  return (mixed ^ (mixed >>> 15)) & (BUCKETS - 1);
}

/** The sum of the weights at `places`, each place counting so that all together have length one. */
export function wordScore(table: Float64Array, places: readonly number[]): number {
  let sum = 0;
  for (const place of places) sum += table[place] ?? 0;
  return sum / Math.sqrt(Math.max(1, places.length));
}
