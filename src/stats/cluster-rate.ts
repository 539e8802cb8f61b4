import { type Interval, LEVEL, tOf, zOf } from './interval.ts';
import { wilsonInterval } from './wilson.ts';

/** The weight, in clusters, of full correlation beside what the clusters themselves tell of it. */
const PRIOR = 0.5;

/** Successes and trials of one cluster, such as a probe with its samples. */
export interface ClusterCount {
  readonly k: number;
  readonly n: number;
}

/** A rate with its interval and the number of independent trials that it is worth. */
export interface ClusterRate extends Interval {
  readonly rate: number;
  readonly effectiveN: number;
}

/**
 * A rate over clusters whose trials are not independent: Wilson's interval on the effective sample size, the trials divided
 * by the design effect (Korn and Graubard 1998; Dean and Pagano 2015), with t for z at few clusters. The design effect is
 * taken between 1 and full correlation inside clusters, and drawn towards full correlation where few clusters tell of it, as near
 * 0 % and 100 %; at 0 % and 100 %, where it cannot be estimated, it is full correlation. `bench/coverage.ts` measures its coverage.
 * null where there are no trials.
 */
export function clusterRate(clusters: readonly ClusterCount[], level = LEVEL): ClusterRate | null {
  const counted = clusters.filter(({ n }) => n > 0);
  const n = counted.reduce((sum, cluster) => sum + cluster.n, 0);
  if (n === 0) return null;
  const rate = counted.reduce((sum, cluster) => sum + cluster.k, 0) / n;
  const m = counted.length;
  const z = zOf(level);
  const effectiveN = effectiveSize(counted, rate, n, m) * (m > 1 ? (z / tOf(level, m - 1)) ** 2 : 1);
  return { rate, ...wilsonInterval(rate * effectiveN, effectiveN, z), effectiveN };
}

function effectiveSize(clusters: readonly ClusterCount[], rate: number, n: number, m: number): number {
  if (rate === 0 || rate === 1 || m < 2) return m;
  const squares = clusters.reduce((sum, cluster) => sum + (cluster.k - rate * cluster.n) ** 2, 0);
  const variance = ((m / (m - 1)) * squares) / (n * n);
  const size = variance === 0 ? n : (rate * (1 - rate)) / variance;
  const estimated = Math.min(n, Math.max(m, size));
  const informing = clusters.filter(({ k, n: of }) => (rate < 0.5 ? k > 0 : k < of)).length;
  return (informing + PRIOR) / (informing / estimated + PRIOR / m);
}
