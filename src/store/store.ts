import type { AnswerLengths, AttemptRecord, ResponseRecord, TrialRecord } from '../model/answer.ts';
import type { CalibrationRecord, JudgeReplyRecord } from '../model/calibration.ts';
import type { SampledTrial } from '../model/label-sample.ts';
import type { Lang } from '../model/lang.ts';
import type { RunOverview, RunOwner, RunRecord, TargetRecord, VariantRecord } from '../model/run.ts';
import type { ServedCount } from '../model/served.ts';
import type { StoredTrial, StoredVerdict } from '../model/stored-trial.ts';
import type { ClassifierId } from '../model/verdict.ts';

/** Which trials to read; an absent field means all of them. */
export interface TrialFilter {
  readonly trial?: string;
  readonly target?: string;
  readonly lang?: Lang;
  readonly probe?: string;
  /** Of this question in this language, by the variant's hash. */
  readonly variant?: string;
  /** Whose id begins with it. */
  readonly trialPrefix?: string;
  /** Which turn of each conversation; absent: the first. Trials without an answer to it have no response. */
  readonly turn?: number;
  /** false leaves texts, reasoning and envelopes out (empty), for statistics over many trials. */
  readonly texts?: boolean;
}

/** An answer that came in, or a call that failed for good. Numbers grow in the order in which they came. */
export interface NewAnswer {
  readonly number: number;
  readonly trial: string;
  readonly turn: number;
}

/** What a worker stored of a run's target, however often it was started. */
export interface WorkerCount {
  readonly worker: string;
  readonly target: string;
  readonly answered: number;
  readonly failed: number;
}

/** Something that is remembered from one call of a command to the next, such as a batch that was handed in. */
export interface Memory {
  readonly key: string;
  readonly value: string;
  readonly at: string;
}

/**
 * Where everything is kept. Asynchronous and neutral to the database; `sqlite.ts` and `memory.ts` pass one contract suite.
 * Methods throw StoreError where the database fails or a run is unknown.
 */
export interface Store {
  /** Stores a run with its targets, variants and trials, all or nothing. */
  createRun(
    run: RunRecord,
    targets: readonly TargetRecord[],
    variants: readonly VariantRecord[],
    trials: Iterable<TrialRecord>,
  ): Promise<void>;
  endRun(run: string, at: string): Promise<void>;
  /**
   * Makes `owner` the one who carries a run out, in one step, where nobody is or where the one who is is `instead`, by name and heartbeat.
   * Gives who has it now.
   */
  claimRun(run: string, owner: RunOwner, instead?: RunOwner): Promise<RunOwner>;
  /** Notes that the owner still is at it; false: it is another's now. */
  beatRun(run: string, owner: RunOwner): Promise<boolean>;
  /** Gives a run up that this owner carries out; of another's, or one that is not there, nothing is changed. */
  releaseRun(run: string, owner: string): Promise<void>;
  listRuns(): Promise<RunOverview[]>;
  /** One run with its counts. */
  overview(run: string): Promise<RunOverview>;
  /**
   * Finds a run by id, unique prefix of an id, name (the newest of that name) or `latest`; null: none. `latest` is the newest
   * run with a delivered trial, or the newest of all where none has one or where `latest: 'any'` asks for it.
   */
  findRun(reference: string, latest?: 'delivered' | 'any'): Promise<RunRecord | null>;
  /**
   * Replaces the identity of a target that never answered: it was first looked at through a mistake in its set-up. Throws
   * StoreError where a trial of it was delivered.
   */
  replaceIdentity(run: string, target: TargetRecord): Promise<void>;
  removeRun(run: string): Promise<void>;
  targets(run: string): Promise<TargetRecord[]>;
  variants(run: string): Promise<VariantRecord[]>;
  /**
   * Trials without an answer, or with a later turn that is to be asked and has none, in the order of the plan: never asked, or ended in
   * `error`. A conversation is over behind a turn that was withheld or came empty.
   */
  pendingTrials(run: string): Promise<TrialRecord[]>;
  /** How many of these have an answer to the first turn. */
  pendingTurns(run: string): Promise<number>;
  /**
   * Stores an answer with its failed attempts and verdicts, together and durably, before it resolves. A trial that has an answer
   * keeps it: a second one is not stored, and false is returned.
   */
  recordAnswer(
    run: string,
    trial: string,
    response: ResponseRecord,
    failed: readonly AttemptRecord[],
    verdicts: readonly StoredVerdict[],
  ): Promise<boolean>;
  /** Appends verdicts to trials of a run. */
  addVerdicts(
    run: string,
    verdicts: readonly { readonly trial: string; readonly verdict: StoredVerdict }[],
  ): Promise<void>;
  /** Reads trials in the order of the plan, a page at a time. */
  trials(run: string, filter?: TrialFilter): AsyncIterable<StoredTrial>;
  /** The newest answers behind a number (0: all), at most so many, oldest first. */
  newestAnswers(run: string, after: number, most: number): Promise<NewAnswer[]>;
  /** How many delivered answers name which model, provider, fingerprint and region, by target. Old answers name none. */
  served(run: string, filter?: Pick<TrialFilter, 'target' | 'lang'>): Promise<Map<string, ServedCount[]>>;
  /** How many answers and failures each worker stored; a run without workers has none. */
  workerCounts(run: string): Promise<WorkerCount[]>;
  /** Every classifier that gave a verdict on a trial of the run, in the order in which the store came to know them. */
  classifiers(run: string): Promise<ClassifierId[]>;
  /** How many characters each answer has, by trial; trials without an answer have none. */
  answerLengths(run: string): Promise<AnswerLengths>;
  attempts(run: string, trial: string): Promise<AttemptRecord[]>;
  /** Keeps a measured error; a newer one for the same classifier, version and mode comes first. */
  addCalibration(calibration: CalibrationRecord): Promise<void>;
  findCalibration(classifier: ClassifierId): Promise<CalibrationRecord | null>;
  /** Keeps what a judge replied to a call, by the hash of everything that went into it; a call that has a reply keeps it. */
  keepJudgeReply(call: string, reply: JudgeReplyRecord): Promise<void>;
  /** Keeps a draw of answers for labelling, all or nothing, in its order. Drawn samples are never changed. */
  addLabelSample(run: string, sample: readonly SampledTrial[]): Promise<void>;
  /** The newest draw of a run, in its order; empty: none was drawn. */
  labelSample(run: string): Promise<SampledTrial[]>;
  findJudgeReply(call: string): Promise<JudgeReplyRecord | null>;
  /** Keeps what is to be remembered under a key of a source, in place of what was there. */
  remember(source: string, key: string, value: string, at: string): Promise<void>;
  /** What is remembered of a source, by key, in the order of the keys. */
  remembered(source: string): Promise<Memory[]>;
  close(): Promise<void>;
}
