import { groupBy } from '../../compare/tally.ts';
import { compareText } from '../../lib/compare-text.ts';
import type { VariantRecord } from '../../model/run.ts';
import type { StoredTrial } from '../../model/stored-trial.ts';
import type { Store, TrialFilter } from '../../store/store.ts';

/** Trials of one question, of all targets together, that are held at a time; where questions have more on average, target by target. */
const MOST_OF_A_QUESTION = 2_000;

/** A trial with what it asked. */
export interface AskedTrial {
  readonly trial: StoredTrial;
  readonly variant: VariantRecord;
}

/** The trials of one question to one target, by sample. */
export interface AskedCell {
  readonly variant: VariantRecord;
  readonly trials: readonly StoredTrial[];
}

/** Reads the part of a run that `filter` leaves in the order of `variants`, then by target and sample, and holds what belongs to one question at a time. */
export async function* cellsByQuestion(
  store: Store,
  run: string,
  variants: readonly VariantRecord[],
  filter: TrialFilter = {},
): AsyncGenerator<AskedCell> {
  const { lang, probe } = filter;
  const parts = await partsOf(store, run, filter);
  for (const variant of variants) {
    if ((lang ?? variant.lang) !== variant.lang || (probe ?? variant.probe.id) !== variant.probe.id) continue;
    for (const part of parts) {
      const own: StoredTrial[] = [];
      for await (const trial of store.trials(run, { ...part, variant: variant.hash })) own.push(trial);
      const byTarget = [...groupBy(own, ({ target }) => target)].sort(([a], [b]) => compareText(a, b));
      for (const [, trials] of byTarget) yield { variant, trials: trials.sort((a, b) => a.sample - b.sample) };
    }
  }
}

/** What of a question is read together: all of it, or a target's. */
async function partsOf(store: Store, run: string, filter: TrialFilter): Promise<TrialFilter[]> {
  if (filter.target !== undefined) return [filter];
  const { trials, targets } = await store.overview(run);
  const questions = (await store.variants(run)).length;
  if (trials / Math.max(1, questions) <= MOST_OF_A_QUESTION) return [filter];
  return [...targets].sort(compareText).map((target) => ({ ...filter, target }));
}

/** The same, trial by trial. */
export async function* trialsByQuestion(...which: Parameters<typeof cellsByQuestion>): AsyncGenerator<AskedTrial> {
  for await (const { variant, trials } of cellsByQuestion(...which))
    for (const trial of trials) yield { trial, variant };
}
