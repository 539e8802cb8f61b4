import { setTimeout as wait } from 'node:timers/promises';
import type { Classifier } from '../../classify/classifier.ts';
import { isoTime } from '../../lib/clock.ts';
import { contentHash } from '../../lib/digest.ts';
import type { ResponseRecord, TrialRecord } from '../../model/answer.ts';
import type { TargetRecord, VariantRecord } from '../../model/run.ts';
import { plannedTurns } from '../../model/turn.ts';
import { deliveryOf } from '../../reading/delivery.ts';
import { type AnsweredEvent, askTrial } from '../../runner/ask-trial.ts';
import type { AskEvent } from '../../runner/ask-with-retries.ts';
import { endurance } from '../../runner/give-up.ts';
import { TargetLimits } from '../../runner/limits.ts';
import { DEFAULT_RETRY } from '../../runner/retry.ts';
import type { PostgresStore } from '../../store/postgres/postgres-store.ts';
import { verdictsOn } from '../judge/answer-verdicts.ts';
import { type AuditIo, patienceMs, signalOr } from '../run/audit-io.ts';
import type { InspectedTarget } from '../run/prepare-run.ts';
import { JobLine, type TakenJob } from './job-line.ts';

/** Milliseconds between two looks into an empty line, and between two signs of life of jobs. */
const IDLE_MS = 1_000;
const BEAT_MS = 10_000;

/** A target of a run that this worker asks. */
export interface TargetWork {
  readonly run: string;
  /** The target whose jobs are taken. */
  readonly target: string;
  readonly inspected: InspectedTarget;
  /** The worker's own target, where it is not the model that was planned; null: it is. */
  readonly own: TargetRecord | null;
  readonly variants: readonly VariantRecord[];
  readonly store: PostgresStore;
  readonly classifier: Classifier;
  /** Name and host of the worker. */
  readonly worker: string;
  readonly concurrency: number;
  /** Seconds, as stored with the run. */
  readonly patience?: number;
  /** True where it answered in this run before. */
  readonly answered: boolean;
  readonly io: AuditIo;
  /** Told of every answer when it is stored. */
  readonly onAnswer: (response: ResponseRecord) => void;
}

/** How working on a target ended. */
export interface WorkEnd {
  /** Why it was given up; null: it was not. */
  readonly gaveUp: string | null;
  /** True where nothing is left in line. */
  readonly empty: boolean;
}

/**
 * Takes jobs of a target and asks them, as many at a time as it may, until none is left in line (others may still hold some), the target is given up,
 * or the signal ends it. What is not finished goes back in line.
 */
