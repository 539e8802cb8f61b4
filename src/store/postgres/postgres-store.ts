import { type Kysely, sql, type Transaction } from 'kysely';
import { StoreError } from '../../lib/errors.ts';
import type { AttemptRecord, ResponseRecord, TrialRecord } from '../../model/answer.ts';
import type { TargetRecord } from '../../model/run.ts';
import type { StoredVerdict } from '../../model/stored-trial.ts';
import { insertIdentity, rowOfTarget } from '../insert-target.ts';
import { KyselyStore } from '../kysely-store.ts';
import type { Database } from '../schema.ts';
import { type Job, WorkQueue } from './work-queue.ts';

/** A target that takes the place of another one for a trial: the worker's own, where it is not the model that was planned. */
export interface OwnTarget {
  readonly target: TargetRecord;
  /** The trial as it is asked of that target. */
  readonly trial: TrialRecord;
}

/** A store in PostgreSQL, with the line of jobs that workers share. */
export class PostgresStore extends KyselyStore {
  #queue: Promise<WorkQueue> | null = null;

  /** The line of jobs; made when it is first wanted. */
  queue(): Promise<WorkQueue> {
    this.#queue ??= this.guard(() => WorkQueue.open(this.db));
    return this.#queue;
  }

  /**
   * Stores an answer as `recordAnswer` does, and in the same transaction ends the job it was asked for (`job`; null: the conversation goes on).
   */
  async recordWork(
    run: string,
    trial: string,
    response: ResponseRecord,
    failed: readonly AttemptRecord[],
    verdicts: readonly StoredVerdict[],
    job: Job | null,
  ): Promise<boolean> {
    const queue = await this.queue();
    const alongside = job === null ? {} : { alongside: (trx: Transaction<Database>) => queue.done(job, trx) };
    return this.writeAnswer(run, { trial, response, failed, verdicts, ...alongside });
  }

  /** Gives a trial that has no answer to another target of the run, which is added where it is new. Throws StoreError where it has one. */
  async moveTrial(run: string, from: string, { target, trial }: OwnTarget): Promise<void> {
    await this.guard(() =>
      this.db.transaction().execute(async (trx) => {
        const found = await trx
          .selectFrom('trials as t')
          .innerJoin('runs as r', 'r.id', 't.run_id')
          .select(['t.id', 't.run_id'])
          .where('r.key', '=', run)
          .where('t.key', '=', from)
          .executeTakeFirst();
        if (found === undefined) throw new StoreError(`expected a trial of run ${run}, got ${from}`);
        const { id: trialId, run_id: runId } = found;
        const answers = trx.selectFrom('responses').select('id').where('trial_id', '=', trialId);
        if ((await answers.executeTakeFirst()) !== undefined)
          throw new StoreError(`expected a trial without an answer, got ${from} of run ${run}`);
        const targetId = await addTarget(trx, runId, target);
        await trx.updateTable('trials').set({ key: trial.id, target_id: targetId }).where('id', '=', trialId).execute();
      }),
    );
  }

  /**
   * Takes the next turn of a service that may be asked so often a minute, over all workers; gives the milliseconds until it comes.
   * A token bucket of one token: calls are evenly spread.
   */
  async takeTurn(service: string, perMinute: number): Promise<number> {
    const { rows } = await this.guard(() =>
      sql<{ wait: number }>`insert into watch_state (source, key, value, at)
        values ('turns', ${service}, extract(epoch from clock_timestamp())::text, '')
        on conflict (source, key) do update set value =
          (greatest(extract(epoch from clock_timestamp()), watch_state.value::double precision + ${60 / perMinute}))::text
        returning ((value::double precision - extract(epoch from clock_timestamp())) * 1000)::double precision as wait`.execute(
        this.db,
      ),
    );
    return Math.max(0, rows[0]?.wait ?? 0);
  }

  override async close(): Promise<void> {
    await (await this.#queue)?.close();
    await super.close();
  }
}

async function addTarget(trx: Kysely<Database>, runId: number, target: TargetRecord): Promise<number> {
  const held = trx.selectFrom('run_targets').select('id').where('run_id', '=', runId).where('key', '=', target.id);
  const known = await held.executeTakeFirst();
  if (known !== undefined) return known.id;
  await insertIdentity(trx, target);
  await trx
    .insertInto('run_targets')
    .values(rowOfTarget(runId, target))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return (await held.executeTakeFirstOrThrow()).id;
}
