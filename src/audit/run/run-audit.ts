import type { AuditConfig } from '../../config/config.ts';
import { publicConfig } from '../../config/public-config.ts';
import { UsageError } from '../../lib/errors.ts';
import { packageVersion } from '../../lib/package-version.ts';
import type { Estimate } from '../../runner/estimate.ts';
import type { Store } from '../../store/store.ts';
import { type AuditIo, signalOr } from './audit-io.ts';
import type { AuditPlan } from './audit-plan.ts';
import type { AuditResult } from './audit-result.ts';
import { carryOut } from './carry-out.ts';
import { createRun, newRunId } from './create-run.ts';
import { planAudit } from './plan-audit.ts';
import { leaseRun } from './run-lease.ts';

/** What an audit needs from outside, and what it may do. */
export interface AuditOptions extends AuditIo {
  /** The id of the run, where it is to be the only one of that id; absent: a new one. */
  readonly id?: string;
  /** A name for the run. */
  readonly name?: string | null;
  /** Commit of the working folder, to be noted with the run. */
  readonly gitVersion?: string | null;
  /** Let a judge judge models of its own family. */
  readonly sameFamily?: boolean;
  /** Calls that the plan may have, judges' included. */
  readonly maxCalls?: number;
  /** Cost that the plan may have at most, judges' included, in the currency of the prices. */
  readonly maxCost?: number;
  /** Asked before the first call is made, and before the store is opened; false ends the audit with nothing asked. */
  readonly agree?: (plan: AuditPlan) => boolean | Promise<boolean>;
}

/**
 * Carries an audit out: plans it, stores the run, asks the models, judges the answers and summarizes them. `store` may be
 * a function that opens it. Failed trials are data in the result. Throws ConfigError and UsageError for what cannot be meant, a
 * plan with too many calls and a plan that was not agreed to; TargetError where a target can never be asked; StoreError.
 */
export async function runAudit(
  config: AuditConfig,
  store: Store | (() => Promise<Store>),
  options: AuditOptions,
): Promise<AuditResult> {
  const plan = await planAgreed(config, options);
  try {
    const opened = typeof store === 'function' ? await store() : store;
    const run = await createRun(
      plan,
      {
        id: options.id ?? newRunId(options.clock.now(), options.random),
        name: options.name ?? null,
        config: publicConfig(plan.config),
        packageVersion: packageVersion(),
        gitVersion: options.gitVersion ?? null,
        now: options.clock.now(),
      },
      opened,
    );
    const { targets, variants, warnings } = plan;
    const { judges, patience } = plan.config;
    const lease = await leaseRun(run.id, opened, options);
    try {
      const result = await carryOut(
        {
          run: run.id,
          trials: plan.plan.trials,
          targets,
          variants,
          judges,
          warnings,
          ...(patience === undefined ? {} : { patience }),
        },
        opened,
        { ...options, abort: AbortSignal.any([signalOr(options.abort), lease.lost]) },
      );
      lease.requireHeld();
      return result;
    } finally {
      await lease.release();
    }
  } finally {
    await plan.close();
  }
}

/**
 * Plans an audit and has it agreed to. No hosted model is called before that; what could only be told by a call is looked at behind the yes, and the plan
 * made again with it. Throws UsageError without a yes, and for a plan with too many calls or too high a cost.
 */
export async function planAgreed(config: AuditConfig, options: AuditOptions): Promise<AuditPlan> {
  const { agree } = options;
  const plan = await planAudit(config, options, { ...options, free: agree !== undefined });
  try {
    options.onEvent?.({ type: 'planned', plan });
    requireFewCalls(plan.estimates, options.maxCalls);
    requireLowCost(plan.estimates, options.maxCost);
    if ((await agree?.(plan)) === false) throw new UsageError('nothing was asked');
    if (plan.targets.every(({ inspection }) => inspection.untried !== true)) return plan;
  } catch (error) {
    await plan.close();
    throw error;
  }
  await plan.close();
  const { seed } = plan.config;
  const whole = await planAudit(seed === null ? config : { ...config, seed }, options, options);
  for (const message of whole.warnings)
    if (!plan.warnings.includes(message)) options.onEvent?.({ type: 'warning', message });
  return whole;
}

/** Throws UsageError where a plan has more calls than it may have. */
export function requireFewCalls(estimates: readonly Estimate[], maxCalls: number | undefined): void {
  const calls = estimates.reduce((sum, one) => sum + one.calls, 0);
  if (maxCalls === undefined || calls <= maxCalls) return;
  throw new UsageError(`expected a plan of at most ${maxCalls} calls (--max-calls), got ${calls}`);
}

/** Throws UsageError where a plan may cost more. A target of this machine without a price costs nothing; the cost of a service without one cannot be held to anything. */
export function requireLowCost(estimates: readonly Estimate[], maxCost: number | undefined): void {
  if (maxCost === undefined) return;
  const unpriced = estimates.filter(({ where, cost }) => where === 'hosted' && cost === null);
  if (unpriced.length > 0) {
    const names = unpriced.map(({ target }) => target).join(', ');
    throw new UsageError(
      `expected a price of every hosted target for --max-cost, got none of ${names}. Set price: { input: …, output: … } per million tokens.`,
    );
  }
  const cost = estimates.reduce((sum, one) => sum + (one.cost ?? 0), 0);
  if (cost > maxCost)
    throw new UsageError(`expected a plan that costs at most ${maxCost} (--max-cost), got up to ${cost.toFixed(2)}`);
}
