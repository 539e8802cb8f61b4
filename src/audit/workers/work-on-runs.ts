import { hostname } from 'node:os';
import { createRulesClassifier } from '../../classify/rules.ts';
import type { ConfiguredTarget } from '../../config/config.ts';
import { restoreTarget } from '../../config/public-config.ts';
import { isoTime } from '../../lib/clock.ts';
import { UsageError } from '../../lib/errors.ts';
import { DETACHED, workersOf } from '../../model/detached.ts';
import type { RunOwner, RunRecord, TargetRecord } from '../../model/run.ts';
import type { PostgresStore } from '../../store/postgres/postgres-store.ts';
import { markCutThoughts } from '../judge/cut-thoughts.ts';
import { type AuditIo, signalOr, targetIoOf } from '../run/audit-io.ts';
import { closeTargets, type InspectedTarget, inspectTargets } from '../run/prepare-run.ts';
import { compareIdentities, storedConfig } from '../run/resume-run.ts';
import { workOnTarget } from './work-on-target.ts';

/** Milliseconds between two looks for runs, and between two signs of life of a worker. */
const LOOK_MS = 2_000;
const BEAT_MS = 5_000;

export interface WorkerOptions extends AuditIo {
  /** Name of the worker; the host is added. */
  readonly name: string;
  /** Targets to ask; absent: all of each run. */
  readonly targets?: readonly string[];
  /** Calls at a time to each target; absent: as configured. */
  readonly concurrency?: number;
  /** Targets as they are configured on this machine, which go before those of the run. */
  readonly current?: readonly ConfiguredTarget[];
  /** Ask a target that is not the one that was planned, as a target of its own. */
  readonly acceptIdentity?: boolean;
  /** End when nothing is in line. */
  readonly once?: boolean;
  /** Called before a target is asked or waited for, with how many of its trials are in line, those that others hold among them. */
  readonly onTarget?: (run: string, target: string, left: number) => void;
}

/** What a worker did. */
export interface WorkerResult {
  readonly answered: number;
  readonly failed: number;
  /** Targets that it would not or could not go on asking, with the reason. */
  readonly refused: readonly { readonly run: string; readonly target: string; readonly reason: string }[];
}

/** Carries detached runs out, together with other workers, until the signal ends it; with `once`, until nothing is in line. Throws StoreError. */
export async function workOnRuns(store: PostgresStore, options: WorkerOptions): Promise<WorkerResult> {
  const worker = `${options.name}@${hostname()}`;
  const counts = { answered: 0, failed: 0 };
  const refused: { run: string; target: string; reason: string }[] = [];
  const stop = AbortSignal.any([signalOr(options.signal), signalOr(options.abort)]);
  while (!stop.aborted) {
    let worked = false;
    for (const run of await openRuns(store)) {
      const wanted = (await store.targets(run.id)).filter(
        ({ id }) =>
          (options.targets === undefined || options.targets.includes(id)) &&
          !refused.some((one) => one.run === run.id && one.target === id),
      );
      const ended = await Promise.all(
        wanted.map(async (target) => {
          const queue = await store.queue();
          const left = await queue.left(run.id, target.id);
          if (left === 0) return true;
          options.onTarget?.(run.id, target.id, left);
          const end = await workOn(store, run, target, worker, options, counts);
          worked ||= end.worked;
          if (end.refused !== null) refused.push({ run: run.id, target: target.id, reason: end.refused });
          return end.empty;
        }),
      );
      if (!stop.aborted && ended.every(Boolean)) await endWhereDone(store, run, options);
    }
    if (options.once === true && !worked) break;
    if (!worked) await options.clock.sleep(LOOK_MS, stop);
  }
  return { ...counts, refused };
}

async function openRuns(store: PostgresStore): Promise<RunRecord[]> {
  const runs: RunRecord[] = [];
  for (const { key, value } of await store.remembered(DETACHED)) {
    if (!(JSON.parse(value) as { open: boolean }).open) continue;
    const run = await store.findRun(key);
    if (run !== null) runs.push(run);
  }
  return runs;
}

