import { LEVEL } from './interval.ts';
import { normalCdf } from './normal-cdf.ts';

/**
 * By how many standard errors the two bounds of what is not identified are moved outwards, so that the interval between them holds the true
 * value, not all that is possible, with the level (Imbens and Manski 2004, equation 7): the c with Φ(c + width / se) − Φ(−c) = level, from
 * 1.64 where the bounds are far apart to 1.96 where they meet, at 95 %. `se` is the greater one of both bounds. The
 * lower bound must never be above the upper one, as where both are made of the same counts: then it holds however near they
 * come, without the correction of Stoye (2009, lemma 3).
 */
export function imbensManskiQuantile(width: number, se: number, level = LEVEL): number {
  const apart = se > 0 ? width / se : Number.POSITIVE_INFINITY;
  let [lo, hi] = [0, 10];
  for (let i = 0; i < 60; i++) {
    const c = (lo + hi) / 2;
    if (normalCdf(c + apart) - normalCdf(-c) < level) lo = c;
    else hi = c;
  }
  return hi;
}
