import type { AuditConfig } from '../../config/config.ts';
import { publicConfig } from '../../config/public-config.ts';
import { packageVersion } from '../../lib/package-version.ts';
import type { Estimate } from '../../runner/estimate.ts';
import type { Store } from '../../store/store.ts';
import { requireRun } from '../read/resolve-side.ts';
import { signalOr, targetIoOf } from '../run/audit-io.ts';
import { createRun, newRunId } from '../run/create-run.ts';
import { inspectionWarnings } from '../run/inspection-warnings.ts';
import { planAudit } from '../run/plan-audit.ts';
import type { InspectedTarget } from '../run/prepare-run.ts';
import type { ResumeOptions } from '../run/resume-audit.ts';
import { resumeRun } from '../run/resume-run.ts';
import { type AuditOptions, requireFewCalls, requireLowCost } from '../run/run-audit.ts';
import { requireBatchTargets } from './batch-requests.ts';
import { type BatchFile, type BatchLimits, writeBatch } from './write-batch.ts';

/** A run whose questions were written out, to be answered elsewhere. */
export interface BatchPlan {
  readonly run: string;
  readonly files: readonly BatchFile[];
  /** Empty where the run was planned before. */
  readonly estimates: readonly Estimate[];
  /** Questions behind the first of a conversation, which can be written out when those before are answered. */
  readonly later: number;
  readonly warnings: readonly string[];
}

/**
 * Plans an audit, stores it as a run, and writes its first questions as batch files. Nothing is asked. Where the files cannot be written, no run is
 * left. Throws what `planAudit` throws, UsageError for targets that no batch service can ask, and OutputError.
 */
export async function planBatch(
  config: AuditConfig,
  store: Store,
  file: string,
  options: AuditOptions,
  limits?: BatchLimits,
): Promise<BatchPlan> {
  const plan = await planAudit(config, options, options);
  try {
    const estimates = plan.estimates.map((one) => atBatchPrice(one, plan.targets));
    options.onEvent?.({ type: 'planned', plan: { ...plan, estimates } });
    requireFewCalls(estimates, options.maxCalls);
    requireLowCost(estimates, options.maxCost);
    requireBatchTargets(plan.targets);
    const { clock, random, gitVersion = null, name = null } = options;
    const notes = { id: newRunId(clock.now(), random), name, config: publicConfig(plan.config), gitVersion };
    const run = await createRun(plan, { ...notes, packageVersion: packageVersion(), now: clock.now() }, store);
    try {
      const variants = await store.variants(run.id);
      const files = await writeBatch(store, run.id, plan.plan.trials, variants, plan.targets, file, limits);
      const planned = plan.estimates.reduce((sum, { calls }) => sum + calls, 0);
      const written = files.reduce((sum, { requests }) => sum + requests, 0);
      const { warnings } = plan;
      return { run: run.id, files, estimates, later: Math.max(0, planned - written), warnings };
    } catch (error) {
      await store.removeRun(run.id);
      throw error;
    }
  } finally {
    await plan.close();
  }
}

/** What a batch service takes for the same calls. */
function atBatchPrice(estimate: Estimate, targets: readonly InspectedTarget[]): Estimate {
  const spec = targets.find(({ configured }) => configured.spec.id === estimate.target)?.configured.spec;
  return estimate.cost === null ? estimate : { ...estimate, cost: estimate.cost * (spec?.price?.batch ?? 1) };
}

/** Writes what is left of a stored run as batch files: questions that failed or were never asked, and the next ones of conversations. */
export async function planBatchOfRest(
  reference: string,
  store: Store,
  file: string,
  options: ResumeOptions,
  limits?: BatchLimits,
): Promise<BatchPlan> {
  const run = await requireRun(store, reference, 'any');
  const resumed = await resumeRun(run, store, options.targets ?? [], targetIoOf(options), signalOr(options.signal));
  try {
    const { targets, pending, variants } = resumed;
    requireBatchTargets(targets);
    const files = await writeBatch(store, run.id, pending, variants, targets, file, limits);
    const warnings = [...targets.flatMap(inspectionWarnings), ...resumed.warnings];
    return { run: run.id, files, estimates: [], later: 0, warnings };
  } finally {
    await resumed.close();
  }
}
