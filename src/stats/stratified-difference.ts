import type { ClusterCount } from './cluster-rate.ts';
import { type Interval, LEVEL, zOf } from './interval.ts';
import { type CountPair, type PairedDifference, pairedDifference } from './paired-difference.ts';
import { wilsonInterval } from './wilson.ts';

/**
 * The difference of two rates over these very pairs, taken as given: strata, not a sample of more (Cochran 1977, chapter 5). What
 * varies are the samples inside each, so that more samples narrow it. Each side has Wilson's interval on the binomial sample
 * size that would have the stratified variance, never below the samples at hand; both are joined as independent (Newcombe
 * 1998, method 10 of the unpaired). A stratum's own variance is of its share with half a success and half a failure added, so
 * that a few unanimous samples do not pass for certainty. Where strata have one sample, the pairs themselves tell the
 * variance, and `pairedDifference` answers. null where there are no pairs.
 */
export function stratifiedDifference(pairs: readonly CountPair[], level = LEVEL): PairedDifference | null {
  const full = pairs.filter(({ first, second }) => first.n > 0 && second.n > 0);
  if (full.length === 0) return null;
  if (full.length > 1 && full.some(({ first, second }) => first.n < 2 || second.n < 2)) {
    return pairedDifference(full, level);
  }
  const z = zOf(level);
  const a = side(
    full.map(({ first }) => first),
    z,
  );
  const b = side(
    full.map(({ second }) => second),
    z,
  );
  const diff = a.rate - b.rate;
  return {
    first: a.rate,
    second: b.rate,
    diff,
    lo: Math.max(-1, diff - Math.hypot(a.rate - a.lo, b.hi - b.rate)),
    hi: Math.min(1, diff + Math.hypot(a.hi - a.rate, b.rate - b.lo)),
  };
}

function side(strata: readonly ClusterCount[], z: number): Interval & { readonly rate: number } {
  const m = strata.length;
  const rate = strata.reduce((sum, { k, n }) => sum + k / n, 0) / m;
  const samples = strata.reduce((sum, { n }) => sum + n, 0);
  const variance =
    strata.reduce((sum, { k, n }) => {
      const share = (k + 0.5) / (n + 1);
      return sum + (share * (1 - share)) / n;
    }, 0) /
    (m * m);
  const size = Math.max(samples, (rate * (1 - rate)) / variance);
  return { rate, ...wilsonInterval(rate * size, size, z) };
}
