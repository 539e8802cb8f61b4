import { DEFAULT_ESTIMAND, type Estimand } from '../../compare/estimand.ts';
import { type HomeRow, homeRows } from '../../compare/home.ts';
import { UsageError } from '../../lib/errors.ts';
import type { Store, TrialFilter } from '../../store/store.ts';
import { targetJurisdictions } from './jurisdictions.ts';
import { type ClassifierChoice, observe } from './observations.ts';

/**
 * Home and away of a run, or of the part that a filter leaves: a target that is named is still held against the others of its run. Throws
 * UsageError for another estimand than that of questions like these.
 */
export async function runHome(
  store: Store,
  run: string,
  { classifier = null, filter = {}, estimand = DEFAULT_ESTIMAND }: HomeOptions,
): Promise<HomeRow[]> {
  if (estimand !== DEFAULT_ESTIMAND)
    throw new UsageError(`expected home and away of ${DEFAULT_ESTIMAND} (--estimand like), got "${estimand}"`);
  const { target, ...whole } = filter;
  const { observations } = await observe(store, run, classifier, whole);
  const rows = homeRows(observations, await targetJurisdictions(store, run));
  return rows.filter((row) => (target ?? row.target) === row.target);
}

/** Whose verdicts count, and of what part of the run. */
export interface HomeOptions {
  readonly classifier?: ClassifierChoice | null;
  readonly filter?: TrialFilter;
  readonly estimand?: Estimand;
}
