import { plannedQuestions, smallScopes } from '../../compare/plan-questions.ts';
import type { AuditConfig } from '../../config/config.ts';
import { DEFAULT_GATE } from '../../config/gate-config.ts';
import { UsageError } from '../../lib/errors.ts';
import { numberOf } from '../../lib/number-of.ts';
import type { Estimate } from '../../runner/estimate.ts';
import { seededRandom } from '../../stats/random.ts';
import { requireOtherFamily } from '../judge/other-family.ts';
import { type AuditIo, signalOr, targetIoOf } from './audit-io.ts';
import type { AuditPlan } from './audit-plan.ts';
import { auditRequest } from './audit-request.ts';
import { inspectionWarnings } from './inspection-warnings.ts';
import { type AuditRequest, type PreparedRun, prepareRun } from './prepare-run.ts';

/**
 * Plans an audit: loads its probes, opens its targets, orders its trials. Asks no question; a hosted model that its service does not list is called once, with
 * one token, to see whether it answers and as what, unless `free` forbids it. `sameFamily` lets a judge judge models of its own family. Throws ConfigError and UsageError for what cannot be meant, TargetError where a target can never
 * be asked.
 */
export async function planAudit(
  config: AuditConfig,
  io: AuditIo,
  { sameFamily = false, free = false }: { readonly sameFamily?: boolean; readonly free?: boolean } = {},
): Promise<AuditPlan> {
  if (config.targets.length === 0)
    throw new UsageError('expected at least one target, got none. Add --target, or targets in candor.yaml.');
  const { judges, targets } = config;
  const warnings = requireOtherFamily(
    judges.map(({ target }) => target),
    targets.map(({ spec }) => spec),
    sameFamily,
  );
  const request = await auditRequest(config, io.cwd, Math.floor(io.random() * 1_000_000));
  const prepared = await prepareRun(request, targetIoOf(io), seededRandom(request.seed), signalOr(io.signal), free);
  const judging = judges.length === 0 ? [] : await judgingOf(judges, prepared);
  const estimates = [...prepared.estimates, ...judging];
  return {
    ...prepared,
    config: {
      ...config,
      ...(request.limited === undefined ? {} : { limited: request.limited }),
      seed: request.seed,
      targets: prepared.targets.map(({ configured }) => configured),
    },
    estimates,
    warnings: [
      ...warnings,
      ...prepared.targets.flatMap(inspectionWarnings),
      ...missingWarnings(prepared),
      ...gateWarnings(config, request),
      ...registrationWarnings(config, prepared),
    ],
  };
}

/** What judges will be asked; what plans it is loaded where there are any. */
async function judgingOf(judges: AuditConfig['judges'], prepared: PreparedRun): Promise<Estimate[]> {
  const { estimateRunJudging } = await import('../judge/plan-judging.ts');
  return judges.map((judge) => estimateRunJudging(judge, prepared));
}

/** Margins of the file that could decide nothing; where it sets none, no gate is meant. */
function gateWarnings({ gate }: AuditConfig, { probes, languages }: AuditRequest): string[] {
  return gate === DEFAULT_GATE ? [] : smallScopes(plannedQuestions(probes, languages), gate.margins);
}

/** What is asked is not what was registered; the report of the run says item by item what differs. */
function registrationWarnings({ preregistered }: AuditConfig, { plan }: PreparedRun): string[] {
  if (preregistered === undefined || preregistered.plan === plan.hash) return [];
  return [
    `this is not the plan that was registered (${preregistered.plan}), but another (${plan.hash}): reports of the run say item by item what differs`,
  ];
}

function missingWarnings({ missingVariants }: PreparedRun): string[] {
  const { length: missing } = missingVariants;
  return missing === 0
    ? []
    : [`${numberOf(missing, 'question is', 'questions are')} not written in a language asked for, and left out`];
}
