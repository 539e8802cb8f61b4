import { createHash } from 'node:crypto';
import { CompiledQuery, type Kysely, type Transaction } from 'kysely';
import PgBoss from 'pg-boss';
import type { Database } from '../schema.ts';

/** A trial of a run that somebody is to ask. */
export interface Job {
  readonly id: string;
  readonly run: string;
  readonly target: string;
  readonly trial: string;
}

/** Seconds without a sign of life after which a job is somebody else's. */
export const EXPIRE_SECONDS = 45;
/** Seconds between two looks for such jobs. */
const MAINTENANCE_SECONDS = 10;
/** Seconds that a job is kept while nobody comes for it, and after it is done: half a year, and a day. */
const KEPT_SECONDS = 180 * 86_400;
const DONE_SECONDS = 86_400;
const JOBS_PER_INSERT = 1_000;
/** How often a job may be taken: as often as workers die or stop over it. */
const RETRIES = 10_000;

/** Does work again while the database is away. */
type Withstand = <T>(work: () => Promise<T>) => Promise<T>;

const rowsOf = async (db: Kysely<Database>, text: string, values: unknown[]): Promise<{ rows: unknown[] }> => {
  const { rows } = await db.executeQuery(CompiledQuery.raw(text, values));
  return { rows };
};

/** What executes SQL of the queue in a transaction of the store. */
const within = (trx: Transaction<Database>): PgBoss.Db => ({ executeSql: (text, values) => rowsOf(trx, text, values) });

/**
 * The jobs of detached runs in PostgreSQL, a queue a target, on pg-boss. A job is one trial. What a dead worker held comes back when it has given no
 * sign of life for {@link EXPIRE_SECONDS}.
 */
export class WorkQueue {
  readonly #boss: PgBoss;
  readonly #db: PgBoss.Db;
  readonly #made = new Set<string>();

  private constructor(boss: PgBoss, db: PgBoss.Db) {
    this.#boss = boss;
    this.#db = db;
  }

  /** Opens the queue beside the tables of a store. Each of its calls may be made twice: a job that was taken by one that was cut off comes back. */
  static async open(store: Kysely<Database>, withstand: Withstand): Promise<WorkQueue> {
    const db: PgBoss.Db = { executeSql: (text, values) => withstand(() => rowsOf(store, text, values)) };
    const boss = new PgBoss({
      db,
      schedule: false,
      supervise: true,
      maintenanceIntervalSeconds: MAINTENANCE_SECONDS,
      archiveCompletedAfterSeconds: DONE_SECONDS,
    });
    // Errors of its upkeep come again at its next turn; those of calls are thrown.
    boss.on('error', () => undefined);
    await boss.start();
    return new WorkQueue(boss, db);
  }

  /** Puts trials in line. A trial that waits or is being asked is not put twice; one whose job is over is put again. */
  async put(run: string, target: string, trials: readonly string[]): Promise<void> {
    const name = await this.#queue(run, target);
    for (let at = 0; at < trials.length; at += JOBS_PER_INSERT) {
      const some = trials.slice(at, at + JOBS_PER_INSERT);
      const ids = some.map((trial) => jobId(run, trial));
      await this.#db.executeSql(
        "delete from pgboss.job where name = $1 and id = any($2::uuid[]) and state >= 'completed'",
        [name, ids],
      );
      const jobs = some.map((trial) => ({
        id: jobId(run, trial),
        name,
        data: { run, target, trial },
        retryLimit: RETRIES,
        retryDelay: 0,
        expireInSeconds: EXPIRE_SECONDS,
        keepUntil: new Date(Date.now() + KEPT_SECONDS * 1000),
      }));
      await this.#boss.insert(jobs);
    }
  }

  /** Takes up to `most` jobs, which are nobody else's from now on. */
  async take(run: string, target: string, most: number): Promise<Job[]> {
    const name = await this.#queue(run, target);
    const jobs = await this.#boss.fetch<Omit<Job, 'id'>>(name, { batchSize: most });
    return (jobs ?? []).map(({ id, data }) => ({ id, ...data }));
  }

  /** Says that jobs are still being worked on. */
  async beat(jobs: readonly Job[]): Promise<void> {
    if (jobs.length === 0) return;
    const ids = jobs.map(({ id }) => id);
    await this.#db.executeSql(
      "update pgboss.job set started_on = now() where state = 'active' and id = any($1::uuid[])",
      [ids],
    );
  }

  /** Puts jobs back that were not done. */
  async giveBack(jobs: readonly Job[]): Promise<void> {
    for (const [name, ids] of byQueue(jobs)) await this.#boss.fail(name, ids);
  }

  /** Ends jobs; in a transaction of the store, together with what came of them. */
  async done(jobs: readonly Job[], trx?: Transaction<Database>): Promise<void> {
    const options = trx === undefined ? {} : { db: within(trx) };
    // Its types know no list together with the connection to use; it takes both.
    for (const [name, ids] of byQueue(jobs)) await this.#boss.complete(name, ids as string[] & string, {}, options);
  }

  /** How many jobs of a target are not done. */
  async left(run: string, target: string): Promise<number> {
    return this.#boss.getQueueSize(await this.#queue(run, target), { before: 'completed' });
  }

  async close(): Promise<void> {
    await this.#boss.stop({ graceful: false, wait: true, close: false });
  }

  async #queue(run: string, target: string): Promise<string> {
    const name = queueName(run, target);
    if (!this.#made.has(name)) {
      await this.#boss.createQueue(name, { name, policy: 'standard' });
      this.#made.add(name);
    }
    return name;
  }
}

/** The ids of jobs by queue. */
function byQueue(jobs: readonly Job[]): Map<string, string[]> {
  const ids = new Map<string, string[]>();
  for (const { id, run, target } of jobs) {
    const name = queueName(run, target);
    const known = ids.get(name);
    if (known === undefined) ids.set(name, [id]);
    else known.push(id);
  }
  return ids;
}

function queueName(run: string, target: string): string {
  return `candor-${digest(run, target).slice(0, 24)}`;
}

/** The same trial has the same job, whoever puts it in line. */
function jobId(run: string, trial: string): string {
  const hex = digest(run, trial);
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

function digest(a: string, b: string): string {
  return createHash('sha256')
    .update(JSON.stringify([a, b]))
    .digest('hex');
}
