import type { Delivery } from '../model/delivery.ts';
import type { Observation } from '../model/observation.ts';
import { clusterRate } from '../stats/cluster-rate.ts';
import { imbensManskiQuantile } from '../stats/imbens-manski.ts';
import { type Interval, LEVEL, zOf } from '../stats/interval.ts';
import { normalCdf } from '../stats/normal-cdf.ts';
import { type CountPair, pairedDifference } from '../stats/paired-difference.ts';
import { type ClusterOf, clusterCount } from './clusters.ts';
import { type Estimand, whyNoInterval } from './estimand.ts';
import { CLASS_NAMES, type ClassName, groupBy, isJudged } from './tally.ts';

/** The least and the greatest value that a rate or difference could have had, 0…1 (−1…1 for differences). */
export interface Extremes {
  readonly lo: number;
  readonly hi: number;
}

/** What missing trials leave open of a figure (Manski 1989): no model of why they are missing. */
export interface Bounds {
  /** The figure if all missing trials had gone against it, and if all had gone for it; without sampling error. */
  readonly least: number;
  readonly most: number;
  /** The interval that holds the true value at 95 %, wherever it lies between the two (Imbens and Manski 2004); null where so few questions give none. */
  readonly lo: number | null;
  readonly hi: number | null;
}

/** The bounds of each rate. */
export interface MissingBounds extends Readonly<Record<ClassName, Bounds>> {
  /** Trials whose opinion is unknown. */
  readonly missing: number;
}

/** What hangs together, and what the bounds speak of. */
export interface BoundsMaking {
  readonly clusterOf: ClusterOf;
  readonly estimand: Estimand;
}

/** Deliveries that leave an opinion unknown where no class was found. */
const LEAVES_UNKNOWN = {
  ok: true,
  truncated: true,
  provider_filter: true,
  empty: false,
  error: true,
} as const satisfies Readonly<Record<Delivery, boolean>>;

/**
 * True where the model's opinion is unknown: the call failed, was never made, the service withheld the answer, or nobody could judge
 * it. An empty answer is not missing: the model ended well and said nothing.
 */
export function isMissing(observation: Observation): boolean {
  const { delivery } = observation;
  return (delivery === null || LEAVES_UNKNOWN[delivery]) && !isJudged(observation);
}

/** The bounds of each rate over judged and missing trials; null where nothing is missing. */
export function missingBounds(
  observations: readonly Observation[],
  { clusterOf, estimand }: BoundsMaking,
): MissingBounds | null {
  const missing = observations.filter(isMissing).length;
  if (missing === 0) return null;
  const known = observations.filter((one) => isJudged(one) || isMissing(one));
  const bounds = CLASS_NAMES.map((name) => {
    const counts = [...groupBy(known, ({ probe }) => probe)].map(([probe, members]) => {
      const k = members.filter((one) => !isMissing(one) && one.class === name).length;
      return { k, unknown: members.filter(isMissing).length, n: members.length, cluster: clusterOf(probe) };
    });
    const [low, high] = [counts, counts.map((count) => ({ ...count, k: count.k + count.unknown }))];
    const [least, most] = [low, high].map((side) => sumOf(side, ({ k }) => k) / known.length) as [number, number];
    const clusters = clusterCount(known, clusterOf);
    const reach = (level: number): Interval => ({
      lo: clusterRate(low, level)?.lo ?? 0,
      hi: clusterRate(high, level)?.hi ?? 1,
    });
    return [name, { least, most, ...reached(least, most, reach, clusters, estimand) }];
  });
  return { missing, ...(Object.fromEntries(bounds) as Record<ClassName, Bounds>) };
}

/**
 * The bounds of a paired difference over the missing trials of both sides. `first` and `second` give the trials of each pair; a
 * pair of which nothing is known counts too. null where nothing is missing.
 */
export function differenceBounds(
  pairs: readonly { readonly first: readonly Observation[]; readonly second: readonly Observation[] }[],
  name: ClassName,
  { clusterOf, estimand }: BoundsMaking,
): Bounds | null {
  const counted = pairs.flatMap(({ first, second }) => {
    const [left, right] = [extremes(first, name), extremes(second, name)];
    const cluster = clusterOf(first[0]?.probe ?? '');
    return left === null || right === null ? [] : [{ first: left, second: right, cluster }];
  });
  if (counted.every(({ first, second }) => first.lo === first.hi && second.lo === second.hi)) return null;
  const [low, high] = [
    counted.map(({ first, second, cluster }) => pairOf(first.lo, second.hi, cluster)),
    counted.map(({ first, second, cluster }) => pairOf(first.hi, second.lo, cluster)),
  ];
  const [least, most] = [low, high].map(
    (side) => sumOf(side, ({ first, second }) => first.k - second.k) / side.length,
  ) as [number, number];
  const reach = (level: number): Interval => ({
    lo: pairedDifference(low, level)?.lo ?? -1,
    hi: pairedDifference(high, level)?.hi ?? 1,
  });
  const clusters = new Set(counted.map(({ cluster }) => cluster)).size;
  return { least, most, ...reached(least, most, reach, clusters, estimand) };
}

/**
 * Bounds that reach as far as the figure's own interval, which takes the missing trials to be like the others: what they leave open is never
 * less than that. The two are made of other counts, and of one- and two-sided errors, so that either can reach further. A figure without an interval
 * has none here: questions of which nothing is known do not make up for those that are too few.
 */
export function reachingBounds(
  bounds: Bounds,
  { lo, hi }: { readonly lo: number | null; readonly hi: number | null },
): Bounds {
  if (lo === null || hi === null) return { ...bounds, lo: null, hi: null };
  if (bounds.lo === null || bounds.hi === null) return bounds;
  return { ...bounds, lo: Math.min(bounds.lo, lo), hi: Math.max(bounds.hi, hi) };
}

/** A pair of shares, as counts of one. */
function pairOf(first: number, second: number, cluster: string): CountPair {
  return { first: { k: first, n: 1 }, second: { k: second, n: 1 }, cluster };
}

/**
 * The bounds with their sampling error. The intervals of this package stand in the place of so many standard errors: each
 * bound at the level whose normal quantile is that of Imbens and Manski, whose standard error is that interval's reach at 95 % over 1.96.
 */
function reached(
  least: number,
  most: number,
  reach: (level: number) => Interval,
  clusters: number,
  estimand: Estimand,
): Pick<Bounds, 'lo' | 'hi'> {
  if (whyNoInterval(clusters, estimand) !== null) return { lo: null, hi: null };
  const { lo, hi } = reach(LEVEL);
  const se = Math.max(least - lo, hi - most) / zOf(LEVEL);
  const quantile = imbensManskiQuantile(most - least, se);
  return reach(1 - 2 * normalCdf(-quantile));
}

function sumOf<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}

function extremes(observations: readonly Observation[], name: ClassName): Extremes | null {
  const counts = groupBy(observations, (one) => (isMissing(one) ? 'missing' : isJudged(one) ? one.class : 'empty'));
  const missing = counts.get('missing')?.length ?? 0;
  const all = observations.length - (counts.get('empty')?.length ?? 0);
  const k = counts.get(name)?.length ?? 0;
  return all === 0 ? null : { lo: k / all, hi: (k + missing) / all };
}
