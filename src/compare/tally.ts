import { hasOpinion } from '../model/delivery.ts';
import type { Observation } from '../model/observation.ts';
import { CLASSES, type VerdictClass } from '../model/verdict.ts';
import type { ClusterCount } from '../stats/cluster-rate.ts';
import type { ClusterOf } from './clusters.ts';

/** The classes, in the order of reports. */
export const CLASS_NAMES = CLASSES;
export type ClassName = VerdictClass;

/** True where the answer has a class, and so counts in the rates. */
export function isJudged(observation: Observation): boolean {
  return observation.class !== null && hasOpinion(observation.delivery);
}

/** Items by a key, in the order in which the keys first occur. */
export function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** By probe: how many of its judged answers have a class, and what it hangs together with; without `clusterOf`, with itself alone. */
export function countsByProbe(
  judged: readonly Pick<Observation, 'probe' | 'class'>[],
  name: ClassName,
  clusterOf?: ClusterOf,
): Map<string, ClusterCount> {
  const counts = new Map<string, { k: number; n: number; cluster?: string }>();
  for (const one of judged) {
    const count = counts.get(one.probe) ?? { k: 0, n: 0, ...clusterIn(clusterOf, one.probe) };
    count.n += 1;
    if (one.class === name) count.k += 1;
    counts.set(one.probe, count);
  }
  return counts;
}

/** The cluster of a probe as a field; none where nobody says what hangs together. */
export function clusterIn(clusterOf: ClusterOf | undefined, probe: string): { cluster?: string } {
  return clusterOf === undefined ? {} : { cluster: clusterOf(probe) };
}
