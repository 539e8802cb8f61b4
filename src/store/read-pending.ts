import type { Kysely } from 'kysely';
import type { TrialRecord } from '../model/answer.ts';
import type { Database } from './schema.ts';
import { trialOfRow } from './trial-row.ts';

/** Trials of a run without an answer, in the order of the plan: never asked, or ended in `error`. */
export async function readPendingTrials(db: Kysely<Database>, runId: number): Promise<TrialRecord[]> {
  const rows = await db
    .selectFrom('trials as t')
    .innerJoin('variants as v', 'v.id', 't.variant_id')
    .innerJoin('run_targets as rt', 'rt.id', 't.target_id')
    .select(['t.key as id', 'v.hash as variant', 'rt.key as target', 't.sample', 't.seed', 't.position', 't.arm'])
    .where('t.run_id', '=', runId)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('responses as r')
            .select('r.id')
            .whereRef('r.trial_id', '=', 't.id')
            .where('r.turn', '=', 1)
            .where('r.delivery', '<>', 'error'),
        ),
      ),
    )
    .orderBy('t.position')
    .execute();
  return rows.map(trialOfRow);
}
