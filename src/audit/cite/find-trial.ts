import { UsageError } from '../../lib/errors.ts';
import type { RunRecord } from '../../model/run.ts';
import type { Store } from '../../store/store.ts';
import { requireRun } from '../read/resolve-side.ts';

/**
 * Finds the one trial whose id begins so, in a run where one is named, else in all runs of a store. Throws UsageError where there is none, or several.
 */
export async function findTrial(
  store: Store,
  prefix: string,
  reference: string | null,
): Promise<{ readonly run: RunRecord; readonly trial: string }> {
  if (prefix.trim() === '') throw new UsageError('expected the start of a trial id, got nothing');
  const runs: readonly RunRecord[] = reference === null ? await store.listRuns() : [await requireRun(store, reference)];
  const found: { run: RunRecord; trial: string }[] = [];
  for (const run of runs) {
    for await (const { id } of store.trials(run.id, { trialPrefix: prefix, texts: false })) {
      found.push({ run, trial: id });
      if (found.length > 9) break;
    }
  }
  const [one, second] = found;
  if (one === undefined)
    throw new UsageError(
      `expected the start of a trial id${reference === null ? '' : ` of run ${reference}`}, got "${prefix}", with which none begins: candor show RUN prints them`,
    );
  if (second === undefined) return one;
  const ids = found.map(({ run, trial }) => `${trial} in ${run.id}`).join(', ');
  throw new UsageError(`"${prefix}" fits several trials: ${ids}. Name more of the id, or the run behind it`);
}
