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
  const table = Float32Array.from(new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length), (w) => w / scale);
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
  for (const bucket of buckets)
    for (let c = 0; c < classes; c++) scores[c] = (scores[c] ?? 0) + unit * (table[bucket * classes + c] ?? 0);
  for (let j = 0; j <= measures.length; j++) {
    const value = j === measures.length ? 1 : (measures[j] ?? 0);
    for (let c = 0; c < classes; c++) scores[c] = (scores[c] ?? 0) + value * (dense[j * classes + c] ?? 0);
  }
  return scores;
}

/** Shares that add up to one. */
export function softmaxOf(scores: readonly number[]): number[] {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const all = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / all);
}
