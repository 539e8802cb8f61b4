import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';
import type { WorkerCount } from './store.ts';

/** Counts what each worker stored of a run, by target. */
export async function readWorkerCounts(db: Kysely<Database>, runId: number): Promise<WorkerCount[]> {
  const rows = await db
    .selectFrom('responses as r')
    .innerJoin('trials as t', 't.id', 'r.trial_id')
    .innerJoin('run_targets as rt', 'rt.id', 't.target_id')
    .select(['r.worker', 'rt.key as target'])
    .select(({ fn, eb }) => [
      fn.countAll<number>().as('all'),
      fn.sum<number | null>(eb.case().when('r.delivery', '=', 'error').then(1).else(0).end()).as('failed'),
    ])
    .where('t.run_id', '=', runId)
    .where('r.worker', 'is not', null)
    .groupBy(['r.worker', 'rt.key'])
    .execute();
  return rows.map(({ worker, target, all, failed }) => {
    return { worker: worker ?? '', target, answered: Number(all) - Number(failed), failed: Number(failed) };
  });
}
