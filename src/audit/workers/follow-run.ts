import { z } from 'zod';
import { workersOf } from '../../model/detached.ts';
import type { RunOverview } from '../../model/run.ts';
import type { Store } from '../../store/store.ts';
import type { WorkerState } from './worker-state.ts';

/** Milliseconds without a sign of life after which a worker is taken for gone. */
const GONE_MS = 30_000;

/** Milliseconds without a heartbeat after which nobody is taken to carry a run out. */
const UNHEARD_MS = 60_000;

const stateSchema = z.object({ worker: z.string(), target: z.string(), answered: z.number(), failed: z.number() });

/** A run as it stands, with who works on it. */
export interface Standing {
  readonly overview: RunOverview;
  /** Whether a process carries it out now, workers aside: a run that has ended with failed trials may be gone on with. */
  readonly owned: boolean;
  readonly workers: readonly (WorkerState & { readonly seenAt: string; readonly gone: boolean })[];
}

/** How far a run is, and its workers. `now` in milliseconds since 1970. */
export async function standingOf(store: Store, run: string, now: number): Promise<Standing> {
  const overview = await store.overview(run);
  const workers = (await store.remembered(workersOf(run))).map(({ value, at }) => ({
    ...stateSchema.parse(JSON.parse(value)),
    seenAt: at,
    gone: now - Date.parse(at) > GONE_MS,
  }));
  const owned = overview.owner !== undefined && now - Date.parse(overview.owner.heartbeatAt) < UNHEARD_MS;
  return { overview, workers, owned };
}
