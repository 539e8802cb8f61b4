import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

/** Characters of the answer to the first turn, by trial. */
export async function readAnswerLengths(db: Kysely<Database>, runId: number): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('responses as r')
    .innerJoin('trials as t', 't.id', 'r.trial_id')
    .select(['t.key', sql<number>`length(r.text)`.as('length')])
    .where('t.run_id', '=', runId)
    .where('r.turn', '=', 1)
    .orderBy('r.id')
    .execute();
  return new Map(rows.map(({ key, length }) => [key, length]));
}
