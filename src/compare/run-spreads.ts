import type { Observation } from '../model/observation.ts';
import { GATED_OUTCOMES, type GatedOutcome } from '../model/outcome.ts';
import { type PairedClusters, pairedClusters, pairedVariance } from '../stats/paired-clusters.ts';
import type { RunSpread } from '../stats/run-variance.ts';
import { gatePairs } from './gate-pairs.ts';
import { clusterCounts, ofOutcome, rateOf } from './pair-counts.ts';

/** How far the runs of one target's baseline lie apart, for each outcome that is gated; empty with one run. */
export function runSpreads(
  runs: readonly (readonly Observation[])[],
  clusterOf: (probe: string) => string,
): Map<GatedOutcome, RunSpread> {
  const [first = [], ...others] = runs;
  const spreads = new Map<GatedOutcome, RunSpread>();
  const paired = others.map((run) => gatePairs(first, run).pairs);
  for (const name of GATED_OUTCOMES) {
    const counts = ofOutcome(name);
    const steps = paired.flatMap((pairs) => {
      const found = pairedClusters(clusterCounts(pairs, clusterOf, counts));
      return found === null ? [] : [{ found, base: rateOf(pairs, 'base', counts) ?? 0 }];
    });
    const spread = runSpread(steps);
    if (spread !== null) spreads.set(name, spread);
  }
  return spreads;
}

/** Each further run of a baseline beside the first one: their pairs, and the first one's rate over them. null with one run. */
export function runSpread(
  steps: readonly { readonly found: PairedClusters; readonly base: number }[],
): RunSpread | null {
  if (steps.length === 0) return null;
  const mean = (of: (step: (typeof steps)[number]) => number): number =>
    steps.reduce((sum, step) => sum + of(step), 0) / steps.length;
  return {
    rates: [mean(({ base }) => base), ...steps.map(({ found, base }) => base + found.diff)],
    // Two runs differ by twice what one of them varies; where one question is answered otherwise, p(1 − p) is half of how often.
    sampling: mean(({ found }) => pairedVariance(found)) / 2,
    slope: mean(({ found }) => found.firstOnly + found.secondOnly) / 2,
  };
}
