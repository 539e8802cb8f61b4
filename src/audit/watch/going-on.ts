import type { RunRecord } from '../../model/run.ts';
import type { Estimate } from '../../runner/estimate.ts';
import type { Store } from '../../store/store.ts';

/** Calls that a run has left for one of its targets. */
type CallsLeft = Pick<Estimate, 'target' | 'where' | 'calls'>;

/** What is asked before a run that was begun is gone on with. */
export interface GoingOn {
  /** Asked before a target is looked at or called again, with the calls that are left of each; throws to end there. Absent: it was agreed to. */
  readonly agreeToGoOn?: (left: readonly CallsLeft[]) => Promise<void>;
}

/** Has it agreed to that a run is gone on with. Throws what `agreeToGoOn` throws. */
export async function agreeToGoOn({ id }: RunRecord, store: Store, options: GoingOn): Promise<void> {
  const pending = await store.pendingTrials(id);
  const left = (await store.targets(id)).map(({ id: target, where }) => {
    return { target, where, calls: pending.filter((trial) => trial.target === target).length };
  });
  await options.agreeToGoOn?.(left);
}
