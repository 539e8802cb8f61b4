import type { ConfiguredTarget } from '../../config/config.ts';
import type { RunRecord } from '../../model/run.ts';
import type { Store } from '../../store/store.ts';
import { requireOtherFamily } from '../judge/other-family.ts';
import { requireRun } from '../read/resolve-side.ts';
import { requireNoWorkers } from '../workers/follow-run.ts';
import { type AuditIo, signalOr, targetIoOf } from './audit-io.ts';
import type { AuditResult } from './audit-result.ts';
import { carryOut } from './carry-out.ts';
import { inspectionWarnings } from './inspection-warnings.ts';
import { resumeRun } from './resume-run.ts';
import { leaseRun, type RunLease } from './run-lease.ts';

/** What going on with an audit needs from outside. */
export interface ResumeOptions extends AuditIo {
  /** Let a judge judge models of its own family. */
  readonly sameFamily?: boolean;
  /** Targets as they are configured now: what was mended there and does not change what is asked is taken over. Absent: as stored. */
  readonly targets?: readonly ConfiguredTarget[];
  /** Take the run from a process that has not been heard of for a minute. */
  readonly takeOver?: boolean;
}

/**
 * Goes on with a stored run: asks what is left of it, judges and summarizes the whole. `reference` is an id, the unique start
 * of one, a name, or `latest`, which is here the newest run, whatever it brought. Throws UsageError where a target is no longer
 * what was asked before, TargetError, StoreError.
 */
export async function resumeAudit(reference: string, store: Store, options: ResumeOptions): Promise<AuditResult> {
  const run = await requireRun(store, reference, 'any');
  await requireNoWorkers(store, run.id, options.clock.now());
  const lease = await leaseRun(run.id, store, options, options.takeOver);
  try {
    return await goOn(run, store, { ...options, abort: AbortSignal.any([signalOr(options.abort), lease.lost]) }, lease);
  } finally {
    await lease.release();
  }
}

async function goOn(run: RunRecord, store: Store, options: ResumeOptions, lease: RunLease): Promise<AuditResult> {
  const resumed = await resumeRun(run, store, options.targets ?? [], targetIoOf(options), signalOr(options.signal));
  try {
    const { pending, targets, variants, judges, patience } = resumed;
    options.onEvent?.({ type: 'resuming', run: run.id, left: pending.length });
    const warnings = [
      ...requireOtherFamily(
        judges.map(({ target }) => target),
        await store.targets(run.id),
        options.sameFamily === true,
      ),
      ...targets.flatMap(inspectionWarnings),
      ...resumed.warnings,
    ];
    for (const message of warnings) options.onEvent?.({ type: 'warning', message });
    const result = await carryOut(
      {
        run: run.id,
        trials: pending,
        targets,
        variants,
        judges,
        warnings,
        ...(patience === undefined ? {} : { patience }),
      },
      store,
      options,
    );
    lease.requireHeld();
    return result;
  } finally {
    await resumed.close();
  }
}
