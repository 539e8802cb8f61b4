import { type Interval, LEVEL } from './interval.ts';
import { type CountPair, differenceP, type PairedDifference, pairedDifference } from './paired-difference.ts';
import { signFlipTest } from './sign-flip.ts';

/** A paired difference with a p that never contradicts its interval. */
export interface TestedDifference extends PairedDifference {
  readonly p: number;
}

/**
 * A paired difference and the two-sided p that it is 0, which decide alike at the level: p is the greater of the exact sign-flip test by
 * cluster and of the interval's own t, and where it is above 1 − level the interval is stretched to hold 0. Both only grow more
 * cautious by that. null where there are no pairs.
 */
export function testedDifference(pairs: readonly CountPair[], level = LEVEL): TestedDifference | null {
  const found = pairedDifference(pairs, level);
  if (found === null) return null;
  const p = Math.max(signFlipTest([...found.totals.values()]), differenceP(found));
  return { ...found, ...agreeing(found, p <= 1 - level, found.diff), p };
}

/** Stands for an open bound at 0: more than nothing, and no more is known. */
const BEYOND_ZERO = 1e-9;

/** An interval that leaves 0 out on the side of the difference where a test finds one, if only just, or else holds it. */
export function agreeing({ lo, hi }: Interval, finds: boolean, diff: number): Interval {
  if (!finds) return { lo: Math.min(0, lo), hi: Math.max(0, hi) };
  return diff > 0 ? { lo: Math.max(BEYOND_ZERO, lo), hi } : { lo, hi: Math.min(-BEYOND_ZERO, hi) };
}