async function workOn(
  store: PostgresStore,
  run: RunRecord,
  record: TargetRecord,
  worker: string,
  options: WorkerOptions,
  counts: { answered: number; failed: number },
): Promise<{ worked: boolean; empty: boolean; refused: string | null }> {
  const none = { worked: false, empty: false };
  const config = storedConfig(run);
  const stored = config.targets.find(({ id }) => id === record.id);
  if (stored === undefined) return { ...none, refused: 'it is a worker’s own target' };
  let inspected: InspectedTarget[] = [];
  try {
    const configured = options.current?.find(({ spec }) => spec.id === record.id) ?? restoreTarget(stored, options.env);
    inspected = await inspectTargets([configured], targetIoOf(options), signalOr(options.signal));
    const [one] = inspected;
    if (one === undefined) return { ...none, refused: 'it cannot be opened' };
    if (!one.inspection.answers) return { ...none, refused: 'it does not answer here' };
    const { changes, fuller } = await compareIdentities(run, inspected, store);
    if (changes.length > 0 && options.acceptIdentity !== true)
      return {
        ...none,
        refused: `it is not the model that was planned: ${changes.join('; ')} (planned → here). --accept-identity asks it as a target of its own`,
      };
    for (const target of fuller) await store.replaceIdentity(run.id, target).catch(() => undefined);
    const own = changes.length === 0 ? null : ownTarget(record, one, worker);
    const state = { worker, target: own?.id ?? record.id, answered: 0, failed: 0, ended: false };
    const note = (): void =>
      void store
        .remember(workersOf(run.id), `${worker} ${record.id}`, JSON.stringify(state), isoTime(options.clock.now()))
        .catch(() => undefined);
    note();
    const beating = setInterval(note, BEAT_MS);
    try {
      const { gaveUp, empty } = await workOnTarget({
        run: run.id,
        target: record.id,
        inspected: one,
        own,
        variants: await store.variants(run.id),
        store,
        classifier: createRulesClassifier('probe'),
        worker,
        concurrency: options.concurrency ?? one.configured.spec.concurrency,
        ...(config.patience === undefined ? {} : { patience: config.patience }),
        answered: (await store.served(run.id)).has(record.id),
        io: options,
        onAnswer: ({ delivery }) => {
          const count = delivery === 'error' ? 'failed' : 'answered';
          state[count] += 1;
          counts[count] += 1;
        },
      });
      return { worked: true, empty, refused: gaveUp === null ? null : `it was given up: ${gaveUp}` };
    } finally {
      clearInterval(beating);
      state.ended = true;
      note();
    }
  } catch (error) {
    if (
      error instanceof UsageError ||
      (error instanceof Error && error.name === 'TargetError') ||
      (error instanceof Error && error.name === 'ConfigError')
    )
      return { ...none, refused: error.message };
    throw error;
  } finally {
    await closeTargets(inspected);
  }
}

function ownTarget(record: TargetRecord, { inspection, identityHash }: InspectedTarget, worker: string): TargetRecord {
  return { ...record, id: `${record.id}@${worker}`, identityHash, identity: inspection.identity };
}

/** Ends a run of which nothing is in line and nobody works on anything; one of the workers does it. */
async function endWhereDone(store: PostgresStore, run: RunRecord, { clock }: WorkerOptions): Promise<void> {
  if (!(await isLineEmpty(store, run.id))) return;
  const owner: RunOwner = { name: `${hostname()}/${process.pid}/end`, heartbeatAt: isoTime(clock.now()) };
  if ((await store.claimRun(run.id, owner)).name !== owner.name) return;
  try {
    // Something may have been put in line before this was claimed.
    if (!(await isLineEmpty(store, run.id))) return;
    const at = isoTime(clock.now());
    await markCutThoughts(store, run.id, at);
    await store.endRun(run.id, at);
    await store.remember(DETACHED, run.id, JSON.stringify({ open: false }), at);
  } finally {
    await store.releaseRun(run.id, owner.name);
  }
}

async function isLineEmpty(store: PostgresStore, run: string): Promise<boolean> {
  const queue = await store.queue();
  for (const { id } of await store.targets(run)) if ((await queue.left(run, id)) > 0) return false;
  return true;
}
