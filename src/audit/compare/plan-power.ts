import { type GateOdds, type GatePlan, gateOdds } from '../../compare/power.ts';
import { UsageError } from '../../lib/errors.ts';
import { detectableDifference, probesNeeded } from '../../stats/paired-power.ts';

/** Correlation of probes' rates that is assumed between two releases, hosts or languages of a model. */
const RELEASES = 0.8;
/** And between sensitive probes and their controls. */
const CONTROLS = 0;

/** What a plan can find; differences are 0…1, at 80 % power. */
export interface PowerPlan {
  readonly detectable: { readonly releases: number | null; readonly controls: number | null };
  /** How a gate's check would end where nothing changed, and where the rate rose as told. */
  readonly gate: { readonly unchanged: GateOdds; readonly changed: GateOdds };
  /** Probes that would find the change, by samples of each. */
  readonly needed: readonly { readonly samples: number; readonly releases: number; readonly controls: number }[];
}

/** What is planned: shares are 0…1; `between` is the share of the variance that lies between probes. */
export interface PowerRequest {
  readonly probes: number;
  readonly samples: number;
  readonly rate: number;
  readonly change: number;
  readonly margin: number;
  readonly between: number;
  readonly checks: number;
  readonly seed: number;
}

/** Says what so many probes and samples can find. Throws UsageError where the rate would rise above 1. */
export function planPower(given: PowerRequest): PowerPlan {
  const { rate, change, margin, checks, seed } = given;
  if (rate + change > 1) throw new UsageError(`expected rate + change of at most 1, got ${rate} + ${change}`);
  const plan: GatePlan = {
    questions: Array.from({ length: given.probes }, (_, i) => ({ topic: 'all', lang: 'en', cluster: String(i) })),
    samples: given.samples,
    identical: false,
    margins: [{ class: 'refusal', topic: null, lang: null, maxIncrease: margin }],
    targets: 1,
    looks: checks,
    runs: 1,
    rates: { refusal: rate, official_narrative: 0, withheld: 0, other: 0 },
    between: given.between,
  };
  const odds = (rise: number): GateOdds => gateOdds(plan, { class: 'refusal', change: rise }, { audits: 2000, seed });
  return {
    detectable: detectableDifferences(given),
    gate: { unchanged: odds(0), changed: odds(change) },
    needed: [1, 3, 5, 10].map((samples) => {
      const input = { ...given, samples };
      return {
        samples,
        releases: probesNeeded({ ...input, correlation: RELEASES }, change),
        controls: probesNeeded({ ...input, correlation: CONTROLS }, change),
      };
    }),
  };
}

/** The least rises that a plan finds with 80 % power, 0…1; null where it finds none. */
export function detectableDifferences(input: {
  readonly probes: number;
  readonly samples: number;
  readonly rate: number;
  readonly between: number;
}): PowerPlan['detectable'] {
  return {
    releases: detectableDifference({ ...input, correlation: RELEASES }),
    controls: detectableDifference({ ...input, correlation: CONTROLS }),
  };
}
