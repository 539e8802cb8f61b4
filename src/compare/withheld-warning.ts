import type { Observation } from '../model/observation.ts';
import { outcomeOf } from '../model/outcome.ts';
import { type PairedClusters, pairedBounds, pairedClusters } from '../stats/paired-clusters.ts';
import type { ClusterOf } from './clusters.ts';
import { FEWEST_CLUSTERS } from './estimand.ts';
import { type PairBy, Partners } from './partners.ts';

/** How often a warning may be wrong, on each side. */
const ALPHA = 0.025;

/**
 * Says that one side withheld more than the other, over delivered trials of shared questions and samples: pairs of judged answers are without
 * these, and so may be without what differs. null where neither is shown to. `pairBy` tells the trials that belong together.
 */
export function withheldWarning(
  base: readonly Observation[],
  candidate: readonly Observation[],
  pairBy: PairBy,
  clusterOf: ClusterOf,
): string | null {
  const partners = new Partners(pairBy);
  for (const one of candidate) if (outcomeOf(one) !== null) partners.add(one);
  const clusters = new Map<string, { pairs: number; firstOnly: number; secondOnly: number }>();
  const counts = { pairs: 0, base: 0, candidate: 0 };
  for (const one of base) {
    const partner = outcomeOf(one) === null ? undefined : partners.of(one);
    if (partner === undefined) continue;
    const [first, second] = [outcomeOf(partner) === 'withheld', outcomeOf(one) === 'withheld'];
    const cluster = clusters.get(clusterOf(one.probe)) ?? { pairs: 0, firstOnly: 0, secondOnly: 0 };
    cluster.pairs += 1;
    cluster.firstOnly += Number(first && !second);
    cluster.secondOnly += Number(second && !first);
    clusters.set(clusterOf(one.probe), cluster);
    counts.pairs += 1;
    counts.base += Number(second);
    counts.candidate += Number(first);
  }
  const found = pairedClusters([...clusters.values()]);
  if (found === null || !isShown(found)) return null;
  return `${counts.base} of ${counts.pairs} answers were withheld (filtered or empty) on the base’s side, ${counts.candidate} on the candidate’s: they are in no pair, and a difference may be hidden in them or made by their absence`;
}

function isShown(found: PairedClusters): boolean {
  if (found.clusters < FEWEST_CLUSTERS) return false;
  const { lo, hi } = pairedBounds(found, ALPHA);
  return lo > 0 || hi < 0;
}
