import { BUCKETS, wordScore } from '../classify/framing/own-words.ts';

/** A text as places of words, its class, and how much it counts. */
export interface WordExample {
  readonly places: readonly number[];
  readonly official: boolean;
  readonly weight: number;
}

/** How strongly each example pulls against a short vector of weights, and how often all are gone over. */
export interface FitWordsOptions {
  readonly cost?: number;
  readonly passes?: number;
}

/**
 * Logistic regression by coordinate descent in the dual (Yu, Huang and Lin 2011), with `prior` as the point to which weights are
 * drawn. All examples have length one. The same examples in the same order give the same weights; the last of them is the bias.
 */
export function fitWords(
  examples: readonly WordExample[],
  prior: { readonly table: Float64Array; readonly bias: number } | null,
  { cost = 10, passes = 12 }: FitWordsOptions = {},
): { table: Float64Array; bias: number } {
  const table = prior === null ? new Float64Array(BUCKETS) : Float64Array.from(prior.table);
  let bias = prior?.bias ?? 0;
  const duals = new Float64Array(examples.length);
  const order = shuffled(examples.length);
  for (let pass = 0; pass < passes; pass++) {
    for (const i of order) {
      const { places, official, weight } = examples[i] ?? { places: [], official: false, weight: 0 };
      if (places.length === 0 || weight === 0) continue;
      const sign = official ? 1 : -1;
      const most = cost * weight;
      const before = duals[i] ?? 0;
      // Length one for the words and one for the bias.
      const square = 2;
      const margin = sign * (wordScore(table, places) + bias);
      const after = most * solve(margin - square * before, square * most);
      duals[i] = after;
      const step = sign * (after - before);
      const each = step / Math.sqrt(places.length);
      for (const place of places) table[place] = (table[place] ?? 0) + each;
      bias += step;
    }
  }
  return { table, bias };
}

/** The share s in (0, 1) for which logit(s) + slope · s + shift = 0. */
function solve(shift: number, slope: number): number {
  let lo = -60;
  let hi = 60;
  let z = 0;
  for (let step = 0; step < 40; step++) {
    const share = 1 / (1 + Math.exp(-z));
    const value = z + slope * share + shift;
    if (value > 0) hi = z;
    else lo = z;
    const next = z - value / (1 + slope * share * (1 - share));
    const inside = next > lo && next < hi ? next : (lo + hi) / 2;
    if (Math.abs(inside - z) < 1e-9) break;
    z = inside;
  }
  return 1 / (1 + Math.exp(-z));
}

/** Numbers from 0 on in an order that is always the same. */
function shuffled(count: number): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  let state = 12345;
  for (let i = count - 1; i > 0; i--) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    const j = Math.floor((state / 2 ** 32) * (i + 1));
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
  return order;
}
