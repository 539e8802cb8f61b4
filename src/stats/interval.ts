import { normalQuantile } from './normal-quantile.ts';

/** A confidence interval of a rate or a difference of rates. */
export interface Interval {
  readonly lo: number;
  readonly hi: number;
}

/** The level of intervals where none is named. */
export const LEVEL = 0.95;

/** The two-sided quantile of the normal distribution for a level of confidence: 1.96 for 0.95. */
export function zOf(level: number): number {
  return normalQuantile(0.5 + level / 2);
}

/** The two-sided quantile of Student's t with a whole number of degrees of freedom, for a level of confidence. */
export function tOf(level: number, df: number): number {
  if (df < 1) return Number.POSITIVE_INFINITY;
  const key = `${level}/${df}`;
  const known = found.get(key);
  if (known !== undefined) return known;
  const t = df > 300 ? expanded(zOf(level), df) : bisected(level, df);
  found.set(key, t);
  return t;
}

const found = new Map<string, number>();

/** Cornish-Fisher (Abramowitz and Stegun 1964, 26.7.5). */
function expanded(z: number, df: number): number {
  return z + (z ** 3 + z) / 4 / df + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96 / df ** 2;
}

function bisected(level: number, df: number): number {
  let [lo, hi] = [0, 1e6];
  for (let i = 0; i < 80; i++) {
    const middle = (lo + hi) / 2;
    if (within(middle, df) < level) lo = middle;
    else hi = middle;
  }
  return hi;
}

/** P(|T| < t) for whole degrees of freedom (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4). */
function within(t: number, df: number): number {
  const angle = Math.atan(t / Math.sqrt(df));
  const cosine = Math.cos(angle);
  let term = df % 2 === 0 ? 1 : cosine;
  let sum = df === 1 ? 0 : term;
  for (let i = df % 2 === 0 ? 2 : 3; i <= df - 2; i += 2) {
    term *= (cosine * cosine * (i - 1)) / i;
    sum += term;
  }
  return df % 2 === 0 ? Math.sin(angle) * sum : (2 / Math.PI) * (angle + Math.sin(angle) * sum);
}
