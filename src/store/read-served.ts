import type { Kysely } from 'kysely';
import { type ServedCount, sortedCounts } from '../model/served.ts';
import type { Database } from './schema.ts';
import type { TrialFilter } from './store.ts';

/** Counts a run's delivered answers by target and by who gave them. */
export async function readServed(
  db: Kysely<Database>,
  runId: number,
  { target, lang }: Pick<TrialFilter, 'target' | 'lang'>,
): Promise<Map<string, ServedCount[]>> {
  let query = db
    .selectFrom('trials as t')
    .innerJoin('run_targets as rt', 'rt.id', 't.target_id')
    .innerJoin('variants as v', 'v.id', 't.variant_id')
    .innerJoin('responses as r', (join) =>
      join.onRef('r.trial_id', '=', 't.id').on('r.turn', '=', 1).on('r.delivery', '<>', 'error'),
    )
    .select(['rt.key as target', 'r.served_model as model', 'r.served_by as by'])
    .select(['r.system_fingerprint as fingerprint', 'r.served_region as region'])
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('t.run_id', '=', runId)
    .groupBy(['rt.id', 'rt.key', 'r.served_model', 'r.served_by', 'r.system_fingerprint', 'r.served_region'])
    .orderBy('rt.id');
  if (target !== undefined) query = query.where('rt.key', '=', target);
  if (lang !== undefined) query = query.where('v.lang', '=', lang);
  const byTarget = new Map<string, ServedCount[]>();
  for (const { target: name, n, ...served } of await query.execute()) {
    const counts = byTarget.get(name) ?? [];
    byTarget.set(name, counts);
    counts.push({ ...served, n: Number(n) });
  }
  return new Map([...byTarget].map(([name, counts]) => [name, sortedCounts(counts)]));
}
