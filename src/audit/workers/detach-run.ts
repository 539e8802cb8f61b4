import type { AuditConfig } from '../../config/config.ts';
import { publicConfig } from '../../config/public-config.ts';
import { isoTime } from '../../lib/clock.ts';
import { UsageError } from '../../lib/errors.ts';
import { packageVersion } from '../../lib/package-version.ts';
import type { TrialRecord } from '../../model/answer.ts';
import { DETACHED } from '../../model/detached.ts';
import type { PostgresStore } from '../../store/postgres/postgres-store.ts';
import { requireRun } from '../read/resolve-side.ts';
import { createRun, newRunId } from '../run/create-run.ts';
import { type AuditOptions, planAgreed } from '../run/run-audit.ts';
import { leaseRun } from '../run/run-lease.ts';

/** A run that waits for workers. */
export interface DetachedRun {
  readonly run: string;
  readonly trials: number;
  readonly warnings: readonly string[];
}

/** Plans an audit, stores it as a run and puts its trials in line for workers. Asks nothing. Throws what `runAudit` throws before its first call. */
export async function detachRun(
  config: AuditConfig,
  store: PostgresStore,
  options: AuditOptions,
): Promise<DetachedRun> {
  const plan = await planAgreed(config, options);
  try {
    const { clock, random, gitVersion = null, name = null } = options;
    const notes = { id: newRunId(clock.now(), random), name, config: publicConfig(plan.config), gitVersion };
    const run = await createRun(plan, { ...notes, packageVersion: packageVersion(), now: clock.now() }, store);
    await putInLine(run.id, plan.plan.trials, store, isoTime(clock.now()));
    return { run: run.id, trials: plan.plan.trials.length, warnings: plan.warnings };
  } finally {
    await plan.close();
  }
}

/** Puts what is left of a stored run in line for workers; what is in line already is not put twice. Throws UsageError where a process carries it out. */
export async function detachRest(
  reference: string,
  store: PostgresStore,
  { takeOver = false, ...io }: Pick<AuditOptions, 'clock' | 'random'> & { readonly takeOver?: boolean },
): Promise<DetachedRun> {
  const run = await requireRun(store, reference, 'any');
  if (run.origin === 'import')
    throw new UsageError(`expected a run that asks models, got ${run.id}, which was imported`);
  const lease = await leaseRun(run.id, store, io, takeOver);
  try {
    const pending = await store.pendingTrials(run.id);
    if (pending.length > 0) await store.reopenRun(run.id);
    await putInLine(run.id, pending, store, isoTime(io.clock.now()));
    return { run: run.id, trials: pending.length, warnings: [] };
  } finally {
    await lease.release();
  }
}

async function putInLine(run: string, trials: readonly TrialRecord[], store: PostgresStore, at: string): Promise<void> {
  const queue = await store.queue();
  const byTarget = new Map<string, string[]>();
  for (const { id, target } of trials) {
    const list = byTarget.get(target);
    if (list === undefined) byTarget.set(target, [id]);
    else list.push(id);
  }
  for (const [target, ids] of byTarget) await queue.put(run, target, ids);
  await store.remember(DETACHED, run, JSON.stringify({ open: true }), at);
}
