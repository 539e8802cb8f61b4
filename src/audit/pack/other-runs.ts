import { UsageError } from '../../lib/errors.ts';
import type { RunOverview, RunRecord } from '../../model/run.ts';
import type { Store } from '../../store/store.ts';
import { requireRun } from '../read/resolve-side.ts';

/** A run of the same store that is not in a pack. */
export interface LeftOutRun {
  readonly run: string;
  readonly name: string | null;
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly targets: readonly string[];
  readonly trials: number;
  readonly delivered: number;
  /** Why it is left out; null: nobody said. */
  readonly reason: string | null;
}

/** What of a store is not in a pack. */
export interface LeftOutRuns {
  /** Runs that share a target or a probe set with the pack, and those that a reason was given for, oldest first. */
  readonly runs: readonly LeftOutRun[];
  /** How many others there are, which share neither. */
  readonly unrelated: number;
}

/**
 * The runs of a store that a pack leaves out, with the reasons that were given (`RUN=reason`). One that shares a target or a probe set with the pack
 * is named whether there is a reason or not, so that hiding it shows. Throws UsageError for a reason that fits no run, or one that is in the pack.
 */
export async function leftOutRuns(
  store: Store,
  packed: readonly RunRecord[],
  discarded: readonly string[],
): Promise<LeftOutRuns> {
  const reasons = new Map<string, string>();
  for (const said of discarded) {
    const [, reference = '', reason = ''] = /^([^=]+)=(.*)$/s.exec(said) ?? [];
    if (reference.trim() === '' || reason.trim() === '')
      throw new UsageError(`expected RUN=REASON for --discarded, got "${said}"`);
    const run = await requireRun(store, reference.trim(), 'any');
    if (packed.some(({ id }) => id === run.id))
      throw new UsageError(`expected a run that is not in the pack for --discarded, got "${reference}", which is`);
    reasons.set(run.id, reason.trim());
  }
  const all = await store.listRuns();
  const inPack = all.filter(({ id }) => packed.some((run) => run.id === id));
  const others = all.filter(({ id }) => packed.every((run) => run.id !== id));
  const targets = new Set(inPack.flatMap((run) => run.targets));
  const sets = new Set(packed.flatMap(({ probeSets }) => probeSets.map(({ id }) => id)));
  const isRelated = (run: RunOverview): boolean =>
    reasons.has(run.id) ||
    run.discarded !== undefined ||
    run.targets.some((target) => targets.has(target)) ||
    run.probeSets.some(({ id }) => sets.has(id));
  const related = others.filter(isRelated).sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
  return {
    runs: related.map((run) => ({
      run: run.id,
      name: run.name,
      started_at: run.startedAt,
      ended_at: run.endedAt,
      targets: run.targets,
      trials: run.trials,
      delivered: run.delivered,
      reason: reasons.get(run.id) ?? run.discarded ?? null,
    })),
    unrelated: others.length - related.length,
  };
}
