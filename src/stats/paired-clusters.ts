import { tOf } from './interval.ts';

/** Paired outcomes of one cluster: how many pairs, and in how many only the first or only the second side has the outcome. */
export interface ClusterPairs {
  readonly pairs: number;
  readonly firstOnly: number;
  readonly secondOnly: number;
}

/** What clusters of pairs say of first − second. */
export interface PairedClusters {
  readonly clusters: number;
  readonly pairs: number;
  /** Shares of pairs in which only the first, or only the second side has the outcome. */
  readonly firstOnly: number;
  readonly secondOnly: number;
  /** first − second, −1…1. */
  readonly diff: number;
  /** Independent pairs that these are worth. */
  readonly effective: number;
  /** What they would be worth if the pairs of a cluster were copies: the number of clusters where all are of one size. */
  readonly copies: number;
}

/** The weight, in clusters, of full correlation beside what clusters with a difference tell of it. */
const PRIOR = 0.5;

/**
 * Sums clusters of pairs up. What the pairs are worth is their number over the design effect of their differences (Korn and Graubard
 * 1998), estimated between none and full correlation within clusters, and drawn towards full correlation where few clusters
 * hold a difference; where none does, pairs of one cluster count as copies of one. null where there are no pairs.
 */
export function pairedClusters(clusters: readonly ClusterPairs[]): PairedClusters | null {
  let [m, n, squares, first, second] = [0, 0, 0, 0, 0];
  for (const { pairs, firstOnly, secondOnly } of clusters) {
    if (pairs === 0) continue;
    m += 1;
    n += pairs;
    squares += pairs * pairs;
    first += firstOnly;
    second += secondOnly;
  }
  if (m === 0) return null;
  const copies = (n * n) / squares;
  const diff = (first - second) / n;
  let [between, telling] = [0, 0];
  for (const { pairs, firstOnly, secondOnly } of clusters) {
    if (firstOnly + secondOnly > 0) telling += 1;
    between += (firstOnly - secondOnly - diff * pairs) ** 2;
  }
  const simple = ((first + second) / n - diff * diff) / n;
  const clustered = m < 2 ? 0 : ((m / (m - 1)) * between) / (n * n);
  const estimated = clustered === 0 ? n : Math.min(n, Math.max(copies, (n * simple) / clustered));
  const effective = m < 2 ? copies : (telling + PRIOR) / (telling / estimated + PRIOR / copies);
  return { clusters: m, pairs: n, firstOnly: first / n, secondOnly: second / n, diff, effective, copies };
}

/** The variance of the difference by its effective pairs. */
export function pairedVariance({ firstOnly, secondOnly, diff, effective }: PairedClusters): number {
  return Math.max(0, firstOnly + secondOnly - diff * diff) / effective;
}

/** One-sided bounds of a difference. */
export interface OneSided {
  readonly lo: number;
  readonly hi: number;
}

/** The correction of the lower bound for counts being whole (Edwards 1948). */
const HALF_A_PAIR = 0.5;

/** One-sided tests of a difference, each of which errs in at most `alpha`. */
export interface PairedTest {
  /** Whether the difference is shown to be above `delta`. */
  readonly isAbove: (delta: number) => boolean;
  /** Whether it is shown to be below `delta`. */
  readonly isBelow: (delta: number) => boolean;
}

/**
 * One-sided tests of first − second: Tango's score test for paired rates (1998, Statistics in Medicine 17:891) on the effective number of
 * pairs, with Student's t for the normal quantile. That of `isAbove` has a continuity correction of half a pair, without which it errs too
 * often where few pairs differ. `further` is a variance of the difference that pairs do not show, such as between runs.
 */
export function pairedTest(found: PairedClusters, alpha: number, further = 0): PairedTest {
  const n = found.effective;
  const [b, c] = [found.firstOnly * n, found.secondOnly * n];
  const t = tOf(1 - 2 * alpha, Math.max(1, Math.floor(found.copies + 1e-9) - 1));
  /** Whether a sum of differences as far above `delta` (`side` −1: below), less a correction, is rarer than `alpha`. */
  const isRare = (delta: number, side: 1 | -1, correction: number): boolean => {
    const distance = side * (b - c - n * delta) - correction;
    return distance > 0 && distance >= t * Math.sqrt(scoreVariance(b, c, n, delta) + further * n * n);
  };
  return {
    isAbove: (delta) => isRare(delta, 1, HALF_A_PAIR),
    isBelow: (delta) => isRare(delta, -1, 0),
  };
}

/**
 * The bounds of that test: the least difference that it is not shown to be above, and the least that it is shown to be below. They keep a
 * width where no pair differs and where a side is empty.
 */
export function pairedBounds(found: PairedClusters, alpha: number, further = 0): OneSided {
  const { isAbove, isBelow } = pairedTest(found, alpha, further);
  return { lo: boundary(-1, found.diff, isAbove), hi: boundary(found.diff, 1, (delta) => !isBelow(delta)) };
}

/** The variance of b − c of n pairs if the difference were `delta`, by Tango's restricted estimate of the discordant shares. */
function scoreVariance(b: number, c: number, n: number, delta: number): number {
  const linear = -b - c + (2 * n - b + c) * delta;
  const rest = -c * delta * (1 - delta);
  const share = (Math.sqrt(Math.max(0, linear * linear - 8 * n * rest)) - linear) / (4 * n);
  return Math.max(0, n * (2 * Math.max(0, share) + delta * (1 - delta)));
}

/** The least value at which `holds`, true at the lower end, does not. */
function boundary(from: number, to: number, holds: (delta: number) => boolean): number {
  let [lo, hi] = [from, to];
  if (!holds(lo)) return lo;
  if (holds(hi)) return hi;
  for (let i = 0; i < 32; i++) {
    const middle = (lo + hi) / 2;
    if (holds(middle)) lo = middle;
    else hi = middle;
  }
  return hi;
}
