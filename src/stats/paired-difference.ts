import { betaQuantile } from './beta-distribution.ts';
import type { ClusterCount } from './cluster-rate.ts';
import { clusterMean, type WeightedValue } from './cluster-variance.ts';
import { type Interval, LEVEL } from './interval.ts';
import { tBeyond, tWithin } from './student-t.ts';

/** The weight, in clusters, of one change each way that is put beside what was seen. */
const ADDED = 0.4;
/** Up to so many clusters that moved are too few for t: the bounds of rare moves stand beside it. */
const RARE = 4;

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
  /** Mean moves up and down, and how many clusters of one size there are, where at most four moved; null where more did. */
  readonly rare: { readonly up: number; readonly down: number; readonly worth: number } | null;
  /** Sums of the pairs' differences by cluster: what sign flips turn round. */
  readonly totals: ReadonlyMap<string, number>;
}

/**
 * The difference of two paired rates, every pair of the same weight however many samples it has: t on the CR2 variance of the pairs'
 * differences by cluster (`clusterMean`), with two fifths of a cluster's change in each direction added, so that the interval keeps a width
 * where few pairs differ (after Agresti and Min 2005, and Bonett and Price 2012, who add a whole pair or two to tables of independent
 * pairs). Where at most four clusters moved, t is too sure: the bounds are at least those of Jeffreys for the share that moves up, less what
 * moved down, and the other way round; where none moved they are the share that would be seen with 90 %. null where there are no pairs.
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
  const moved = [...totals.values()].filter((total) => Math.abs(total) > 1e-12).length;
  const rare =
    moved > RARE
      ? null
      : {
          up: mean((pair) => Math.max(0, differenceOf(pair))),
          down: mean((pair) => Math.max(0, -differenceOf(pair))),
          worth: clusterMean(values)?.worth ?? 1,
        };
  return {
    first,
    second,
    diff: first - second,
    ...differenceInterval({ centre, se, df, rare }, 1 - level),
    centre,
    se,
    df,
    rare,
    clusters: totals.size,
    totals,
  };
}

/**
 * The interval at another level, 1 − alpha, inside [−1, 1]; all of that with an alpha of 0. `unseen` is the chance at which a move that was
 * not seen is left out.
 */
export function differenceInterval(
  { centre, se, df, rare }: Pick<PairedDifference, 'centre' | 'se' | 'df' | 'rare'>,
  alpha: number,
  unseen = 2 * alpha,
): Interval {
  const half = alpha <= 0 ? 2 : tWithin(1 - alpha, df) * se;
  const [lo, hi] = [Math.max(-1, centre - half), Math.min(1, centre + half)];
  if (rare === null || alpha <= 0) return { lo, hi };
  const { up, down, worth } = rare;
  const most = (share: number): number => {
    if (share === 0) return 1 - Math.min(1, unseen) ** (1 / worth);
    return share >= 1 ? 1 : betaQuantile(1 - alpha / 2, share * worth + 0.5, (1 - share) * worth + 0.5);
  };
  return { lo: Math.max(-1, Math.min(lo, up - most(down))), hi: Math.min(1, Math.max(hi, most(up) - down)) };
}

/** Two-sided p of the same t that the difference is `at`. Where at most four clusters moved, the sign flips of them are never under 0.125. */
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