export async function workOnTarget(work: TargetWork): Promise<WorkEnd> {
  const { run, target: targetId, inspected, store, io, variants } = work;
  const { target } = inspected;
  const { clock, random } = io;
  const queue = await store.queue();
  const drain = signalOr(io.signal);
  const abort = signalOr(io.abort);
  const { concurrency, rate } = { concurrency: work.concurrency, rate: target.spec.rate };
  const turn = async (leave: AbortSignal): Promise<void> => {
    if (rate !== null) await clock.sleep(await store.takeTurn(serviceOf(inspected), rate), leave);
  };
  const limits = new TargetLimits(concurrency, null, turn);
  const patience = endurance(work.answered, { clock, random, patienceMs: patienceMs(io, work.patience) });
  const byHash = new Map(variants.map((variant) => [variant.hash, variant]));
  const prompts = new Map(variants.map(({ hash, prompt }) => [hash, prompt]));
  const later = new Map(variants.map(({ hash, probe, lang }) => [hash, plannedTurns(probe, lang)]));
  const line = new JobLine(store, run, targetId, clock);
  let proved = false;

  const about = async (event: AskEvent): Promise<void> => {
    if (event.type === 'retrying') return;
    io.onEvent?.({ ...event, target: targetId });
  };

  const ask = async ({ job, trial: planned, answered }: TakenJob): Promise<void> => {
    const turns = 1 + (later.get(planned.variant) ?? []).length;
    const begun = answered ? await answersOf(store, run, job.trial, turns) : [];
    const trial = work.own === null ? planned : movedTrial(planned, work.own);
    let moved = trial.id === planned.id;
    let open = true;
    const tell = async ({ response, failed }: AnsweredEvent): Promise<void> => {
      const variant = byHash.get(trial.variant);
      if (variant === undefined) throw new Error(`no variant ${trial.variant}`);
      const noted = { ...response, worker: work.worker };
      const attempts = failed.map((attempt) => ({ ...attempt, worker: work.worker }));
      const verdicts = await verdictsOn(noted, variant, work.classifier, isoTime(clock.now()), abort);
      const isLast = (noted.turn ?? 1) > (later.get(trial.variant) ?? []).length || noted.delivery === 'error';
      open = !isLast;
      const own = moved || work.own === null ? null : { target: work.own, trial };
      const key = moved ? trial.id : planned.id;
      moved = true;
      const isNew = await store.recordWork(run, key, noted, attempts, verdicts, { job: isLast ? job : null, own });
      // A transaction that was cut off may have been stored before it was done again; else another worker was first.
      if (isNew || (await isStored(trial.id, noted))) work.onAnswer(noted);
    };
    const input = {
      prompts,
      later,
      begun: new Map([[trial.id, begun]]),
      deliveryOf,
      retry: DEFAULT_RETRY,
      clock,
      random,
      drain,
      abort,
    };
    if (!(await askTrial(input, target, trial, limits, patience, about, tell))) return queue.giveBack([job]);
    // A conversation that was over before (withheld, or answered by somebody else) tells nothing.
    if (open) await queue.done([job]);
  };

  const isStored = async (trial: string, { turn = 1, askedAt }: ResponseRecord): Promise<boolean> => {
    for await (const { response } of store.trials(run, { trial, turn, texts: false }))
      if (response?.worker === work.worker && response.askedAt === askedAt) return true;
    return false;
  };

  const beating = setInterval(() => void line.beat().catch(() => undefined), BEAT_MS);
  const slot = async (first: boolean): Promise<void> => {
    while (!drain.aborted && !abort.aborted && !patience.over.aborted) {
      if (!first && !proved) {
        await wait(50);
        continue;
      }
      const taken = await line.next();
      if (taken === null) {
        proved ||= first;
        if ((await queue.left(run, targetId)) === 0) return;
        await clock.sleep(IDLE_MS, AbortSignal.any([drain, abort]));
        continue;
      }
      try {
        await ask(taken);
      } catch (error) {
        await queue.giveBack([taken.job]).catch(() => undefined);
        throw error;
      } finally {
        line.release(taken);
      }
      proved ||= patience.provedItself();
    }
  };
  try {
    await Promise.all(Array.from({ length: concurrency }, (_, i) => slot(i === 0)));
  } finally {
    clearInterval(beating);
    // Where that fails, they come back when their time is over.
    await line.giveBack().catch(() => undefined);
  }
  return { gaveUp: patience.givenUp()?.reason ?? null, empty: (await queue.left(run, targetId)) === 0 };
}

/** One service has one line of turns, whoever asks which model of it. */
function serviceOf({ configured: { spec } }: InspectedTarget): string {
  return spec.baseURL === null ? spec.id : new URL(spec.baseURL).host;
}

async function answersOf(store: PostgresStore, run: string, trial: string, turns: number): Promise<ResponseRecord[]> {
  const answers: ResponseRecord[] = [];
  for (let turn = 1; turn <= turns; turn++) {
    for await (const { response } of store.trials(run, { trial, turn })) if (response !== null) answers.push(response);
  }
  return answers;
}

/** A trial as the worker's own target is asked it. */
function movedTrial(trial: TrialRecord, { id: target, identityHash, params }: TargetRecord): TrialRecord {
  const { variant, sample, seed } = trial;
  const arm = trial.arm === undefined ? {} : { arm: trial.arm };
  return {
    ...trial,
    id: contentHash({ variant, identity: identityHash, target, params, seed, sample, ...arm }),
    target,
  };
}
