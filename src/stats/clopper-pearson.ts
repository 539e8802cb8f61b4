import { binomialAtMost } from './binomial.ts';
import { type Interval, LEVEL } from './interval.ts';

/**
 * The exact interval for k of n independent trials (Clopper and Pearson 1934): it covers at least its level everywhere, and
 * is wider than Wilson's for it. n = 0 gives [0, 1].
 */
export function clopperPearson(k: number, n: number, level = LEVEL): Interval {
  if (n <= 0) return { lo: 0, hi: 1 };
  const tail = (1 - level) / 2;
  return {
    lo: k <= 0 ? 0 : crossing((p) => 1 - binomialAtMost(k - 1, n, p) >= tail),
    hi: k >= n ? 1 : crossing((p) => binomialAtMost(k, n, p) < tail),
  };
}

/** The p in (0, 1) from which on a condition holds, by halving. */
function crossing(holds: (p: number) => boolean): number {
  let [lo, hi] = [0, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (lo + hi) / 2;
    if (holds(middle)) hi = middle;
    else lo = middle;
  }
  return (lo + hi) / 2;
}
