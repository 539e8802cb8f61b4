import type { Kysely, Transaction } from 'kysely';
import { StoreError } from '../lib/errors.ts';
import { isOfTheRunning } from '../model/detached.ts';
import { copyPlan, type Ids, insertAll, TRIALS_AT_ONCE } from './copy-plan.ts';
import type { Database } from './schema.ts';

/** What a copy wrote, by table; what was there already is not counted. */
export interface Copied {
  runs: number;
  trials: number;
  responses: number;
  attempts: number;
  verdicts: number;
}

/**
 * Copies every run of a store into another one, with all its answers, attempts, verdicts, drawn samples, calibrations, judges' replies and what is
 * remembered beside the runs. What
 * stands there already is left as it is, so that a copy can be done again, after it broke off or when the source has grown. A run is copied
 * whole or not at all. Who carries a run out is not copied. Throws StoreError where both hold a run of one id with other answers.
 */
export async function copyStore(
  source: { readonly db: Kysely<Database>; readonly place: string },
  target: { readonly db: Kysely<Database>; readonly place: string },
  onRun: (run: string) => void = () => undefined,
): Promise<Copied> {
  const copied: Copied = { runs: 0, trials: 0, responses: 0, attempts: 0, verdicts: 0 };
  // Before the runs: what is remembered of a run comes after its answers, and must not come without them.
  const memories = await source.db.selectFrom('watch_state').selectAll().execute();
  const classifiers = await copyClassifiers(source.db, target.db);
  const runs = await source.db.selectFrom('runs').selectAll().orderBy('id').execute();
  for (const run of runs) {
    const done = await target.db
      .transaction()
      .execute((trx) => copyRun(source.db, trx, run, classifiers, target.place));
    for (const table of Object.keys(copied) as (keyof Copied)[]) copied[table] += done[table];
    onRun(run.key);
  }
  await copyMeasurements(source.db, target.db, classifiers);
  await copyMemories(memories, target.db);
  return copied;
}

/** What is remembered from one call to the next: releases seen, days of a canary, batches handed in, answers taken by hand, withdrawals. The newer stays. */
async function copyMemories(memories: readonly Database['watch_state'][], to: Kysely<Database>): Promise<void> {
  for (const one of memories) {
    if (isOfTheRunning(one.source)) continue;
    await to
      .insertInto('watch_state')
      .values(one)
      .onConflict((conflict) =>
        conflict
          .columns(['source', 'key'])
          .doUpdateSet({ value: one.value, at: one.at })
          .where('watch_state.at', '<', one.at),
      )
      .execute();
  }
}

async function copyClassifiers(from: Kysely<Database>, to: Kysely<Database>): Promise<Map<number, number>> {
  const ids = new Map<number, number>();
  for (const { id, ...classifier } of await from.selectFrom('classifiers').selectAll().orderBy('id').execute()) {
    await to
      .insertInto('classifiers')
      .values(classifier)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const there = to
      .selectFrom('classifiers')
      .select('id')
      .where((is) => is.and(classifier));
    ids.set(id, (await there.executeTakeFirstOrThrow()).id);
  }
  return ids;
}

async function copyRun(
  from: Kysely<Database>,
  to: Transaction<Database>,
  { id, ...run }: { readonly id: number; readonly key: string } & Record<string, unknown>,
  classifiers: Map<number, number>,
  place: string,
): Promise<Copied> {
  const copied: Copied = { runs: 0, trials: 0, responses: 0, attempts: 0, verdicts: 0 };
  const held = await to.selectFrom('runs').selectAll().where('key', '=', run.key).executeTakeFirst();
  if (held !== undefined && held.plan_hash !== run.plan_hash)
    throw new StoreError(
      `expected run ${run.key} at ${place} to be a copy, got another run of the same id; nothing of it was changed`,
    );
  const runId =
    held?.id ??
    (
      await to
        .insertInto('runs')
        .values(run as never)
        .returning('id')
        .executeTakeFirstOrThrow()
    ).id;
  if (held === undefined) {
    copied.runs = 1;
    copied.trials = await copyPlan(from, to, id, runId);
  } else if (held.ended_at === null && run.ended_at !== null) {
    await to
      .updateTable('runs')
      .set({ ended_at: String(run.ended_at) })
      .where('id', '=', runId)
      .execute();
  }
  let after = -1;
  for (;;) {
    const page = await from
      .selectFrom('trials')
      .select(['id', 'key', 'position'])
      .where('run_id', '=', id)
      .where('position', '>', after)
      .orderBy('position')
      .limit(TRIALS_AT_ONCE)
      .execute();
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.position;
    const there = await to
      .selectFrom('trials')
      .select(['id', 'key'])
      .where('run_id', '=', runId)
      .where(
        'key',
        'in',
        page.map(({ key }) => key),
      )
      .execute();
    const idOfKey = new Map(there.map(({ key, id: trial }) => [key, trial]));
    const trials = new Map(
      page.map(({ id: trial, key }) => {
        const known = idOfKey.get(key);
        if (known === undefined) throw diverged(run.key, key, place);
        return [trial, known] as const;
      }),
    );
    const keys = new Map(page.map(({ id: trial, key }) => [trial, key]));
    const missing = (table: 'responses' | 'attempts' | 'verdicts') =>
      missingRows(from, to, table, trials, classifiers, (trial) => diverged(run.key, keys.get(trial) ?? '', place));
    // Read the other way round than it is written: a run that goes on meanwhile brings no verdict without its answer.
    const verdicts = await missing('verdicts');
    const attempts = await missing('attempts');
    const responses = await missing('responses');
    for (const [table, rows] of Object.entries({ responses, attempts, verdicts })) {
      await insertAll(to, table as 'responses', rows);
      copied[table as 'responses'] += rows.length;
    }
  }
  await copySamples(from, to, id, runId);
  return copied;
}

