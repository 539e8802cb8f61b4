import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../lib/digest.ts';
import { PACKAGE_ROOT } from '../lib/package-root.ts';
import { joinHash, tokenHashes } from './sentence-tokens.ts';
import { softmaxOf } from './softmax.ts';

/** What one sentence does: puts forward a state's line, reports it, says what the state avoids, declines, says nothing, or none of these. */
export const STANCES = ['state', 'attrib', 'candid', 'refuse', 'empty', 'plain'] as const;
export type Stance = (typeof STANCES)[number];

/** Longest row of tokens that counts as a feature. */
export const LONGEST_ROW = 3;

/** A multinomial logistic regression over rows of one to three tokens; weights in whole numbers, `scale` to one. */
export interface SentenceWeights {
  readonly scale: number;
  readonly bias: readonly number[];
  /** Hashes of token rows, ascending by number, and for each the weights of the stances one after another. */
  readonly rows: readonly number[];
  readonly weights: readonly number[];
}

/** The shares of the stances of a stretch of text by its rows (`rowsOf`), in the order of `STANCES`. */
export type SentenceModel = (rows: readonly number[]) => number[];

const path = join(PACKAGE_ROOT, 'src/classify/sentence-weights.json');
const shipped = readFileSync(path, 'utf8');

/** Digest of the shipped weights, for the classifier's version. */
export const SENTENCE_DIGEST = sha256(shipped);

/** A model from its weights. */
export function createSentenceModel({ scale, bias, rows, weights }: SentenceWeights): SentenceModel {
  const k = STANCES.length;
  const size = 2 ** Math.ceil(Math.log2(rows.length * 3 + 2));
  const keys = new Int32Array(size);
  const places = new Int32Array(size).fill(-1);
  // Most rows are not in the table: a set of bits that the processor keeps at hand says so.
  const mayHave = new Uint32Array(2 ** (BITS - 5));
  for (const [i, row] of rows.entries()) {
    const bit = bitOf(row);
    mayHave[bit >>> 5] = (mayHave[bit >>> 5] ?? 0) | (1 << (bit & 31));
    let slot = row & (size - 1);
    while (places[slot] !== -1) slot = (slot + 1) & (size - 1);
    keys[slot] = row;
    places[slot] = i * k;
  }
  const table = Float64Array.from(weights);
  for (let i = 0; i < table.length; i++) table[i] = (table[i] ?? 0) / scale;
  const base = bias.map((value) => value / scale);
  const sums = new Float64Array(k);
  const mask = size - 1;
  return (found) => {
    sums.fill(0);
    for (let i = 0; i < found.length; i++) {
      const row = found[i] ?? 0;
      const bit = bitOf(row);
      if (((mayHave[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) continue;
      let slot = row & mask;
      let place = places[slot] ?? -1;
      while (place !== -1 && keys[slot] !== row) {
        slot = (slot + 1) & mask;
        place = places[slot] ?? -1;
      }
      if (place >= 0) for (let c = 0; c < k; c++) sums[c] = (sums[c] ?? 0) + (table[place + c] ?? 0);
    }
    const unit = 1 / Math.sqrt(Math.max(1, found.length));
    return softmaxOf(base.map((value, c) => value + unit * (sums[c] ?? 0)));
  };
}

const BITS = 18;

function bitOf(row: number): number {
  return Math.imul(row ^ (row >>> 16), 0x45d9f3b) >>> (32 - BITS);
}

/** The shipped model. */
export const sentenceStances: SentenceModel = createSentenceModel(JSON.parse(shipped));

/** The hashes of each row of one to three tokens of a stretch of folded lower-case text, a start mark before the first. */
export function rowsOf(text: string, start: number, end: number): number[] {
  const tokens = tokenHashes(text, start, end);
  const rows: number[] = [];
  for (let i = -1; i < tokens.length; i++) {
    let row = 1;
    for (let n = 0; n < LONGEST_ROW && i + n < tokens.length; n++) {
      const token = i + n < 0 ? 1 : (tokens[i + n] ?? 0);
      row = joinHash(row, token);
      if (i < 0 && n === 0) continue;
      rows.push(row);
    }
  }
  return rows;
}
