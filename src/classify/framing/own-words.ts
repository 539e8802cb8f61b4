import type { ReadAnswer } from '../read-answer.ts';

/** Places that rows of words fall into; what falls together cannot be told apart again. */
export const BUCKETS = 2 ** 17;
/** What is somebody else's has places of its own. */
const REPORTED = 0x5bd1e995;

/** A sentence's rows of words (`rowsOf`), and whether they are somebody else's. */
type WordRows = Pick<ReadAnswer['sentences'][number], 'rows' | 'reported'>;

/** The places of an answer's rows of one to three words or Chinese characters, each once. */
export function ownWords({ sentences }: { readonly sentences: readonly WordRows[] }): number[] {
  const places: number[] = [];
  const seen = new Uint32Array(BUCKETS / 32);
  for (const { rows, reported } of sentences)
    for (const row of rows) {
      const place = placeOf(reported ? row ^ REPORTED : row);
      const bits = seen[place >>> 5] ?? 0;
      const bit = 1 << (place & 31);
      if ((bits & bit) !== 0) continue;
      seen[place >>> 5] = bits | bit;
      places.push(place);
    }
  return places;
}

function placeOf(row: number): number {
  const mixed = Math.imul(row ^ (row >>> 16), 0x45d9f3b);
  return (mixed ^ (mixed >>> 15)) & (BUCKETS - 1);
}

/** The sum of the weights at `places`, each place counting so that all together have length one. */
export function wordScore(table: ArrayLike<number>, places: readonly number[]): number {
  let sum = 0;
  for (const place of places) sum += table[place] ?? 0;
  return sum / Math.sqrt(Math.max(1, places.length));
}