const diverged = (run: string, trial: string, place: string): StoreError =>
  new StoreError(
    `expected trial ${trial} of run ${run} at ${place} to hold what was copied, got other answers: the run went on at both places. Nothing of it was changed; export one of the two and import it under another name.`,
  );

/** The rows of a table that the target lacks. Nothing is ever changed in a store, so what was copied is the beginning of what there is. */
async function missingRows(
  from: Kysely<Database>,
  to: Kysely<Database>,
  table: 'responses' | 'attempts' | 'verdicts',
  trials: Ids,
  classifiers: Map<number, number>,
  other: (trial: number) => StoreError,
): Promise<Record<string, unknown>[]> {
  const sourceRows = await rowsOf(from, table, [...trials.keys()]);
  const isNew = ({ classifier_id: id }: Record<string, unknown>): boolean =>
    typeof id === 'number' && !classifiers.has(id);
  // A run that goes on may have found its classifier meanwhile.
  if ([...sourceRows.values()].flat().some(isNew)) {
    for (const [id, there] of await copyClassifiers(from, to)) classifiers.set(id, there);
  }
  const targetRows = await rowsOf(to, table, [...trials.values()]);
  return [...trials].flatMap(([trial, there]) => {
    const copies = (sourceRows.get(trial) ?? []).map(({ id, ...row }): Record<string, unknown> => {
      const classifier = row.classifier_id;
      return {
        ...row,
        trial_id: there,
        ...(typeof classifier === 'number' ? { classifier_id: classifiers.get(classifier) } : {}),
      };
    });
    const held = targetRows.get(there) ?? [];
    const same = held.every(({ id, ...row }, i) => {
      const copy = copies[i];
      return copy !== undefined && Object.entries(row).every(([column, value]) => copy[column] === value);
    });
    if (!same) throw other(trial);
    return copies.slice(held.length);
  });
}

async function rowsOf(
  db: Kysely<Database>,
  table: 'responses' | 'attempts' | 'verdicts',
  trials: readonly number[],
): Promise<Map<number, Record<string, unknown>[]>> {
  const rows = await db.selectFrom(table).selectAll().where('trial_id', 'in', trials).orderBy('id').execute();
  const byTrial = new Map<number, Record<string, unknown>[]>();
  for (const row of rows) byTrial.set(row.trial_id, [...(byTrial.get(row.trial_id) ?? []), row]);
  return byTrial;
}

async function copySamples(
  from: Kysely<Database>,
  to: Transaction<Database>,
  run: number,
  runId: number,
): Promise<void> {
  const rows = await from
    .selectFrom('label_samples as s')
    .innerJoin('trials as t', 't.id', 's.trial_id')
    .selectAll('s')
    .select('t.key')
    .where('s.run_id', '=', run)
    .orderBy('s.id')
    .execute();
  for (const { id, key, ...row } of rows) {
    const trial = to.selectFrom('trials').select('id').where('run_id', '=', runId).where('key', '=', key);
    await to
      .insertInto('label_samples')
      .values({ ...row, run_id: runId, trial_id: (await trial.executeTakeFirstOrThrow()).id })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

async function copyMeasurements(from: Kysely<Database>, to: Kysely<Database>, classifiers: Ids): Promise<void> {
  for (const { id, classifier_id: classifier, ...row } of await from
    .selectFrom('calibrations')
    .selectAll()
    .orderBy('id')
    .execute()) {
    const values = { ...row, classifier_id: classifiers.get(classifier) ?? 0 };
    const held = to
      .selectFrom('calibrations')
      .select('id')
      .where((is) => is.and(values));
    if ((await held.executeTakeFirst()) === undefined) await to.insertInto('calibrations').values(values).execute();
  }
  for (let after = ''; ; ) {
    const page = await from
      .selectFrom('judge_replies')
      .selectAll()
      .where('call', '>', after)
      .orderBy('call')
      .limit(TRIALS_AT_ONCE)
      .execute();
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.call;
    const rows = page.map(({ classifier_id: classifier, ...row }) => ({
      ...row,
      classifier_id: classifiers.get(classifier) ?? 0,
    }));
    await to
      .insertInto('judge_replies')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}
