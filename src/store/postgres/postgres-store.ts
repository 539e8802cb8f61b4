import { type Kysely, sql, type Transaction } from 'kysely';
import { StoreError } from '../../lib/errors.ts';
import type { AttemptRecord, ResponseRecord, TrialRecord } from '../../model/answer.ts';
import { TURNS } from '../../model/detached.ts';
import type { TargetRecord } from '../../model/run.ts';
import type { StoredVerdict } from '../../model/stored-trial.ts';
import { insertIdentity, rowOfTarget } from '../insert-target.ts';
import { KyselyStore } from '../kysely-store.ts';
import type { Database } from '../schema.ts';
import { trialOfRow } from '../trial-row.ts';
import { type Job, WorkQueue } from './work-queue.ts';

/** A target that takes the place of another one for a trial: the worker's own, where it is not the model that was planned. */
export interface OwnTarget {
  readonly target: TargetRecord;
  /** The trial as it is asked of that target. */
  readonly trial: TrialRecord;
}

/** A trial whose job was taken. */
export interface TrialToAsk {
  readonly trial: TrialRecord;
  /** True where some turn of it has an answer. */
  readonly answered: boolean;
}

/** A store in PostgreSQL, with the line of jobs that workers share. */
export class PostgresStore extends KyselyStore {
  #queue: Promise<WorkQueue> | null = null;

  /** The line of jobs; made when it is first wanted. */
  queue(): Promise<WorkQueue> {
    this.#queue ??= this.guard(() => WorkQueue.open(this.db, (work) => this.guard(work)));
    return this.#queue;
  }

  /**
   * Stores an answer as `recordAnswer` does, and in the same transaction ends the job it was asked for (`job`; null: the conversation goes on).
   * With `own` the trial is given to the worker's own target in that transaction too, unless another worker has answered it. False where the trial
   * has an answer, or has gone to another target meanwhile.
   */
  async recordWork(
    run: string,
    trial: string,
    response: ResponseRecord,
    failed: readonly AttemptRecord[],
    verdicts: readonly StoredVerdict[],
    { job, own = null }: { readonly job: Job | null; readonly own?: OwnTarget | null },
  ): Promise<boolean> {
    const move = async (trx: Transaction<Database>, trialId: number, to: OwnTarget): Promise<void> => {
      if (!(await answeredByAnother(trx, trialId, response))) await moveTrial(trx, trialId, to);
    };
    const alongside = {
      ...(own === null ? {} : { each: (trx: Transaction<Database>, trialId: number) => move(trx, trialId, own) }),
      ...(job === null ? {} : { ends: { job, together: this.#endJobs } }),
    };
    try {
      return await this.writeAnswer(run, { trial, response, failed, verdicts, alongside });
    } catch (error) {
      if (!(error instanceof StoreError) || (await this.#holds(run, trial))) throw error;
      if (job !== null) await (await this.queue()).done([job]);
      return false;
    }
  }

  /** One function for all, so that jobs that are answered together end together. */
  readonly #endJobs = async (trx: Transaction<Database>, jobs: readonly Job[]): Promise<void> => {
    await (await this.queue()).done(jobs, trx);
  };

  /** Trials of a run by their ids, and whether each has an answer to some turn. Ids that the run has no more are left out. */
  async trialsToAsk(run: string, ids: readonly string[]): Promise<Map<string, TrialToAsk>> {
    const runId = await this.runId(run);
    const rows = await this.guard(() => readTrialsToAsk(this.db, runId, ids));
    return new Map(rows.map(({ answered, ...trial }) => [trial.id, { trial: trialOfRow(trial), answered }]));
  }

  async #holds(run: string, trial: string): Promise<boolean> {
    for await (const _ of this.trials(run, { trial })) return true;
    return false;
  }

  /** Takes back that a run has ended: something of it is in line again. */
  async reopenRun(run: string): Promise<void> {
    await this.guard(() => this.db.updateTable('runs').set({ ended_at: null }).where('key', '=', run).execute());
  }

  /**
   * Takes the next turn of a service that may be asked so often a minute, over all workers; gives the milliseconds until it comes.
   * A token bucket of one token: calls are evenly spread.
   */
  async takeTurn(service: string, perMinute: number): Promise<number> {
    const { rows } = await this.guard(() =>
      sql<{ wait: number }>`insert into watch_state (source, key, value, at)
        values (${TURNS}, ${service}, extract(epoch from clock_timestamp())::text, '')
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

function readTrialsToAsk(db: Kysely<Database>, runId: number, ids: readonly string[]) {
  return db
    .selectFrom('trials as t')
    .innerJoin('variants as v', 'v.id', 't.variant_id')
    .innerJoin('run_targets as rt', 'rt.id', 't.target_id')
    .select(['t.key as id', 'v.hash as variant', 'rt.key as target', 't.sample', 't.seed', 't.position', 't.arm'])
    .select(
      sql<boolean>`exists (select 1 from responses r where r.trial_id = t.id and r.delivery <> 'error')`.as('answered'),
    )
    .where('t.run_id', '=', runId)
    .where('t.key', '=', sql<string>`any(${[...ids]}::text[])`)
    .execute();
}

/** True where the answer to this turn is not the one that is being stored. */
async function answeredByAnother(
  trx: Transaction<Database>,
  trialId: number,
  { turn = 1, worker }: ResponseRecord,
): Promise<boolean> {
  const answers = trx.selectFrom('responses').select('worker').where('trial_id', '=', trialId);
  const answer = await answers.where('turn', '=', turn).where('delivery', '<>', 'error').executeTakeFirst();
  return answer !== undefined && answer.worker !== (worker ?? null);
}

async function moveTrial(trx: Transaction<Database>, trialId: number, { target, trial }: OwnTarget): Promise<void> {
  const { run_id: runId } = await trx
    .selectFrom('trials')
    .select('run_id')
    .where('id', '=', trialId)
    .executeTakeFirstOrThrow();
  const targetId = await addTarget(trx, runId, target);
  await trx.updateTable('trials').set({ key: trial.id, target_id: targetId }).where('id', '=', trialId).execute();
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
