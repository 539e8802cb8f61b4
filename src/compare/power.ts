import { LEVEL } from '../stats/interval.ts';
import type { PairedPlan } from '../stats/paired-power.ts';
import { seededRandom } from '../stats/random.ts';
import { randomBeta } from '../stats/random-beta.ts';
import { gateInterval } from './gate-interval.ts';

/** How gates of this plan would end, in shares of simulated audits. */
export interface GateOdds {
  readonly pass: number;
  readonly regression: number;
  readonly inconclusive: number;
}

const AUDITS = 2000;

/**
 * How a gate's check of one rate would end if the rate rose by `change`, by 2,000 seeded audits: probe rates from a Beta
 * distribution, the rise spread over all probes, samples independent. `checks` are held together at 95 %.
 */
export function gateOdds(
  input: Omit<PairedPlan, 'correlation'>,
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
