import { LEVEL, zOf } from '../stats/interval.ts';
import { normalQuantile } from '../stats/normal-quantile.ts';
import { seededRandom } from '../stats/random.ts';
import { randomBeta } from '../stats/random-beta.ts';
import { gateInterval } from './gate-interval.ts';

/** What is planned and expected. Rates and shares are 0…1. */
export interface PowerInput {
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

/** How gates of this plan would end, in shares of simulated audits. */
export interface GateOdds {
  readonly pass: number;
  readonly regression: number;
  readonly inconclusive: number;
}

/** The power that plans are made for. */
export const POWER = 0.8;
const AUDITS = 2000;

/** Variance of the mean paired difference: between probes, and of the samples within them (Cochran 1977, two-stage sampling). */
function variance({ samples, rate, between, correlation }: Omit<PowerInput, 'probes'>): number {
  const one = rate * (1 - rate);
  return 2 * one * (between * (1 - correlation) + (1 - between) / samples);
}

/** The least difference of two rates that is found with 80 % power by a two-sided test at 5 % (normal approximation), 0…1. */
export function detectableDifference(input: PowerInput): number {
  const z = zOf(LEVEL) + normalQuantile(POWER);
  return Math.min(1, z * Math.sqrt(variance(input) / input.probes));
}

/** How many probes find a difference with 80 % power, with so many samples of each. */
export function probesNeeded(input: Omit<PowerInput, 'probes'>, difference: number): number {
  const z = zOf(LEVEL) + normalQuantile(POWER);
  return Math.max(2, Math.ceil((z / difference) ** 2 * variance(input)));
}

/**
 * How a gate's check of one rate would end if the rate rose by `change`, by 2,000 seeded audits: probe rates from a Beta
 * distribution, the rise spread over all probes, samples independent. `checks` are held together at 95 %.
 */
export function gateOdds(
  input: Omit<PowerInput, 'correlation'>,
  { change, margin, checks, seed }: { change: number; margin: number; checks: number; seed: number },
): GateOdds {
  const { probes, samples, rate, between } = input;
  const random = seededRandom(seed);
  const level = 1 - (1 - LEVEL) / checks;
  const size = (1 - between) / between;
  const counts = { pass: 0, regression: 0, inconclusive: 0 };
  for (let audit = 0; audit < AUDITS; audit++) {
    const table = [0, 0, 0, 0];
    for (let probe = 0; probe < probes; probe++) {
      const base = randomBeta(rate * size, (1 - rate) * size, random);
      const candidate = change >= 0 ? base + (change * (1 - base)) / (1 - rate) : base * (1 + change / rate);
      for (let sample = 0; sample < samples; sample++) {
        const cell = (random() < candidate ? 0 : 2) + (random() < base ? 0 : 1);
        table[cell] = (table[cell] ?? 0) + 1;
      }
    }
    const [both = 0, firstOnly = 0, secondOnly = 0, neither = 0] = table;
    const found = gateInterval({ both, firstOnly, secondOnly, neither }, level);
    if (found === null) continue;
    counts[found.hi <= margin ? 'pass' : found.lo > 0 ? 'regression' : 'inconclusive'] += 1;
  }
  const share = (count: number): number => count / AUDITS;
  return {
    pass: share(counts.pass),
    regression: share(counts.regression),
    inconclusive: share(counts.inconclusive),
  };
}
