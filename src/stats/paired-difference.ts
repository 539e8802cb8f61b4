import type { ClusterCount } from './cluster-rate.ts';
import { clusterMean, type WeightedValue } from './cluster-variance.ts';
import { type Interval, LEVEL } from './interval.ts';
import { tBeyond, tWithin } from './student-t.ts';

/** The weight, in clusters, of one change each way that is put beside what was seen. */
const ADDED = 0.5;

/** Two counts of one pair, such as a probe's samples under two models, or a sensitive probe and its control; pairs of one `cluster` hang together. */
export interface CountPair {
  readonly first: ClusterCount;
  readonly second: ClusterCount;
  readonly cluster?: string | undefined;
}

/** Mean rates over pairs, and `first − second` with its interval. */
export interface PairedDifference extends Interval {
  readonly first: number;
  readonly second: number;
  readonly diff: number;
  /** The centre of the interval: the difference with one change each way beside it. */
  readonly centre: number;
  /** Standard error of the centre. */
  readonly se: number;
  /** Satterthwaite's degrees of freedom of `se`. */
  readonly df: number;
  readonly clusters: number;
  /** Sums of the pairs' differences by cluster: what sign flips turn round. */
  readonly totals: ReadonlyMap<string, number>;
}

/**
 * The difference of two paired rates, every pair of the same weight however many samples it has: t on the CR2 variance of the pairs'
 * differences by cluster (`clusterMean`), with half a cluster's change in each direction added, so that the interval keeps a width
 * where few pairs differ or none does (after Agresti and Min 2005, and Bonett and Price 2012, who add a whole pair or two to tables of
 * independent pairs). null where there are no pairs.
 */
export function pairedDifference(pairs: readonly CountPair[], level = LEVEL): PairedDifference | null {
  const full = pairs.filter(({ first, second }) => first.n > 0 && second.n > 0);
  const mean = (of: (pair: CountPair) => number): number => full.reduce((sum, pair) => sum + of(pair), 0) / full.length;
  if (full.length === 0) return null;
  const first = mean((pair) => pair.first.k / pair.first.n);
  const second = mean((pair) => pair.second.k / pair.second.n);
  const totals = totalsByCluster(full);
  const weight = (ADDED * full.length) / totals.size;
  const values: WeightedValue[] = full.map((pair, index) => ({
    value: differenceOf(pair),
    weight: 1,
    cluster: clusterKey(pair, index),
  }));
  const found = clusterMean([...values, { value: 1, weight }, { value: -1, weight }]);
  const { mean: centre = 0, variance = null, df = 1 } = found ?? {};
  const se = Math.sqrt(variance ?? 0);
  return {
    first,
    second,
    diff: first - second,
    ...differenceInterval({ centre, se, df }, 1 - level),
    centre,
    se,
    df,
    clusters: totals.size,
    totals,
  };
}

/** The interval at another level, 1 − alpha, inside [−1, 1]; all of that with an alpha of 0. */
export function differenceInterval(
  { centre, se, df }: Pick<PairedDifference, 'centre' | 'se' | 'df'>,
  alpha: number,
): Interval {
  const half = alpha <= 0 ? 2 : tWithin(1 - alpha, df) * se;
  return { lo: Math.max(-1, centre - half), hi: Math.min(1, centre + half) };
}

/** Two-sided p of the same t that the difference is `at`: it is under 1 − level exactly where the interval at that level leaves `at` out. */
export function differenceP({ centre, se, df }: Pick<PairedDifference, 'centre' | 'se' | 'df'>, at = 0): number {
  return tBeyond((centre - at) / se, df);
}

function differenceOf({ first, second }: CountPair): number {
  return first.k / first.n - second.k / second.n;
}

function clusterKey({ cluster }: CountPair, index: number): string {
  return cluster === undefined ? `pair ${index}` : `cluster ${cluster}`;
}

function totalsByCluster(pairs: readonly CountPair[]): Map<string, number> {
  const totals = new Map<string, number>();
  for (const [index, pair] of pairs.entries()) {
    const key = clusterKey(pair, index);
    totals.set(key, (totals.get(key) ?? 0) + differenceOf(pair));
  }
  return totals;
}
