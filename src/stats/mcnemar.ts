import { binomialAtMost, binomialProbability } from './binomial.ts';
import type { PairTable } from './newcombe-paired.ts';

/** Two-sided p values of McNemar's test: `exact` holds its level always, `midP` is less cautious and nearly always does. */
export interface McNemar {
  readonly exact: number;
  readonly midP: number;
}

/**
 * McNemar's test that both sides of pairs have the same rate, by the binomial distribution of the pairs that differ
 * (McNemar 1947; mid-p: Fagerland, Lydersen and Laake 2013). The pairs must be independent of each other: one answer a probe.
 */
export function mcnemar({ firstOnly, secondOnly }: Pick<PairTable, 'firstOnly' | 'secondOnly'>): McNemar {
  const differing = firstOnly + secondOnly;
  if (differing === 0) return { exact: 1, midP: 1 };
  const fewer = Math.min(firstOnly, secondOnly);
  const tail = binomialAtMost(fewer, differing, 0.5);
  const exact = Math.min(1, 2 * tail);
  const at = binomialProbability(fewer, differing, 0.5);
  return { exact, midP: firstOnly === secondOnly ? 1 - at : Math.min(1, 2 * tail - at) };
}
