import { LEVEL, tOf, zOf } from './interval.ts';
import { normalQuantile } from './normal-quantile.ts';

/** What is planned and expected. Rates and shares are 0…1. */
export interface PairedPlan {
  readonly probes: number;
  /** Answers to each probe on each side. */
  readonly samples: number;
  /** Expected rate of the class on the base side. */
  readonly rate: number;
  /** Share of the variance of single answers that lies between probes (intraclass correlation). */
  readonly between: number;
  /** Correlation of the probes' true rates on both sides: near 1 for releases of a model, near 0 for sensitive and control. */
  readonly correlation: number;
}

/** The power that plans are made for. */
const POWER = 0.8;

/**
 * Variance of a probe's paired difference where the rate rises by `change`: between probes, and of the samples within them (Cochran
 * 1977, two-stage sampling), each side by its own rate.
 */
function variance({ samples, rate, between, correlation }: Omit<PairedPlan, 'probes'>, change: number): number {
  const [before, after] = [rate, rate + change].map((share) => Math.max(0, share * (1 - share))) as [number, number];
  const ofProbes = before + after - 2 * correlation * Math.sqrt(before * after);
  return between * ofProbes + ((1 - between) * (before + after)) / samples;
}

/** Quantiles of the test and of the power, t for the few probes there may be. */
function quantiles(probes: number): number {
  return tOf(LEVEL, Math.max(1, probes - 1)) + normalQuantile(POWER);
}

/**
 * The least rise of a rate that is found with 80 % power by a two-sided test at 5 % (normal approximation), 0…1; null where not even
 * a rise to 100 % is.
 */
export function detectableDifference(plan: PairedPlan): number | null {
  const finds = (change: number): boolean =>
    change >= quantiles(plan.probes) * Math.sqrt(variance(plan, change) / plan.probes);
  let [lo, hi] = [0, 1 - plan.rate];
  if (!finds(hi)) return null;
  for (let i = 0; i < 50; i++) {
    const middle = (lo + hi) / 2;
    if (finds(middle)) hi = middle;
    else lo = middle;
  }
  return hi;
}

/** How many probes find such a rise with 80 % power, with so many samples of each; at least 2. */
export function probesNeeded(plan: Omit<PairedPlan, 'probes'>, change: number): number {
  const needed = (z: number): number => Math.max(2, Math.ceil((z / change) ** 2 * variance(plan, change)));
  let probes = needed(zOf(LEVEL) + normalQuantile(POWER));
  // More probes need a smaller quantile of t: from below, this ends at the fewest that do.
  for (let i = 0; i < 20; i++) probes = needed(quantiles(probes));
  return probes;
}
