/** A confidence interval of a rate or a difference of rates. */
export interface Interval {
  readonly lo: number;
  readonly hi: number;
}

/** The 97.5 % quantile of the normal distribution: two-sided 95 % intervals. */
export const Z95 = 1.959963984540054;

/**
 * The 97.5 % quantile of Student's t with `df` degrees of freedom, by the Cornish-Fisher expansion (Abramowitz and Stegun
 * 1964, 26.7.5); exact to 0.2 % from 4 degrees on, and by table below.
 */
export function t95(df: number): number {
  const table = [12.706, 4.303, 3.182];
  if (df < 1) return Number.POSITIVE_INFINITY;
  if (df < 4) return table[Math.floor(df) - 1] ?? Z95;
  const z = Z95;
  const g1 = (z ** 3 + z) / 4;
  const g2 = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const g3 = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  return z + g1 / df + g2 / df ** 2 + g3 / df ** 3;
}
