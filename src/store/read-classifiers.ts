import type { Kysely } from 'kysely';
import type { ClassifierId } from '../model/verdict.ts';
import type { Database } from './schema.ts';
import { classifierOfRow } from './verdict-row.ts';

/** Every classifier that gave a verdict on a trial of a run, by its row. */
export async function readClassifiers(db: Kysely<Database>, runId: number): Promise<ClassifierId[]> {
  const rows = await db
    .selectFrom('classifiers as c')
    .select(['c.name', 'c.version', 'c.mode'])
    .where('c.id', 'in', (sub) =>
      sub
        .selectFrom('verdicts as d')
        .innerJoin('trials as t', 't.id', 'd.trial_id')
        .select('d.classifier_id')
        .where('t.run_id', '=', runId),
    )
    .orderBy('c.id')
    .execute();
  return rows.map(classifierOfRow);
}
