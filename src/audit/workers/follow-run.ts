import { z } from 'zod';
import { UsageError } from '../../lib/errors.ts';
import { workersOf } from '../../model/detached.ts';
import type { RunOverview } from '../../model/run.ts';
import type { Store } from '../../store/store.ts';
import type { WorkerState } from './worker-state.ts';

/** Milliseconds without a sign of life after which a worker is taken for gone. */
const GONE_MS = 30_000;

/** Milliseconds without a heartbeat after which nobody is taken to carry a run out. */
const UNHEARD_MS = 60_000;

const stateSchema = z.object({ worker: z.string(), target: z.string(), ended: z.boolean().optional() });

/** A run as it stands, with who works on it. */
export interface Standing {
  readonly overview: RunOverview;
  /** Whether a process carries it out now, workers aside: a run that has ended with failed trials may be gone on with. */
  readonly owned: boolean;
  readonly workers: readonly (WorkerState & { readonly seenAt: string; readonly gone: boolean })[];
}

/** Throws UsageError where workers carry a run out: what they ask would be asked twice. `now` in milliseconds since 1970. */
export async function requireNoWorkers(store: Store, run: string, now: number): Promise<void> {
  const busy = (await store.remembered(workersOf(run)))
    .filter(({ at }) => now - Date.parse(at) <= GONE_MS)
    .map(({ value }) => stateSchema.parse(JSON.parse(value)))
    .filter(({ ended }) => ended !== true);
  if (busy.length === 0) return;
  const names = [...new Set(busy.map(({ worker }) => worker))].join(', ');
  throw new UsageError(
    `expected a run that nobody carries out, but workers ask ${run} (${names}). Let them end, or stop them; ${GONE_MS / 1000} s after their last sign of life they are taken for gone.`,
  );
}

/** How far a run is, and its workers. `now` in milliseconds since 1970. */
export async function standingOf(store: Store, run: string, now: number): Promise<Standing> {
  const overview = await store.overview(run);
  // What a worker says of itself begins anew when it is started again: the store knows what it stored.
  const counts = await store.workerCounts(run);
  const workers = (await store.remembered(workersOf(run))).map(({ value, at }) => {
    const { worker, target } = stateSchema.parse(JSON.parse(value));
    const count = counts.find((one) => one.worker === worker && one.target === target);
    const { answered, failed } = count ?? { answered: 0, failed: 0 };
    return { worker, target, answered, failed, seenAt: at, gone: now - Date.parse(at) > GONE_MS };
  });
  const owned = overview.owner !== undefined && now - Date.parse(overview.owner.heartbeatAt) < UNHEARD_MS;
  return { overview, workers, owned };
}
