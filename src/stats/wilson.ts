import { type Interval, LEVEL, zOf } from './interval.ts';

/**
 * Wilson's score interval for k of n (Wilson 1927), inside [0, 1] and sound at 0 and n. `k` and `n` need not be whole: an
 * effective sample size may be given. n = 0 gives [0, 1].
 */
export function wilsonInterval(k: number, n: number, z = zOf(LEVEL)): Interval {
  if (n <= 0) return { lo: 0, hi: 1 };
  const p = k / n;
  const z2 = z * z;
  const center = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = (z / (1 + z2 / n)) * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n));
  return {
    lo: k <= 0 ? 0 : Math.max(0, center - half),
    hi: k >= n ? 1 : Math.min(1, center + half),
  };
}
