import type { Observation } from '../model/observation.ts';
import { type GatedOutcome, outcomeOf } from '../model/outcome.ts';
import type { ClusterPairs } from '../stats/paired-clusters.ts';
import type { GatePair } from './gate-pairs.ts';

/** Whether a trial is counted as one of the outcome in question. */
export type Counts = (one: Observation) => boolean;

/** Counts trials of one outcome; an unjudged one is of no class. */
export function ofOutcome(name: GatedOutcome): Counts {
  return (one) => outcomeOf(one) === name;
}

/** The same by cluster: pairs, those in which only the candidate has the outcome (first), and those in which only the base has it. */
export function clusterCounts(
  pairs: readonly GatePair[],
  clusterOf: (probe: string) => string,
  inCandidate: Counts,
  inBase: Counts = inCandidate,
): ClusterPairs[] {
  const clusters = new Map<string, { pairs: number; firstOnly: number; secondOnly: number }>();
  for (const { base, candidate } of pairs) {
    const key = clusterOf(base.probe);
    const counts = clusters.get(key) ?? { pairs: 0, firstOnly: 0, secondOnly: 0 };
    const [first, second] = [inCandidate(candidate), inBase(base)];
    counts.pairs += 1;
    if (first && !second) counts.firstOnly += 1;
    if (second && !first) counts.secondOnly += 1;
    clusters.set(key, counts);
  }
  return [...clusters.values()];
}

/** The share of one side of the pairs that counts; null without pairs. */
export function rateOf(pairs: readonly GatePair[], side: 'base' | 'candidate', counts: Counts): number | null {
  return pairs.length === 0 ? null : pairs.filter((pair) => counts(pair[side])).length / pairs.length;
}
