import { UsageError } from '../../lib/errors.ts';
import { type AnswerPlace, WITHDRAWN, type Withdrawal } from '../../model/withdrawal.ts';
import type { Store, TrialFilter } from '../../store/store.ts';

/**
 * Withdraws an answer from publication, for good: sites leave its text out from their next build on. One that is withdrawn already keeps its first
 * reason. Throws UsageError where no run, or the named one, has the trial, and where several have it and none is named.
 */
export async function withdrawAnswer(
  store: Store,
  { trial, reason, run: only }: { readonly trial: string; readonly reason: string; readonly run?: string },
  at: string,
): Promise<Withdrawal> {
  const found = await answersOf(store, trial, only);
  const [one, ...others] = found;
  if (one === undefined)
    throw new UsageError(
      `expected the trial of an answer${only === undefined ? '' : ` of run ${only}`}, or how it begins, got "${trial}". It stands at the end of the answer’s address`,
    );
  if (new Set(found.map((each) => each.trial)).size > 1)
    throw new UsageError(`"${trial}" fits ${found.length} answers: ${found.map((each) => each.trial).join(', ')}`);
  if (others.length > 0)
    throw new UsageError(
      `trial ${one.trial} was asked in ${found.length} runs (${found.map(({ run }) => run).join(', ')}): name one with --run`,
    );
  const known = (await withdrawals(store)).find(({ run, trial: id }) => run === one.run && id === one.trial);
  if (known !== undefined) return known;
  const withdrawn = { ...one, reason, at };
  await store.remember(WITHDRAWN, keyOf(one), JSON.stringify({ run: one.run, trial: one.trial, reason }), at);
  return withdrawn;
}

/** Every answer that is withdrawn, by run and trial. */
export async function withdrawals(store: Store): Promise<Withdrawal[]> {
  return (await store.remembered(WITHDRAWN)).map(({ value, at }) => ({ ...JSON.parse(value), at }));
}

/** The withdrawn answers of a run, or of a part of it, that have a text or a trace: whoever reads the run otherwise than as a site has them whole. */
export async function withdrawnOf(store: Store, run: string, filter: TrialFilter = {}): Promise<Withdrawal[]> {
  const found: Withdrawal[] = [];
  for (const one of await withdrawals(store)) {
    if (one.run !== run) continue;
    for await (const { response } of store.trials(run, { ...filter, trial: one.trial }))
      if (response !== null && (response.text !== '' || response.reasoning !== null)) found.push(one);
  }
  return found;
}

/** Other answers of the store, in any run, that have the same words and are not withdrawn: a recording beside its replay, an import. */
export async function sameWords(store: Store, { run, trial }: AnswerPlace): Promise<AnswerPlace[]> {
  let words = '';
  for await (const { response } of store.trials(run, { trial })) words = response?.text.trim() ?? '';
  if (words === '') return [];
  const gone = new Set((await withdrawals(store)).map(keyOf));
  const found: AnswerPlace[] = [];
  for (const { id } of await store.listRuns())
    for await (const { id: other, response } of store.trials(id)) {
      const place = { run: id, trial: other };
      const isOther = id !== run || other !== trial;
      if (isOther && response?.text.trim() === words && !gone.has(keyOf(place))) found.push(place);
    }
  return found;
}

/** What tells withdrawn answers apart. */
export function keyOf({ run, trial }: AnswerPlace): string {
  return `${run} ${trial}`;
}

async function answersOf(store: Store, trialPrefix: string, only: string | undefined): Promise<AnswerPlace[]> {
  const found: AnswerPlace[] = [];
  for (const { id: run } of await store.listRuns()) {
    if (only !== undefined && only !== run) continue;
    for await (const { id, response } of store.trials(run, { trialPrefix, texts: false }))
      if (response !== null) found.push({ run, trial: id });
  }
  return found;
}
