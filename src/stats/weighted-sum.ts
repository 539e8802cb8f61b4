import type { IntervalRate } from './newcombe-unpaired.ts';

/**
 * The weighted sum of independent rates, its interval from theirs by the method of variance estimates recovery (Zou and Donner
 * 2008, Statistics in Medicine 27:1693). null where a rate is.
 */
export function weightedSum(
  parts: readonly (readonly [weight: number, rate: IntervalRate | null])[],
): IntervalRate | null {
  let [sum, below, above] = [0, 0, 0];
  for (const [weight, part] of parts) {
    if (part === null) return null;
    sum += weight * part.rate;
    below += (weight * (part.rate - part.lo)) ** 2;
    above += (weight * (part.hi - part.rate)) ** 2;
  }
  return { rate: sum, lo: Math.max(0, sum - Math.sqrt(below)), hi: Math.min(1, sum + Math.sqrt(above)) };
}
