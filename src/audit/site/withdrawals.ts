import { UsageError } from '../../lib/errors.ts';
import { WITHDRAWN, type Withdrawal } from '../../model/withdrawal.ts';
import type { Store } from '../../store/store.ts';

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

/** What tells withdrawn answers apart. */
export function keyOf({ run, trial }: Pick<Withdrawal, 'run' | 'trial'>): string {
  return `${run} ${trial}`;
}

async function answersOf(
  store: Store,
  trialPrefix: string,
  only: string | undefined,
): Promise<Pick<Withdrawal, 'run' | 'trial'>[]> {
  const found: Pick<Withdrawal, 'run' | 'trial'>[] = [];
  for (const { id: run } of await store.listRuns()) {
    if (only !== undefined && only !== run) continue;
    for await (const { id, response } of store.trials(run, { trialPrefix, texts: false }))
      if (response !== null) found.push({ run, trial: id });
  }
  return found;
}
