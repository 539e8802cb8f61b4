import { type ClusterCount, clusterRate } from './cluster-rate.ts';
import { type Interval, LEVEL } from './interval.ts';

/** Two counts of one pair, such as a probe's samples under two models, or a sensitive probe and its control. */
export interface CountPair {
  readonly first: ClusterCount;
  readonly second: ClusterCount;
}

/** Mean rates over pairs, and `first − second` with its interval. */
export interface PairedDifference extends Interval {
  readonly first: number;
  readonly second: number;
  readonly diff: number;
}

/**
 * The difference of two paired rates, every pair of the same weight however many samples it has. Adapted from Newcombe's
 * method 8 (Newcombe 1998, Statistics in Medicine 17:2635): the two rates' own cluster-robust Wilson intervals, joined by
 * Pearson's correlation of the pairs' shares in the place of φ. Sound where a rate is 0 % or 100 %. `bench/coverage.ts`
 * measures its coverage. null where there are no pairs.
 */
export function pairedDifference(pairs: readonly CountPair[], level = LEVEL): PairedDifference | null {
  const full = pairs.filter(({ first, second }) => first.n > 0 && second.n > 0);
  const a = clusterRate(sameWeight(full.map(({ first }) => first)), level);
  const b = clusterRate(sameWeight(full.map(({ second }) => second)), level);
  if (a === null || b === null) return null;
  const rho = correlation(full.map(({ first, second }) => [first.k / first.n, second.k / second.n] as const));
  const diff = a.rate - b.rate;
  const join = (x: number, y: number): number => Math.sqrt(Math.max(0, x * x - 2 * rho * x * y + y * y));
  return {
    first: a.rate,
    second: b.rate,
    diff,
    lo: Math.max(-1, diff - join(a.rate - a.lo, b.hi - b.rate)),
    hi: Math.min(1, diff + join(a.hi - a.rate, b.rate - b.lo)),
  };
}

/** The same shares, each on the mean number of samples, so that a pair with missing samples weighs as much as the others. */
function sameWeight(counts: readonly ClusterCount[]): ClusterCount[] {
  const n = counts.reduce((sum, count) => sum + count.n, 0) / counts.length;
  return counts.map((count) => ({ k: (count.k / count.n) * n, n }));
}

/** Pearson's correlation; 0 where one side does not vary. */
function correlation(pairs: readonly (readonly [number, number])[]): number {
  const n = pairs.length;
  const meanX = pairs.reduce((sum, [x]) => sum + x, 0) / n;
  const meanY = pairs.reduce((sum, [, y]) => sum + y, 0) / n;
  let [xy, xx, yy] = [0, 0, 0];
  for (const [x, y] of pairs) {
    xy += (x - meanX) * (y - meanY);
    xx += (x - meanX) ** 2;
    yy += (y - meanY) ** 2;
  }
  return xx === 0 || yy === 0 ? 0 : xy / Math.sqrt(xx * yy);
}
