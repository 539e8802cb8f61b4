import { softmaxOf } from '../softmax.ts';

/**
 * A softmax regression over hashed features and measures, as it is stored: whole numbers in base64 (`Int8Array`), bucket by
 * bucket, the classes of a bucket side by side, `scale` to one; then the measures' weights and the bias in plain numbers.
 */
export interface LinearWeights {
  readonly bits: number;
  readonly classes: number;
  readonly scale: number;
  readonly buckets: string;
  /** Weights of the measures, one measure after another, and the bias last; each in the order of the classes. */
  readonly dense: readonly number[];
}

/** What an example is made of: buckets of its rows, what one row weighs, and its measures. */
export interface LinearInput {
  readonly buckets: readonly number[];
  readonly unit: number;
  readonly measures: readonly number[];
}

/** Shares of the classes. */
export type LinearModel = (input: LinearInput) => number[];

/** A model from its weights. */
export function createLinearModel({ classes, scale, buckets, dense }: LinearWeights): LinearModel {
  const bytes = Buffer.from(buckets, 'base64');
  const table = Float32Array.from(new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length));
  for (let i = 0; i < table.length; i++) table[i] = (table[i] ?? 0) / scale;
  return (input) => softmaxOf(scoresOf(table, dense, classes, input));
}

/** The sums before the softmax. */
export function scoresOf(
  table: ArrayLike<number>,
  dense: ArrayLike<number>,
  classes: number,
  { buckets, unit, measures }: LinearInput,
): number[] {
  const scores = new Array<number>(classes).fill(0);
  // A bucket's weights lie side by side: they are fetched once.
  for (let i = 0; i < buckets.length; i++) {
    const at = (buckets[i] ?? 0) * classes;
    for (let c = 0; c < classes; c++) scores[c] = (scores[c] ?? 0) + unit * (table[at + c] ?? 0);
  }
  for (let j = 0; j <= measures.length; j++) {
    const measure = j === measures.length ? 1 : (measures[j] ?? 0);
    for (let c = 0; c < classes; c++) scores[c] = (scores[c] ?? 0) + measure * (dense[j * classes + c] ?? 0);
  }
  return scores;
}
