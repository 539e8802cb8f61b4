import type { JsonObject } from '../lib/json.ts';
import type { Lang } from '../lib/lang.ts';
import type { ClassifierId, Verdict } from '../lib/verdict.ts';
import type { Probe } from '../probes/probe.ts';
import type { AttemptRecord, ResponseRecord, TrialRecord } from '../runner/answer.ts';
import type { Identity } from '../targets/target.ts';

/** A run: one plan carried out, or one file of collected answers taken in. Times are ISO 8601 in UTC. */
export interface RunRecord {
  readonly id: string;
  readonly name: string | null;
  readonly origin: 'run' | 'import';
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** What was asked for, without secrets: enough to carry the run on. */
  readonly config: JsonObject;
  readonly seed: number;
  readonly planHash: string;
  readonly packageVersion: string;
  /** Commit of the working directory, where it is one. */
  readonly gitVersion: string | null;
  readonly probeSets: readonly ProbeSetRecord[];
}

/** Which probe set a run used. */
export interface ProbeSetRecord {
  readonly id: string;
  readonly version: string;
  readonly hash: string;
}

/** A target of a run. `identityHash` is the content hash of `identity`. */
export interface TargetRecord {
  readonly id: string;
  readonly family: string | null;
  readonly kind: string;
  readonly model: string;
  readonly where: 'hosted' | 'local';
  readonly identityHash: string;
  readonly identity: Identity;
  readonly params: JsonObject;
}

/** A variant as it was asked, with the whole probe, so that a run can be judged again without its files. */
export interface VariantRecord {
  readonly hash: string;
  readonly lang: Lang;
  readonly prompt: string;
  readonly setVersion: string;
  readonly probe: Probe;
}

/** A verdict as stored: appended, never changed. `by` names the person of a human label. */
export interface StoredVerdict extends Verdict {
  readonly at: string;
  readonly by: string | null;
}

/** A trial with what is known of it. `response` is null while it has not been asked. */
export interface StoredTrial extends TrialRecord {
  readonly response: ResponseRecord | null;
  readonly verdicts: readonly StoredVerdict[];
}

/** Which trials to read; an absent field means all of them. */
export interface TrialFilter {
  readonly trial?: string;
  readonly target?: string;
  readonly lang?: Lang;
  readonly probe?: string;
  /** false leaves texts, reasoning and envelopes out (empty), for statistics over many trials. */
  readonly texts?: boolean;
}

/** A run with its counts, for lists. */
export interface RunOverview extends RunRecord {
  readonly targets: readonly string[];
  readonly trials: number;
  /** Trials whose delivery is not `error`. */
  readonly delivered: number;
  /** The other trials: never asked, or ended in `error`. */
  readonly undelivered: number;
}

/** A classifier's confusion counts against human labels: `counts[human][machine]`, in the order of `CLASSES`, by language. */
export interface CalibrationRecord {
  readonly classifier: ClassifierId;
  readonly at: string;
  /** What the labels were: file name, digest, number of items. */
  readonly gold: JsonObject;
  readonly byLang: Readonly<Record<Lang, readonly (readonly number[])[]>>;
}

/** What a judge replied, as it came, and whose version it was. */
export interface JudgeReplyRecord {
  readonly classifier: ClassifierId;
  readonly text: string;
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
  listRuns(): Promise<RunOverview[]>;
  /** Finds a run by id, unique prefix of an id, name (the newest of that name) or `latest`; null: none. */
  findRun(reference: string): Promise<RunRecord | null>;
  removeRun(run: string): Promise<void>;
  targets(run: string): Promise<TargetRecord[]>;
  variants(run: string): Promise<VariantRecord[]>;
  /** Trials without an answer, in the order of the plan: never asked, or ended in `error`. */
  pendingTrials(run: string): Promise<TrialRecord[]>;
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
  attempts(run: string, trial: string): Promise<AttemptRecord[]>;
  /** Keeps a measured error; a newer one for the same classifier, version and mode comes first. */
  addCalibration(calibration: CalibrationRecord): Promise<void>;
  findCalibration(classifier: ClassifierId): Promise<CalibrationRecord | null>;
  /** Keeps what a judge replied to a call, by the hash of everything that went into it; a call that has a reply keeps it. */
  keepJudgeReply(call: string, reply: JudgeReplyRecord): Promise<void>;
  findJudgeReply(call: string): Promise<JudgeReplyRecord | null>;
  close(): Promise<void>;
}
