import type { Kysely } from 'kysely';
import { StoreError } from '../lib/errors.ts';
import type { Database } from './schema.ts';

/** A trial by its name in a run; `run` names the run in messages, `runId` is its row. */
export interface TrialKey {
  readonly run: string;
  readonly runId: number;
  readonly trial: string;
}

/** The row id of a run's trial. Throws StoreError where the run has no such trial. */
export async function trialIdOf(db: Kysely<Database>, { run, runId, trial }: TrialKey): Promise<number> {
  const row = await db
    .selectFrom('trials')
    .select('id')
    .where('run_id', '=', runId)
    .where('key', '=', trial)
    .executeTakeFirst();
  if (row === undefined) throw new StoreError(`expected a trial of run ${run}, got ${trial}`);
  return row.id;
}
