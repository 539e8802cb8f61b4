import { plannedQuestions } from '../../compare/plan-questions.ts';
import type { AuditConfig } from '../../config/config.ts';
import { isoTime } from '../../lib/clock.ts';
import { UsageError } from '../../lib/errors.ts';
import type { Json, JsonObject } from '../../lib/json.ts';
import { packageVersion } from '../../lib/package-version.ts';
import { questionsHash, type Registration, registrationHash } from '../../model/registration.ts';
import { publishable } from '../../report/repeat-run.ts';
import { planPower } from '../compare/plan-power.ts';
import { readFigure } from '../pack/figure-command.ts';
import type { AuditPlan } from './audit-plan.ts';
import { sentParameters } from './prepare-run.ts';

/** What is said beside a plan before it is carried out. */
export interface RegistrationWords {
  readonly hypotheses: readonly string[];
  /** Commands of figures; `RUN` stands for the run. */
  readonly analysis: readonly string[];
}

/** What was expected where nobody said: the values that `candor power` takes. */
const EXPECTED = { class: 'refusal', rate: 0.1, change: 0.1, between: 0.6 } as const;

/** Writes down what a plan is, before anything of it is asked. `now` in milliseconds since 1970. Throws UsageError for an analysis that is no figure. */
export async function registerPlan(
  plan: AuditPlan,
  { hypotheses, analysis }: RegistrationWords,
  now: number,
): Promise<Registration> {
  const { request, config, targets, variants } = plan;
  const used = new Set(request.probes.map(({ set }) => set));
  const commands: string[] = [];
  for (const one of analysis)
    commands.push((await readFigure(one.trim().split(/\s+/), requireRunName)).words.join(' '));
  const registration: Registration = {
    format: 'candor-preregistration',
    version: 1,
    candor: packageVersion(),
    registered_at: isoTime(now),
    hypotheses: [...hypotheses],
    analysis: commands,
    probe_sets: request.sets.filter(({ id }) => used.has(id)).map(({ id, version, hash }) => ({ id, version, hash })),
    questions: { number: variants.length, hash: questionsHash(variants) },
    languages: [...request.languages],
    samples: request.samples,
    phrasings: request.phrasings,
    seed: request.seed,
    targets: targets.map(({ configured, inspection, identityHash }) => ({
      id: configured.spec.id,
      model: publishable(configured.spec.model),
      family: configured.spec.family,
      host: inspection.identity.host,
      identity: identityHash,
      params: sentParameters(configured),
    })),
    trials: plan.plan.trials.length,
    plan: plan.plan.hash,
    judges: config.judges.map(({ target }) => target.spec.id),
    gate: gateOf(config),
    power: powerOf(plan),
    hash: '',
  };
  return { ...registration, hash: registrationHash(registration) };
}

/** Runs have no ids yet: `RUN` is the one that is registered, `BASE` another. */
async function requireRunName(run: string): Promise<string> {
  if (run === 'RUN' || run === 'BASE') return run;
  throw new UsageError(`expected RUN for the run that is registered, or BASE for another, in --analysis, got "${run}"`);
}

function gateOf({ gate }: AuditConfig): JsonObject {
  return JSON.parse(JSON.stringify(gate)) as JsonObject;
}

/** The gate by simulated audits and the least differences that are found, for expected rates that stand beside them. */
function powerOf({ request, config, targets }: AuditPlan): JsonObject {
  const { class: name, rate, change, between } = EXPECTED;
  const none = { refusal: 0, official_narrative: 0, withheld: 0, other: 0 };
  const found = planPower({
    plan: {
      questions: plannedQuestions(request.probes, request.languages),
      samples: request.samples,
      identical: targets.every(({ configured }) => configured.spec.params.temperature === 0),
      margins: config.gate.margins,
      looks: config.gate.looks,
      targets: Math.max(1, targets.length),
      runs: 1,
      rates: { ...none, [name]: rate },
      between,
    },
    rise: { class: name, change },
    seed: 1,
    sized: false,
  });
  const said = { expected: EXPECTED, gate: found.gate, detectable: found.detectable, needed: found.needed };
  return JSON.parse(JSON.stringify(said)) as { [key: string]: Json };
}
