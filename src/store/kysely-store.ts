import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import { DamagedStoreError, StoreError } from '../lib/errors.ts';
import type { AnswerLengths, AttemptRecord, ResponseRecord, TrialRecord } from '../model/answer.ts';
import type { CalibrationRecord, JudgeReplyRecord } from '../model/calibration.ts';
import type { SampledTrial } from '../model/label-sample.ts';
import type { RunOverview, RunOwner, RunRecord, TargetRecord, VariantRecord } from '../model/run.ts';
import type { ServedCount } from '../model/served.ts';
import type { StoredTrial, StoredVerdict } from '../model/stored-trial.ts';
import { plannedTurns } from '../model/turn.ts';
import type { ClassifierId } from '../model/verdict.ts';
import { type Answer, AnswerWriter, type StoreTogether } from './answer-writer.ts';
import { insertCalibration, readCalibration } from './calibrations.ts';
import { ClassifierIds } from './classifier-ids.ts';
import { isCorrupt } from './corrupt.ts';
import { insertRun } from './insert-run.ts';
import { type IdentifiedVerdict, identifyVerdicts, insertVerdicts } from './insert-verdicts.ts';
import { insertJudgeReply, readJudgeReply } from './judge-replies.ts';
import { insertLabelSample, readLabelSample } from './label-samples.ts';
import { readMemories, writeMemory } from './memories.ts';
import { readAnswerLengths } from './read-answer-lengths.ts';
import { readAttempts } from './read-attempts.ts';
import { readClassifiers } from './read-classifiers.ts';
import { readNewest } from './read-newest.ts';
import { countPendingTurns, type LaterTurns, readPendingTrials } from './read-pending.ts';
import { readServed } from './read-served.ts';
import { readTrials, TRIALS_PER_PAGE } from './read-trials.ts';
import { writeIdentity } from './replace-identity.ts';
import { runOfRow, targetOfRow, variantsOfRows } from './run-row.ts';
import type { Database } from './schema.ts';
import type { Memory, NewAnswer, Store, TrialFilter } from './store.ts';
import { trialIdOf } from './trial-id.ts';

/** Throws LostStoreError where the place of the database does not lead to it any more; `run` is the one being worked on. */
type RequireThere = (db: Kysely<Database>, run: string) => Promise<void>;

/** The store over any database that Kysely speaks; the dialect and the layout come from outside. */
export class KyselyStore implements Store {
  protected readonly db: Kysely<Database>;
  readonly #place: string;
  readonly #classifiers: ClassifierIds;
  readonly #runIds = new Map<string, number>();
  readonly #answers: AnswerWriter;
  readonly #withstand: <T>(work: () => Promise<T>) => Promise<T>;
  readonly #requireThere: RequireThere;

  /**
   * `place` names the database in messages; `withstand` does work again that failed for want of a server; `requireThere` throws where what
   * is written would not be found again; `storeTogether` writes answers by a shorter way.
   */
  constructor(
    db: Kysely<Database>,
    place: string,
    withstand: <T>(work: () => Promise<T>) => Promise<T> = (work) => work(),
    requireThere: RequireThere = async () => undefined,
    storeTogether: StoreTogether | null = null,
  ) {
    this.db = db;
    this.#place = place;
    this.#withstand = withstand;
    this.#requireThere = requireThere;
    this.#classifiers = new ClassifierIds(db);
    const guard = <T>(work: () => Promise<T>): Promise<T> => this.#guard(work);
    this.#answers = new AnswerWriter(db, guard, this.#classifiers, (run) => requireThere(db, run), storeTogether);
  }

  async createRun(
    run: RunRecord,
    targets: readonly TargetRecord[],
    variants: readonly VariantRecord[],
    trials: Iterable<TrialRecord>,
  ): Promise<void> {
    await this.#guard(() => this.db.transaction().execute((trx) => insertRun(trx, run, targets, variants, trials)));
  }

  async endRun(run: string, at: string): Promise<void> {
    const id = await this.runId(run);
    await this.#requireThere(this.db, run);
    await this.#guard(() => this.db.updateTable('runs').set({ ended_at: at }).where('id', '=', id).execute());
  }

