import type { Observation } from '../model/observation.ts';
import { GATED_OUTCOMES, type GatedOutcome } from '../model/outcome.ts';
import { pairedClusters, pairedVariance } from '../stats/paired-clusters.ts';
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
    if (steps.length === 0) continue;
    const mean = (of: (step: (typeof steps)[number]) => number): number =>
      steps.reduce((sum, step) => sum + of(step), 0) / steps.length;
    spreads.set(name, {
      rates: [mean(({ base }) => base), ...steps.map(({ found, base }) => base + found.diff)],
      // Two runs differ by twice what one of them varies; where one question is answered otherwise, p(1 − p) is half of how often.
      sampling: mean(({ found }) => pairedVariance(found)) / 2,
      slope: mean(({ found }) => found.firstOnly + found.secondOnly) / 2,
    });
  }
  return spreads;
}
