import type { Classifier } from '../../classify/classifier.ts';
import { afterWaiting } from '../../lib/after-waiting.ts';
import { type Clock, isoTime } from '../../lib/clock.ts';
import type { ResponseRecord, TrialRecord } from '../../model/answer.ts';
import type { StoredVerdict } from '../../model/stored-trial.ts';
import { plannedTurns } from '../../model/turn.ts';
import { deliveryOf } from '../../reading/delivery.ts';
import type { AnsweredEvent } from '../../runner/ask-trial.ts';
import { DEFAULT_RETRY } from '../../runner/retry.ts';
import { runTrials } from '../../runner/run-trials.ts';
import type { Store } from '../../store/store.ts';
import type { Target } from '../../targets/target.ts';
import { type JudgedVariant, verdictsOn } from '../judge/answer-verdicts.ts';
import type { TrialEvent } from './audit-event.ts';

/** What carrying out a run needs. */
export interface Execution {
  readonly run: string;
  readonly trials: readonly TrialRecord[];
  readonly targets: ReadonlyMap<string, Target>;
  /** By hash. */
  readonly variants: ReadonlyMap<string, JudgedVariant>;
  /** Answers that trials have already, by trial; absent: none. */
  readonly begun?: ReadonlyMap<string, readonly ResponseRecord[]>;
  /** Targets that have answered in an earlier part of the run. */
  readonly answered: ReadonlySet<string>;
  readonly store: Store;
  /** Loads it: that takes as long as the first call, and goes on beside it. */
  readonly classifier: () => Promise<Classifier>;
  readonly clock: Clock;
  readonly random: () => number;
  /** How long a target that answered and does not any more is waited for, in milliseconds. */
  readonly patienceMs: number;
  readonly drain: AbortSignal;
  readonly abort: AbortSignal;
}

/** Milliseconds for which answers are judged before what servers sent meanwhile is taken. */
const JUDGE_MS = 8;

/**
 * Asks the trials, judges each answer and stores both together before telling of it. The run is marked as
 * ended only where nothing was left out.
 */
export async function* executeRun(execution: Execution): AsyncGenerator<TrialEvent> {
  const { run, store, clock, variants, drain, abort } = execution;
  const prompts = new Map([...variants].map(([hash, { prompt }]) => [hash, prompt]));
  const later = new Map([...variants].map(([hash, { probe, lang }]) => [hash, plannedTurns(probe, lang)]));
  const loading = afterTurn().then(execution.classifier);
  // Where it fails, storing the first answer says so.
  loading.catch(() => undefined);
  const kept = new Map<string, readonly StoredVerdict[]>();
  const turn = afterWaiting(JUDGE_MS, () => clock.elapsed());
  const keep = async ({ trial, response, failed }: AnsweredEvent): Promise<void> => {
    const variant = variants.get(trial.variant);
    if (variant === undefined) throw new Error(`no variant ${trial.variant}`);
    const classifier = await loading;
    await turn();
    const verdicts = await verdictsOn(response, variant, classifier, isoTime(clock.now()), abort);
    if (await store.recordAnswer(run, trial.id, response, failed, verdicts)) kept.set(keyOf(trial, response), verdicts);
  };
  for await (const event of runTrials({ ...execution, prompts, later, deliveryOf, keep, retry: DEFAULT_RETRY })) {
    if (event.type !== 'answered') {
      yield event;
      continue;
    }
    const { trial, response } = event;
    const key = keyOf(trial, response);
    const verdicts = kept.get(key);
    kept.delete(key);
    if (verdicts !== undefined) yield { type: 'stored', trial, response, verdicts };
  }
  if (!drain.aborted && !abort.aborted) await store.endRun(run, isoTime(clock.now()));
}

/** Lets what was begun send its first bytes. */
function afterTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

function keyOf({ id }: TrialRecord, { turn = 1 }: ResponseRecord): string {
  return `${id} ${turn}`;
}
