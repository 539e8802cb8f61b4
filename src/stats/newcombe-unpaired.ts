import type { Interval } from './interval.ts';

/** A rate with its interval, such as of Wilson or of `clusterRate`. */
export interface IntervalRate extends Interval {
  readonly rate: number;
}

/**
 * The difference `first − second` of two independent rates, from their own intervals (Newcombe 1998, Statistics in Medicine
 * 17:873, method 10); with intervals that take clusters together it takes them together too.
 */
export function newcombeUnpaired(first: IntervalRate, second: IntervalRate): Interval & { readonly diff: number } {
  const diff = first.rate - second.rate;
  return {
    diff,
    lo: Math.max(-1, diff - Math.hypot(first.rate - first.lo, second.hi - second.rate)),
    hi: Math.min(1, diff + Math.hypot(first.hi - first.rate, second.rate - second.lo)),
  };
}
