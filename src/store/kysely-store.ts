import type { Kysely } from 'kysely';
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
import { findVerdict, type IdentifiedVerdict, identifyVerdicts, insertVerdicts } from './insert-verdicts.ts';
import { insertJudgeReply, readJudgeReply } from './judge-replies.ts';
import { insertLabelSample, readLabelSample } from './label-samples.ts';
import { readMemories, writeMemory } from './memories.ts';
import { readAnswerLengths } from './read-answer-lengths.ts';
import { readAttempts } from './read-attempts.ts';
import { readClassifiers } from './read-classifiers.ts';
import { readNewest } from './read-newest.ts';
import { countPendingTurns, type LaterTurns, readPendingTrials } from './read-pending.ts';
import { readOverview, readRunByReference, readRuns, readTargets, readVariants } from './read-runs.ts';
import { readServed } from './read-served.ts';
import { readTrials, TRIALS_PER_PAGE } from './read-trials.ts';
import { readWorkerCounts } from './read-workers.ts';
import { writeIdentity } from './replace-identity.ts';
import { beatOwnership, claimOwnership, endOwnership } from './run-owner.ts';
import type { Database } from './schema.ts';
import type { Memory, NewAnswer, Store, TrialFilter, WorkerCount } from './store.ts';
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
    await this.#once(
      () => this.db.transaction().execute((trx) => insertRun(trx, run, targets, variants, trials)),
      () =>
        this.db
          .selectFrom('runs')
          .select('id')
          .where((is) => is.and({ key: run.id, plan_hash: run.planHash }))
          .executeTakeFirst(),
    );
  }

  async endRun(run: string, at: string): Promise<void> {
    const id = await this.runId(run);
    await this.#requireThere(this.db, run);
    await this.#guard(() => this.db.updateTable('runs').set({ ended_at: at }).where('id', '=', id).execute());
  }

  async claimRun(run: string, owner: RunOwner, instead?: RunOwner): Promise<RunOwner> {
    const id = await this.runId(run);
    await this.#requireThere(this.db, run);
    return this.#guard(() => claimOwnership(this.db, id, owner, instead));
  }

  async beatRun(run: string, owner: RunOwner): Promise<boolean> {
    const id = await this.runId(run);
    return this.#guard(() => beatOwnership(this.db, id, owner));
  }

  async releaseRun(run: string, owner: string): Promise<void> {
    await this.#guard(() => endOwnership(this.db, run, owner));
  }

  async listRuns(): Promise<RunOverview[]> {
    return this.#guard(() => readRuns(this.db));
  }

  async overview(run: string): Promise<RunOverview> {
    const id = await this.runId(run);
    await this.#requireThere(this.db, run);
    return this.#guard(() => readOverview(this.db, id));
  }

  async findRun(reference: string, latest: 'delivered' | 'any' = 'delivered'): Promise<RunRecord | null> {
    if (reference === '') return null;
    return this.#guard(() => readRunByReference(this.db, reference, latest));
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
    return this.#guard(() => readTargets(this.db, id, run));
  }

  async variants(run: string): Promise<VariantRecord[]> {
    const id = await this.runId(run);
    return this.#guard(() => readVariants(this.db, id, run));
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
    const work: (IdentifiedVerdict & { readonly trialId: number })[] = [];
    await this.#once(
      async () => {
        const identified = await identifyVerdicts(
          this.#classifiers,
          verdicts.map(({ verdict }) => verdict),
        );
        await this.db.transaction().execute(async (trx) => {
          work.length = 0;
          for (const [i, { trial }] of verdicts.entries()) {
            const trialId = await trialIdOf(trx, { run, runId, trial });
            work.push({ ...(identified[i] as IdentifiedVerdict), trialId });
          }
          await insertVerdicts(trx, work);
        });
      },
      async () => (work.length < verdicts.length ? undefined : findVerdict(this.db, work.at(-1))),
    );
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

  async workerCounts(run: string): Promise<WorkerCount[]> {
    const runId = await this.runId(run);
    return this.#guard(() => readWorkerCounts(this.db, runId));
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
    const draw = sample[0]?.draw ?? '';
    await this.#once(
      () => this.db.transaction().execute((trx) => insertLabelSample(trx, { run, runId }, sample)),
      () =>
        this.db
          .selectFrom('label_samples')
          .select('id')
          .where((is) => is.and({ run_id: runId, draw }))
          .limit(1)
          .executeTakeFirst(),
    );
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

  /** Does work that must not be done twice: a transaction that was cut off may have been stored, which `stored` finds. */
  async #once(work: () => Promise<void>, stored: () => Promise<unknown>): Promise<void> {
    let isTried = false;
    await this.#guard(async () => {
      if (isTried && (await stored()) !== undefined) return;
      isTried = true;
      await work();
    });
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
