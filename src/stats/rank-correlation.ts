import { type Interval, LEVEL, zOf } from './interval.ts';
import { pearson } from './pearson.ts';

/** A correlation of ranks, within [-1, 1], with its 95 % interval; null where too few pairs give none. */
export interface RankCorrelation {
  readonly r: number;
  readonly interval: Interval | null;
}

/** Pairs from which on the intervals hold (Bonett and Wright 2000). */
const FEWEST_FOR_INTERVAL = 10;

/** Spearman's ρ (Spearman 1904), ties with the mean of their ranks; null where a side does not vary. Interval by Fisher's z (Bonett and Wright 2000). */
export function spearman(first: readonly number[], second: readonly number[]): RankCorrelation | null {
  const r = pearson(ranksOf(first), ranksOf(second));
  return Number.isNaN(r)
    ? null
    : { r, interval: fisherInterval(r, Math.sqrt((1 + r ** 2 / 2) / (first.length - 3)), first.length) };
}

/** Kendall's τ-b (Kendall 1945), corrected for ties; null where a side does not vary. Interval by Fisher's z (Fieller, Hartley and Pearson 1957). */
export function kendall(first: readonly number[], second: readonly number[]): RankCorrelation | null {
  let [score, tiedFirst, tiedSecond, pairs] = [0, 0, 0, 0];
  for (let i = 0; i < first.length; i++) {
    for (let j = 0; j < i; j++) {
      const a = Math.sign((first[i] ?? 0) - (first[j] ?? 0));
      const b = Math.sign((second[i] ?? 0) - (second[j] ?? 0));
      score += a * b;
      pairs += 1;
      if (a === 0) tiedFirst += 1;
      if (b === 0) tiedSecond += 1;
    }
  }
  const scale = Math.sqrt((pairs - tiedFirst) * (pairs - tiedSecond));
  if (scale === 0) return null;
  const r = score / scale;
  return { r, interval: fisherInterval(r, Math.sqrt(0.437 / (first.length - 4)), first.length) };
}

function fisherInterval(r: number, error: number, n: number): Interval | null {
  if (n < FEWEST_FOR_INTERVAL) return null;
  // Ranks that agree wholly have no finite z: the interval then ends where they are.
  if (Math.abs(r) > 1 - 1e-12) return null;
  const z = Math.atanh(r);
  const half = zOf(LEVEL) * error;
  return { lo: Math.tanh(z - half), hi: Math.tanh(z + half) };
}

function ranksOf(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const same = values.filter((other) => other === value).length;
    return below + (same + 1) / 2;
  });
}
