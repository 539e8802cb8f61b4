import type { ClusterCount } from './cluster-rate.ts';
import { logChoose } from './log-factorial.ts';

/** How much a probability may exceed the observed one and still count as no larger: rounding, as in R. */
const ROUNDING = 1 + 1e-7;

/**
 * Two-sided p of Fisher's exact test that two independent groups have the same rate (Fisher 1935): the probability of all
 * tables with the same margins that are no likelier than the one found.
 */
export function fisherExact(first: ClusterCount, second: ClusterCount): number {
  const successes = first.k + second.k;
  const all = first.n + second.n;
  const logTotal = logChoose(all, successes);
  const probability = (k: number): number =>
    Math.exp(logChoose(first.n, k) + logChoose(second.n, successes - k) - logTotal);
  const observed = probability(first.k) * ROUNDING;
  let p = 0;
  for (let k = Math.max(0, successes - second.n); k <= Math.min(first.n, successes); k++) {
    const here = probability(k);
    if (here <= observed) p += here;
  }
  return Math.min(1, p);
}
