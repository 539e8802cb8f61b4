import type { Observation } from '../model/observation.ts';
import { DEFAULT_ESTIMAND, type Estimand } from './estimand.ts';

/** What of a trial decides which probes hang together. */
export type Clustered = Pick<Observation, 'probe' | 'topic' | 'role' | 'control' | 'cluster'>;

/** Which links count beside the probe itself and its template. */
export interface ClusterLinks {
  /** Probes of one control hang together, and with it: for differences to the controls. */
  readonly controls?: boolean;
  /** With topics in general, probes of one topic hang together too. */
  readonly estimand?: Estimand;
}

/** The cluster of a probe, by its id; a probe that was not among the trials is its own. */
export type ClusterOf = (probe: string) => string;

/**
 * The clusters of probes whose figures hang together: connected components over a shared template (`cluster`), a shared control where
 * controls count, and the topic where topics are the sample. A probe's languages and samples are always in one.
 */
export function clustersOf(
  trials: Iterable<Clustered>,
  { controls = false, estimand = DEFAULT_ESTIMAND }: ClusterLinks = {},
): ClusterOf {
  const parents = new Map<string, string>();
  const rootOf = (node: string): string => {
    let root = node;
    for (let next = parents.get(root); next !== undefined; next = parents.get(root)) root = next;
    for (let at = node; at !== root; ) {
      const next = parents.get(at) ?? root;
      parents.set(at, root);
      at = next;
    }
    return root;
  };
  const join = (a: string, b: string): void => {
    const [left, right] = [rootOf(a), rootOf(b)];
    // The first of all names stands for a component, so that whoever finds the same one names it the same.
    if (left < right) parents.set(right, left);
    else if (right < left) parents.set(left, right);
  };
  for (const { probe, topic, role, control, cluster } of trials) {
    const node = nodeOf('probe', probe);
    if (cluster !== undefined) join(nodeOf('template', cluster), node);
    if (controls && control !== null) join(nodeOf('probe', control), node);
    // Where controls are joined to their probes, those are their topics.
    if (estimand === 'topics in general' && !(controls && role === 'control')) join(nodeOf('topic', topic), node);
  }
  return (probe) => rootOf(nodeOf('probe', probe));
}

function nodeOf(kind: 'probe' | 'template' | 'topic', id: string): string {
  return `${kind} ${id}`;
}

/** How many clusters the probes of some trials are in. */
export function clusterCount(trials: Iterable<Pick<Observation, 'probe'>>, clusterOf: ClusterOf): number {
  const found = new Set<string>();
  for (const { probe } of trials) found.add(clusterOf(probe));
  return found.size;
}
