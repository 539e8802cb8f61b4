import { type Kysely, sql } from 'kysely';
import { NumbersById } from '../lib/numbers-by-id.ts';
import type { AnswerLengths } from '../model/answer.ts';
import type { Database } from './schema.ts';

/** Answers that are read together. */
const ROWS_PER_PAGE = 5_000;

/** Characters of the newest answer to the first turn, by trial. */
export async function readAnswerLengths(db: Kysely<Database>, runId: number): Promise<AnswerLengths> {
  const lengths = new NumbersById();
  for (let after = -1; ; ) {
    const page = await db
      .selectFrom('trials as t')
      .leftJoin('responses as r', (join) =>
        join.on('r.id', '=', sql<number>`(select max(id) from responses where trial_id = t.id and turn = 1)`),
      )
      .select(['t.key', 't.position', sql<number | null>`length(r.text)`.as('length')])
      .where('t.run_id', '=', runId)
      .where('t.position', '>', after)
      .orderBy('t.position')
      .limit(ROWS_PER_PAGE)
      .execute();
    const last = page.at(-1);
    if (last === undefined) return lengths;
    after = last.position;
    for (const { key, length } of page) if (length !== null) lengths.set(key, length);
  }
}
