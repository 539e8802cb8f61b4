import { type Interval, LEVEL, tOf, zOf } from './interval.ts';
import { normalCdf } from './normal-cdf.ts';
import type { SampledArm } from './ppi.ts';

/** The difference of two arms of which a part was labelled, with its interval. */
export interface SampledDifference extends Interval {
  readonly first: number;
  readonly second: number;
  readonly diff: number;
  /** Two-sided, from the distance of the bound on the side of 0: under 0.05 where the 95 % interval leaves 0 out, and nowhere else. */
  readonly p: number;
}

/** The interval of a rate of which a part was labelled: sampling, clusters and the labelled part's own error. */
export function sampledInterval(arm: SampledArm, level = LEVEL): Interval {
  const stretch = stretchOf([...arm.scores.values()], arm.variance.labelling + arm.variance.sampling, level);
  const { labelling, sampling, gap, rate } = arm;
  return {
    lo: Math.max(0, rate - stretch * Math.sqrt(labelling.lo + sampling.lo) - gap.lo),
    hi: Math.min(1, rate + stretch * Math.sqrt(labelling.hi + sampling.hi) + gap.hi),
  };
}

/**
 * `first − second` of two arms that were labelled each for itself: distances are joined after Newcombe's method 10 (1998, Statistics in
 * Medicine 17:2635), those that come from sampling by `rho`, the correlation of the arms over clusters; those that come from labelling are
 * independent. Where the scores of the clusters that both share spread wider, that decides.
 */
export function sampledDifference(
  first: SampledArm,
  second: SampledArm,
  rho: number,
  level = LEVEL,
): SampledDifference {
  const clusters = [...new Set([...first.scores.keys(), ...second.scores.keys()])];
  const scores = clusters.map((cluster) => (first.scores.get(cluster) ?? 0) - (second.scores.get(cluster) ?? 0));
  const joined = (x: number, y: number): number => Math.max(0, x * x - 2 * rho * x * y + y * y);
  const [a, b] = [first.variance, second.variance];
  const variance = a.labelling + b.labelling + joined(Math.sqrt(a.sampling), Math.sqrt(b.sampling));
  const stretch = stretchOf(scores, variance, level);
  const diff = first.rate - second.rate;
  const distance = (down: keyof Interval, up: keyof Interval): number => {
    const sampling = joined(Math.sqrt(first.sampling[down]), Math.sqrt(second.sampling[up]));
    return stretch * Math.sqrt(first.labelling[down] + second.labelling[up] + sampling);
  };
  const below = distance('lo', 'hi') + first.gap.lo + second.gap.hi;
  const above = distance('hi', 'lo') + first.gap.hi + second.gap.lo;
  const z = (zOf(level) * Math.abs(diff)) / (diff > 0 ? below : above);
  return {
    first: first.rate,
    second: second.rate,
    diff,
    lo: Math.max(-1, diff - below),
    hi: Math.min(1, diff + above),
    p: 2 * (1 - normalCdf(z)),
  };
}

/** How much wider an interval is than its parts say: by the spread of the clusters' scores where that is larger, and by t for z at few clusters. */
function stretchOf(scores: readonly number[], variance: number, level: number): number {
  const m = scores.length;
  if (m < 2) return 1;
  const robust = (m / (m - 1)) * scores.reduce((sum, score) => sum + score * score, 0);
  return Math.sqrt(Math.max(1, robust / variance)) * (tOf(level, m - 1) / zOf(level));
}
