import { expectedRates } from '../../compare/expected-rates.ts';
import { plannedQuestions } from '../../compare/plan-questions.ts';
import type { GatePlan, PlannedQuestion } from '../../compare/power.ts';
import type { GateConfig, GateMargin } from '../../config/config.ts';
import type { PlannedAudit } from '../../config/load-plan.ts';
import { GATED_OUTCOMES, type GatedOutcome } from '../../model/outcome.ts';
import { selectedProbes } from '../run/audit-request.ts';
import type { GateSide } from './gate-sides.ts';

/** What is expected of the answers where no run tells. */
export interface Expected {
  readonly class: GatedOutcome;
  /** Rate of that class at the base, 0…1. */
  readonly rate: number;
  readonly between: number;
  /** Runs of the baseline. */
  readonly runs: number;
}

/** The gate of a configuration over its own questions, languages, repeats and targets, with the rates of `known` where there is one. Throws ConfigError, UsageError. */
export async function planOfConfig(
  config: PlannedAudit,
  cwd: string,
  expected: Expected,
  known: GateSide | null,
): Promise<GatePlan> {
  const { languages, samples, identical, targets, gate } = config;
  const { probes } = await selectedProbes(config, cwd);
  return {
    questions: plannedQuestions(probes, languages),
    samples,
    identical,
    ...gateOf(gate, Math.max(1, targets), expected, known),
  };
}

/** A gate over so many questions that have nothing to do with each other: the four outcomes, and then refusals by topic, held against one margin. */
export function planOfSize(
  {
    probes,
    samples,
    margin,
    checks,
    looks,
  }: { probes: number; samples: number; margin: number; checks: number; looks: number },
  expected: Expected,
  known: GateSide | null,
): GatePlan {
  const topics = Math.max(1, checks - GATED_OUTCOMES.length);
  const questions = Array.from({ length: probes }, (_, i): PlannedQuestion => {
    return { topic: `topic ${(i % topics) + 1}`, lang: 'en', cluster: `probe ${i + 1}` };
  });
  const order = [expected.class, ...GATED_OUTCOMES.filter((name) => name !== expected.class)];
  const margins = Array.from({ length: checks }, (_, i): GateMargin => {
    const name = order[i];
    return name === undefined
      ? { class: expected.class, topic: `topic ${i - order.length + 1}`, lang: null, maxIncrease: margin }
      : { class: name, topic: null, lang: null, maxIncrease: margin };
  });
  return { questions, samples, identical: false, ...gateOf({ margins, looks }, 1, expected, known) };
}

function gateOf(
  { margins, looks }: Pick<GateConfig, 'margins' | 'looks'>,
  targets: number,
  { class: name, rate, between, runs }: Expected,
  known: GateSide | null,
): Omit<GatePlan, 'questions' | 'samples' | 'identical'> {
  const none = { refusal: 0, official_narrative: 0, withheld: 0, other: 0 };
  const told = known === null ? { rates: { ...none, [name]: rate }, between } : expectedRates(known.observations, name);
  return { margins, looks, targets, runs, ...told };
}