  async claimRun(run: string, owner: RunOwner, instead?: RunOwner): Promise<RunOwner> {
    const id = await this.runId(run);
    await this.#requireThere(this.db, run);
    return this.#guard(async () => {
      const free = this.db.updateTable('runs').where('id', '=', id);
      const claimed = await free
        .set({ owner: owner.name, heartbeat_at: owner.heartbeatAt })
        .where((is) =>
          instead === undefined
            ? is('owner', 'is', null)
            : is.or([is('owner', 'is', null), is.and({ owner: instead.name, heartbeat_at: instead.heartbeatAt })]),
        )
        .executeTakeFirst();
      if (claimed.numUpdatedRows > 0n) return owner;
      const held = this.db.selectFrom('runs').select(['owner', 'heartbeat_at']).where('id', '=', id);
      const { owner: name, heartbeat_at: heartbeatAt } = await held.executeTakeFirstOrThrow();
      return { name: name ?? '', heartbeatAt: heartbeatAt ?? '' };
    });
  }

  async beatRun(run: string, { name, heartbeatAt }: RunOwner): Promise<boolean> {
    const id = await this.runId(run);
    const { numUpdatedRows } = await this.#guard(() =>
      this.db
        .updateTable('runs')
        .set({ heartbeat_at: heartbeatAt })
        .where('id', '=', id)
        .where('owner', '=', name)
        .executeTakeFirst(),
    );
    return numUpdatedRows > 0n;
  }

  async releaseRun(run: string, owner: string): Promise<void> {
    const none = { owner: null, heartbeat_at: null };
    await this.#guard(() =>
      this.db.updateTable('runs').set(none).where('key', '=', run).where('owner', '=', owner).execute(),
    );
  }

  async listRuns(): Promise<RunOverview[]> {
    const rows = await this.#guard(() => this.db.selectFrom('runs').selectAll().orderBy('id').execute());
    return Promise.all(rows.map(async (row) => ({ ...runOfRow(row), ...(await this.#countsOf(row.id)) })));
  }

  async overview(run: string): Promise<RunOverview> {
    const id = await this.runId(run);
    await this.#requireThere(this.db, run);
    return this.#guard(async () => {
      const row = await this.db.selectFrom('runs').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
      return { ...runOfRow(row), ...(await this.#countsOf(id)) };
    });
  }

  async findRun(reference: string, latest: 'delivered' | 'any' = 'delivered'): Promise<RunRecord | null> {
    if (reference === '') return null;
    const newest = this.db.selectFrom('runs').selectAll().orderBy('id', 'desc');
    return this.#guard(async () => {
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
    });
  }

  async replaceIdentity(run: string, target: TargetRecord): Promise<void> {
    const id = await this.runId(run);
    await this.#guard(() => writeIdentity(this.db, id, target));
  }

  async removeRun(run: string): Promise<void> {
    const id = await this.runId(run);
    this.#runIds.delete(run);
    await this.#guard(() => this.db.deleteFrom('runs').where('id', '=', id).execute());
  }

  async targets(run: string): Promise<TargetRecord[]> {
    const id = await this.runId(run);
    const rows = await this.#guard(() =>
      this.db
        .selectFrom('run_targets')
        .innerJoin('identities', 'identities.hash', 'run_targets.identity_hash')
        .selectAll('run_targets')
        .select('identities.identity')
        .where('run_id', '=', id)
        .orderBy('run_targets.id')
        .execute(),
    );
    return rows.map((row) => targetOfRow(row, run));
  }

  async variants(run: string): Promise<VariantRecord[]> {
    const id = await this.runId(run);
    const probes = await this.#guard(() =>
      this.db.selectFrom('probes').select(['id', 'probe']).where('run_id', '=', id).execute(),
    );
    const rows = await this.#guard(() =>
      this.db.selectFrom('variants').selectAll().where('run_id', '=', id).orderBy('id').execute(),
    );
    return variantsOfRows(rows, probes, run);
  }

  async newestAnswers(run: string, after: number, most: number): Promise<NewAnswer[]> {
    const id = await this.runId(run);
    return this.#guard(() => readNewest(this.db, id, after, most));
  }

  async pendingTrials(run: string): Promise<TrialRecord[]> {
    const id = await this.runId(run);
    const turns = await this.#laterTurns(run);
    return this.#guard(() => readPendingTrials(this.db, id, turns));
  }

  async pendingTurns(run: string): Promise<number> {
    const id = await this.runId(run);
    const turns = await this.#laterTurns(run);
    return this.#guard(() => countPendingTurns(this.db, id, turns));
  }

  async #laterTurns(run: string): Promise<LaterTurns> {
    return new Map(
      (await this.variants(run)).flatMap(({ hash, probe, lang }) => {
        const later = plannedTurns(probe, lang);
        return later.length === 0 ? [] : [[hash, later] as const];
      }),
    );
  }

  async recordAnswer(
    run: string,
    trial: string,
    response: ResponseRecord,
    failed: readonly AttemptRecord[],
    verdicts: readonly StoredVerdict[],
  ): Promise<boolean> {
    return this.writeAnswer(run, { trial, response, failed, verdicts });
  }

  /** Stores an answer, and what is to be stored together with it. */
  protected async writeAnswer(run: string, answer: Omit<Answer, 'run' | 'runId'>): Promise<boolean> {
    return this.#answers.write({ run, runId: await this.runId(run), ...answer });
  }

  async addVerdicts(
    run: string,
    verdicts: readonly { readonly trial: string; readonly verdict: StoredVerdict }[],
  ): Promise<void> {
    const runId = await this.runId(run);
    await this.#guard(async () => {
      const identified = await identifyVerdicts(
        this.#classifiers,
        verdicts.map(({ verdict }) => verdict),
      );
      await this.db.transaction().execute(async (trx) => {
        const work = [];
        for (const [i, { trial }] of verdicts.entries()) {
          const trialId = await trialIdOf(trx, { run, runId, trial });
          work.push({ ...(identified[i] as IdentifiedVerdict), trialId });
        }
        await insertVerdicts(trx, work);
      });
    });
  }

  async *trials(run: string, filter: TrialFilter = {}): AsyncIterable<StoredTrial> {
    const runId = await this.runId(run);
    let after = -1;
    for (;;) {
      const from = after;
      const page = await this.#guard(() => readTrials(this.db, runId, filter, from));
      yield* page;
      const last = page.at(-1);
      if (last === undefined || page.length < TRIALS_PER_PAGE) return;
      after = last.position;
    }
  }

  async served(run: string, filter: Pick<TrialFilter, 'target' | 'lang'> = {}): Promise<Map<string, ServedCount[]>> {
    const runId = await this.runId(run);
    return this.#guard(() => readServed(this.db, runId, filter));
  }

  async classifiers(run: string): Promise<ClassifierId[]> {
    const runId = await this.runId(run);
    return this.#guard(() => readClassifiers(this.db, runId));
  }

  async answerLengths(run: string): Promise<AnswerLengths> {
    const runId = await this.runId(run);
    return this.#guard(() => readAnswerLengths(this.db, runId));
  }

  async attempts(run: string, trial: string): Promise<AttemptRecord[]> {
    const runId = await this.runId(run);
    return this.#guard(() => readAttempts(this.db, { run, runId, trial }));
  }

  async addCalibration(calibration: CalibrationRecord): Promise<void> {
    await this.#guard(() => insertCalibration(this.db, this.#classifiers, calibration));
  }

  async findCalibration(classifier: ClassifierId): Promise<CalibrationRecord | null> {
    return this.#guard(() => readCalibration(this.db, classifier));
  }

  async keepJudgeReply(call: string, reply: JudgeReplyRecord): Promise<void> {
    await this.#guard(() => insertJudgeReply(this.db, this.#classifiers, call, reply));
  }

  async findJudgeReply(call: string): Promise<JudgeReplyRecord | null> {
    return this.#guard(() => readJudgeReply(this.db, call));
  }

  async addLabelSample(run: string, sample: readonly SampledTrial[]): Promise<void> {
    const runId = await this.runId(run);
    await this.#guard(() => this.db.transaction().execute((trx) => insertLabelSample(trx, { run, runId }, sample)));
  }

  async labelSample(run: string): Promise<SampledTrial[]> {
    const runId = await this.runId(run);
    return this.#guard(() => readLabelSample(this.db, runId));
  }

  async remember(source: string, key: string, value: string, at: string): Promise<void> {
    await this.#guard(() => writeMemory(this.db, source, { key, value, at }));
  }

  async remembered(source: string): Promise<Memory[]> {
    return this.#guard(() => readMemories(this.db, source));
  }

  async close(): Promise<void> {
    await this.db.destroy();
  }

  async #countsOf(runId: number): Promise<Pick<RunOverview, 'targets' | 'trials' | 'delivered' | 'undelivered'>> {
    const targets = await this.db
      .selectFrom('run_targets')
      .select('key')
      .where('run_id', '=', runId)
      .orderBy('id')
      .execute();
    const { trials, delivered } = await this.db
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

  /** The row of a run. */
  protected async runId(run: string): Promise<number> {
    const known = this.#runIds.get(run);
    if (known !== undefined) return known;
    const row = await this.#guard(() =>
      this.db.selectFrom('runs').select('id').where('key', '=', run).executeTakeFirst(),
    );
    if (row === undefined) throw new StoreError(`expected a run of ${this.#place}, got ${run}; candor runs lists them`);
    this.#runIds.set(run, row.id);
    return row.id;
  }

  protected guard<T>(work: () => Promise<T>): Promise<T> {
    return this.#guard(work);
  }

  async #guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await this.#withstand(work);
    } catch (cause) {
      if (cause instanceof StoreError) throw cause;
      const message = cause instanceof Error ? cause.message : String(cause);
      const ErrorKind = isCorrupt(cause) ? DamagedStoreError : StoreError;
      throw new ErrorKind(`the database ${this.#place} failed: ${message}`, { cause });
    }
  }
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
