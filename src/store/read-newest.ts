import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';
import type { NewAnswer } from './store.ts';

/** The newest answers of a run behind a number, oldest first. */
export async function readNewest(
  db: Kysely<Database>,
  runId: number,
  after: number,
  most: number,
): Promise<NewAnswer[]> {
  const rows = await db
    .selectFrom('responses as r')
    .innerJoin('trials as t', 't.id', 'r.trial_id')
    .select(['r.id as number', 't.key as trial', 'r.turn'])
    .where('t.run_id', '=', runId)
    .where('r.id', '>', after)
    .orderBy('r.id', 'desc')
    .limit(most)
    .execute();
  return rows.reverse().map(({ number, trial, turn }) => ({ number: Number(number), trial, turn }));
}
