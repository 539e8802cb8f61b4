import { betaQuantile } from './beta-distribution.ts';
import { clusterMean } from './cluster-variance.ts';
import { type Interval, LEVEL, zOf } from './interval.ts';
import { tWithin } from './student-t.ts';

/** The weight, in clusters, of full correlation beside what the clusters themselves tell of it. */
const PRIOR = 1;

/** Successes and trials of one probe with its samples and languages; probes of the same `cluster` hang together. */
export interface ClusterCount {
  readonly k: number;
  readonly n: number;
  readonly cluster?: string | undefined;
}

/** A rate with its interval and the number of independent trials that it is worth. */
export interface ClusterRate extends Interval {
  readonly rate: number;
  readonly effectiveN: number;
  readonly clusters: number;
  /** Satterthwaite's degrees of freedom of the variance behind the interval; 0 with one cluster. */
  readonly df: number;
}

/**
 * A rate over clusters whose trials are not independent: the Beta quantiles of Jeffreys' interval (Brown, Cai and DasGupta 2001) on the
 * effective sample size, which is what the CR2 variance of the rate makes of the trials (Korn and Graubard 1998; Dean and Pagano 2015),
 * with t of Satterthwaite's degrees of freedom for z. The effective size is taken between the trials and full correlation inside clusters,
 * and drawn towards full correlation where few clusters have successes, or failures, to tell of it; at 0 % and 100 %, where it
 * cannot be estimated, it is full correlation, and the one bound is one-sided (at level 0.95 the rule of three). The mirror image
 * of the counts has the mirrored interval. null where there are no trials.
 */
export function clusterRate(counts: readonly ClusterCount[], level = LEVEL): ClusterRate | null {
  const counted = counts.filter(({ n }) => n > 0);
  const found = clusterMean(counted.map(({ k, n, cluster }) => ({ value: k / n, weight: n, cluster })));
  if (found === null) return null;
  const { mean: rate, variance, df, clusters, worth } = found;
  const n = counted.reduce((sum, count) => sum + count.n, 0);
  const common = { rate, clusters, df };
  if (rate <= 0) return { ...common, lo: 0, hi: betaQuantile(level, 1, worth), effectiveN: worth };
  if (rate >= 1) return { ...common, lo: betaQuantile(1 - level, worth, 1), hi: 1, effectiveN: worth };
  const estimated = variance === null ? worth : withinReach((rate * (1 - rate)) / variance, worth, n);
  const informing = fewestTelling(counted);
  const size = (informing + PRIOR) / (informing / estimated + PRIOR / worth);
  const effectiveN = variance === null ? size : size * (zOf(level) / tWithin(level, df)) ** 2;
  const tail = (1 - level) / 2;
  const k = rate * effectiveN;
  return {
    ...common,
    lo: betaQuantile(tail, k + 0.5, effectiveN - k + 0.5),
    hi: betaQuantile(1 - tail, k + 0.5, effectiveN - k + 0.5),
    effectiveN,
  };
}

/** A variance of 0 is worth all trials. */
function withinReach(size: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, size));
}

/** Clusters with a success, or those with a failure, whichever are fewer. */
function fewestTelling(counts: readonly ClusterCount[]): number {
  const [successes, failures] = [new Set<string | number>(), new Set<string | number>()];
  for (const [index, { k, n, cluster }] of counts.entries()) {
    if (k > 0) successes.add(cluster ?? index);
    if (k < n) failures.add(cluster ?? index);
  }
  return Math.min(successes.size, failures.size);
}
