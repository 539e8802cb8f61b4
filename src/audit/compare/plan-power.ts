import { type GateSize, gateSize } from '../../compare/gate-size.ts';
import { smallScopes } from '../../compare/plan-questions.ts';
import { type GateOdds, type GatePlan, gateOdds, type Rise } from '../../compare/power.ts';
import { UsageError } from '../../lib/errors.ts';
import { detectableDifference, probesNeeded } from '../../stats/paired-power.ts';

/** Correlation of probes' rates that is assumed between two releases, hosts or languages of a model. */
const RELEASES = 0.8;
/** And between sensitive probes and their controls. */
const CONTROLS = 0;
const AUDITS = 2000;

/** What a plan can find; differences are 0…1, at 80 % power. */
export interface PowerPlan {
  readonly plan: {
    readonly questions: number;
    /** Independent ones: those of one template, and the languages of one probe, count once. */
    readonly clusters: number;
    readonly samples: number;
    readonly checks: number;
    readonly targets: number;
    readonly looks: number;
    readonly runs: number;
    readonly rates: GatePlan['rates'];
    readonly between: number;
  };
  readonly warnings: readonly string[];
  /** How the gate would end where nothing changed, and where the rate rose as told. */
  readonly gate: { readonly unchanged: GateOdds; readonly changed: GateOdds };
  /** Twice the margin, and the sizes at which that is found and an unchanged model passes, each in 80 % of audits; null: not asked for. */
  readonly size: (GateSize & { readonly rise: number }) | null;
  readonly detectable: { readonly releases: number | null; readonly controls: number | null };
  /** Probes that would find the change, by samples of each. */
  readonly needed: readonly { readonly samples: number; readonly releases: number; readonly controls: number }[];
}

/** What is planned, and the rise that is looked for. */
export interface PowerRequest {
  readonly plan: GatePlan;
  readonly rise: Rise;
  readonly seed: number;
  /** Whether to look for the size, which takes some seconds. */
  readonly sized: boolean;
}

/** Says what a gate over so many questions and samples can find. Throws UsageError where a rate would rise above 1. */
export function planPower({ plan, rise, seed, sized }: PowerRequest): PowerPlan {
  const rate = plan.rates[rise.class];
  const sum = Object.values(plan.rates).reduce((total, one) => total + one, 0);
  if (rate + rise.change > 1) throw new UsageError(`expected rate + change of at most 1, got ${rate} + ${rise.change}`);
  if (sum > 1 + 1e-9) throw new UsageError(`expected rates that sum to at most 1, got ${sum}`);
  const clusters = new Set(plan.questions.map(({ cluster }) => cluster)).size;
  const odds = (change: number): GateOdds => gateOdds(plan, { ...rise, change }, { audits: AUDITS, seed });
  const { samples, targets, looks, runs, rates, between } = plan;
  const total = plan.margins.find((one) => one.class === rise.class && one.topic === null && one.lang === null);
  const twice = total === undefined ? null : Math.min(1 - rate, 2 * total.maxIncrease);
  const perProbe = (plan.questions.length / Math.max(1, clusters)) * samples;
  return {
    plan: {
      questions: plan.questions.length,
      clusters,
      samples,
      checks: plan.margins.length * targets,
      targets,
      looks,
      runs,
      rates,
      between,
    },
    warnings: smallScopes(plan.questions, plan.margins),
    gate: { unchanged: odds(0), changed: odds(rise.change) },
    size:
      sized && twice !== null && twice > 0
        ? { rise: twice, ...gateSize(plan, { class: rise.class, change: twice }, seed) }
        : null,
    detectable: detectableDifferences({ probes: clusters, samples: perProbe, rate, between }),
    needed: [1, 3, 5, 10].map((each) => {
      const input = { samples: each, rate, between };
      return {
        samples: each,
        releases: probesNeeded({ ...input, correlation: RELEASES }, rise.change),
        controls: probesNeeded({ ...input, correlation: CONTROLS }, rise.change),
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
