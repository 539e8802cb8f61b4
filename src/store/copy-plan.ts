import type { Kysely, Transaction } from 'kysely';
import type { Database } from './schema.ts';

/** Where rows of one store stand in another. */
export type Ids = ReadonlyMap<number, number>;

/** Trials that are read and written together. */
export const TRIALS_AT_ONCE = 500;
/** Rows of one INSERT. */
const ROWS_PER_INSERT = 500;

/** Copies what a run was planned to ask, and of whom; gives the number of its trials. */
export async function copyPlan(
  from: Kysely<Database>,
  to: Transaction<Database>,
  run: number,
  runId: number,
): Promise<number> {
  const targets = await from.selectFrom('run_targets').selectAll().where('run_id', '=', run).orderBy('id').execute();
  const hashes = targets.map(({ identity_hash: hash }) => hash);
  const identities = await from.selectFrom('identities').selectAll().where('hash', 'in', hashes).execute();
  for (const identity of identities)
    await to
      .insertInto('identities')
      .values(identity)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  const targetIds = await copyRows(to, 'run_targets', targets, () => ({ run_id: runId }));
  const probes = await from.selectFrom('probes').selectAll().where('run_id', '=', run).orderBy('id').execute();
  const probeIds = await copyRows(to, 'probes', probes, () => ({ run_id: runId }));
  const variants = await from.selectFrom('variants').selectAll().where('run_id', '=', run).orderBy('id').execute();
  const variantIds = await copyRows(to, 'variants', variants, ({ probe_id: probe }) => ({
    run_id: runId,
    probe_id: probeIds.get(Number(probe)),
  }));
  let copied = 0;
  for (let after = -1; ; ) {
    const page = await from
      .selectFrom('trials')
      .selectAll()
      .where('run_id', '=', run)
      .where('position', '>', after)
      .orderBy('position')
      .limit(TRIALS_AT_ONCE)
      .execute();
    const last = page.at(-1);
    if (last === undefined) return copied;
    after = last.position;
    const rows = page.map(({ id, variant_id: variant, target_id: target, ...trial }) => ({
      ...trial,
      run_id: runId,
      variant_id: variantIds.get(variant),
      target_id: targetIds.get(target),
    }));
    await insertAll(to, 'trials', rows);
    copied += rows.length;
  }
}

/** Copies rows that others point to, one by one, and gives where each of them stands now. */
async function copyRows<Row extends { readonly id: number }>(
  to: Transaction<Database>,
  table: 'run_targets' | 'probes' | 'variants',
  rows: readonly Row[],
  moved: (row: Row & Record<string, unknown>) => object,
): Promise<Ids> {
  const ids = new Map<number, number>();
  for (const row of rows) {
    const { id, ...columns } = row;
    const values = { ...columns, ...moved(row as Row & Record<string, unknown>) };
    const inserted = to.insertInto(table).values(values as never);
    ids.set(id, (await inserted.returning('id').executeTakeFirstOrThrow()).id);
  }
  return ids;
}

/** Writes rows, some hundred at a time. */
export async function insertAll(to: Kysely<Database>, table: keyof Database, rows: readonly object[]): Promise<void> {
  for (let at = 0; at < rows.length; at += ROWS_PER_INSERT)
    await to
      .insertInto(table)
      .values(rows.slice(at, at + ROWS_PER_INSERT) as never)
      .execute();
}
