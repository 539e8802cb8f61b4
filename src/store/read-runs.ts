import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import type { RunOverview, RunRecord, TargetRecord, VariantRecord } from '../model/run.ts';
import { runOfRow, targetOfRow, variantsOfRows } from './run-row.ts';
import type { Database } from './schema.ts';

/** Every run with its counts, oldest first. */
export async function readRuns(db: Kysely<Database>): Promise<RunOverview[]> {
  const rows = await db.selectFrom('runs').selectAll().orderBy('id').execute();
  return Promise.all(rows.map(async (row) => ({ ...runOfRow(row), ...(await countsOf(db, row.id)) })));
}

/** One run with its counts. */
export async function readOverview(db: Kysely<Database>, runId: number): Promise<RunOverview> {
  const row = await db.selectFrom('runs').selectAll().where('id', '=', runId).executeTakeFirstOrThrow();
  return { ...runOfRow(row), ...(await countsOf(db, runId)) };
}

/** The run that a person means, as `Store.findRun` says; null: none. */
export async function readRunByReference(
  db: Kysely<Database>,
  reference: string,
  latest: 'delivered' | 'any',
): Promise<RunRecord | null> {
  const newest = db.selectFrom('runs').selectAll().orderBy('id', 'desc');
  if (reference === 'latest') {
    const answered = latest === 'any' ? undefined : await newest.where(hasDelivered).limit(1).executeTakeFirst();
    const row = answered ?? (await newest.limit(1).executeTakeFirst());
    return row === undefined ? null : runOfRow(row);
  }
  const exact =
    (await newest.where('key', '=', reference).executeTakeFirst()) ??
    (await newest.where('name', '=', reference).limit(1).executeTakeFirst());
  if (exact !== undefined) return runOfRow(exact);
  const prefixed = await newest.where(sql<string>`substr(key, 1, ${reference.length})`, '=', reference).execute();
  const [only] = prefixed;
  return only !== undefined && prefixed.length === 1 ? runOfRow(only) : null;
}

/** The targets of a run; `run` names it in messages. */
export async function readTargets(db: Kysely<Database>, runId: number, run: string): Promise<TargetRecord[]> {
  const rows = await db
    .selectFrom('run_targets')
    .innerJoin('identities', 'identities.hash', 'run_targets.identity_hash')
    .selectAll('run_targets')
    .select('identities.identity')
    .where('run_id', '=', runId)
    .orderBy('run_targets.id')
    .execute();
  return rows.map((row) => targetOfRow(row, run));
}

/** The questions of a run; `run` names it in messages. */
export async function readVariants(db: Kysely<Database>, runId: number, run: string): Promise<VariantRecord[]> {
  const probes = await db.selectFrom('probes').select(['id', 'probe']).where('run_id', '=', runId).execute();
  const rows = await db.selectFrom('variants').selectAll().where('run_id', '=', runId).orderBy('id').execute();
  return variantsOfRows(rows, probes, run);
}

async function countsOf(
  db: Kysely<Database>,
  runId: number,
): Promise<Pick<RunOverview, 'targets' | 'trials' | 'delivered' | 'undelivered'>> {
  const targets = await db.selectFrom('run_targets').select('key').where('run_id', '=', runId).orderBy('id').execute();
  const { trials, delivered } = await db
    .selectFrom('trials as t')
    .leftJoin('responses as r', (join) =>
      join.onRef('r.trial_id', '=', 't.id').on('r.turn', '=', 1).on('r.delivery', '<>', 'error'),
    )
    .select(({ fn }) => [fn.count<number>('t.id').as('trials'), fn.count<number>('r.id').as('delivered')])
    .where('t.run_id', '=', runId)
    .executeTakeFirstOrThrow();
  return {
    targets: targets.map((row) => row.key),
    trials: Number(trials),
    delivered: Number(delivered),
    undelivered: Number(trials) - Number(delivered),
  };
}

/** Whether a row of `runs` has a trial that was delivered. */
function hasDelivered({ exists, selectFrom }: ExpressionBuilder<Database, 'runs'>) {
  return exists(
    selectFrom('trials as t')
      .innerJoin('responses as r', 'r.trial_id', 't.id')
      .select('r.id')
      .whereRef('t.run_id', '=', 'runs.id')
      .where('r.turn', '=', 1)
      .where('r.delivery', '<>', 'error'),
  );
}
