import { betaAtMost } from './beta-distribution.ts';

/** P(|T| > t) for Student's t with `df` > 0 degrees of freedom, not always whole, as Satterthwaite's are. */
export function tBeyond(t: number, df: number): number {
  return betaAtMost(df / (df + t * t), df / 2, 0.5);
}

/** The t that |T| stays within with the probability `level`, 0 < level < 1, for `df` ≥ 1; by halving on the scale of arctan. */
export function tWithin(level: number, df: number): number {
  const key = `${level}/${df}`;
  const known = found.get(key);
  if (known !== undefined) return known;
  let [lo, hi] = [0, Math.PI / 2];
  for (let i = 0; i < 60; i++) {
    const middle = (lo + hi) / 2;
    if (1 - tBeyond(Math.tan(middle), df) < level) lo = middle;
    else hi = middle;
  }
  const t = Math.tan(hi);
  if (found.size < MOST_KEPT) found.set(key, t);
  return t;
}

/** Quantiles that are asked for again and again are kept; a program that runs for long keeps no more of them than this. */
const MOST_KEPT = 5_000;
const found = new Map<string, number>();
