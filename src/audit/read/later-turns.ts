import type { VariantRecord } from '../../model/run.ts';
import type { StoredTrial } from '../../model/stored-trial.ts';
import { plannedTurns } from '../../model/turn.ts';
import type { Store } from '../../store/store.ts';

/** A run's later turns of a trial, in order: those that were asked, or that are noted as not asked. */
export async function laterTurns(
  store: Store,
  run: string,
  { id }: Pick<StoredTrial, 'id'>,
  { probe, lang }: Pick<VariantRecord, 'probe' | 'lang'>,
): Promise<StoredTrial[]> {
  const found: StoredTrial[] = [];
  for (const { turn } of plannedTurns(probe, lang)) {
    for await (const trial of store.trials(run, { trial: id, turn })) if (trial.response !== null) found.push(trial);
  }
  return found;
}
