import { LEVEL, zOf } from './interval.ts';
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
export const POWER = 0.8;

/** Variance of the mean paired difference: between probes, and of the samples within them (Cochran 1977, two-stage sampling). */
function variance({ samples, rate, between, correlation }: Omit<PairedPlan, 'probes'>): number {
  const one = rate * (1 - rate);
  return 2 * one * (between * (1 - correlation) + (1 - between) / samples);
}

/** The least difference of two rates that is found with 80 % power by a two-sided test at 5 % (normal approximation), 0…1. */
export function detectableDifference(input: PairedPlan): number {
  const z = zOf(LEVEL) + normalQuantile(POWER);
  return Math.min(1, z * Math.sqrt(variance(input) / input.probes));
}

/** How many probes find a difference with 80 % power, with so many samples of each. */
export function probesNeeded(input: Omit<PairedPlan, 'probes'>, difference: number): number {
  const z = zOf(LEVEL) + normalQuantile(POWER);
  return Math.max(2, Math.ceil((z / difference) ** 2 * variance(input)));
}
