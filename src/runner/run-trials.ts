import { Channel } from '../lib/channel.ts';
import { isoTime } from '../lib/clock.ts';
import type { AttemptRecord, ResponseRecord, TrialRecord } from '../model/answer.ts';
import type { Target } from '../targets/target.ts';
import { type AskEvent, type Asking, askWithRetries, type Question } from './ask-with-retries.ts';
import { TargetLimits } from './limits.ts';

/** Trials in a row that may fail before a target that never answered is given up. */
const FAILURES_AT_START = 5;
/** The same for a target that has answered in this run: it may come back. */
const FAILURES_IN_A_ROW = 20;
/** Trials beside the ones being asked that may be waiting for their next attempt. */
const WAITING_TRIALS = 32;
/** Events that may wait for the consumer before no further call is begun. */
const EVENT_ROOM = 64;

/** A trial with what came of it and the calls before that failed. */
export interface AnsweredEvent {
  readonly type: 'answered';
  readonly trial: TrialRecord;
  readonly response: ResponseRecord;
  readonly failed: readonly AttemptRecord[];
}

/** What happens in a run, in the order it happens. */
export type RunEvent =
  | AnsweredEvent
  | { readonly type: 'retrying'; readonly trial: TrialRecord; readonly attempt: AttemptRecord; readonly waitMs: number }
  | { readonly type: 'slowed'; readonly target: string; readonly concurrency: number }
  | { readonly type: 'gave_up'; readonly target: string; readonly reason: string; readonly left: number };

/** What a run needs from outside. `drain` aborted: what is under way is finished; `abort`: it leaves nothing. */
export interface RunInput extends Asking {
  readonly trials: readonly TrialRecord[];
  readonly targets: ReadonlyMap<string, Target>;
  /** Prompt by variant hash. */
  readonly prompts: ReadonlyMap<string, string>;
  /** Called with each answer before its event is told, several at once: to store it. Absent: nothing is done. */
  readonly keep?: (answer: AnsweredEvent) => Promise<void>;
}

/** Asks every trial, each target at its own pace, and tells what happens. A failed trial is an event, not an exception. */
export async function* runTrials(input: RunInput): AsyncGenerator<RunEvent> {
  const channel = new Channel<RunEvent>(EVENT_ROOM);
  const byTarget = new Map<string, TrialRecord[]>();
  for (const trial of input.trials) {
    const list = byTarget.get(trial.target);
    if (list === undefined) byTarget.set(trial.target, [trial]);
    else list.push(trial);
  }
  const work = [...byTarget].map(([target, trials]) => runTarget(input, target, trials, channel));
  const done = Promise.all(work).then(
    () => channel.close(),
    (error) => channel.fail(error),
  );
  yield* channel;
  await done;
}

async function runTarget(
  input: RunInput,
  targetId: string,
  trials: readonly TrialRecord[],
  channel: Channel<RunEvent>,
): Promise<void> {
  const target = input.targets.get(targetId);
  if (target === undefined) throw new Error(`no target ${targetId} for ${trials.length} trials`);
  const limits = new TargetLimits(target.spec.concurrency, target.spec.rate);
  let failuresInARow = 0;
  let answered = 0;
  let reason: string | null = null;
  let next = 0;
  const unasked: TrialRecord[] = [];

  const tell = async (event: AnsweredEvent): Promise<void> => {
    await input.keep?.(event);
    await channel.push(event);
  };
  const worker = async (): Promise<void> => {
    for (;;) {
      if (input.drain.aborted || input.abort.aborted || reason !== null) return;
      const trial = trials[next++];
      if (trial === undefined) return;
      const about = (event: AskEvent): Promise<void> =>
        channel.push(event.type === 'slowed' ? { ...event, target: targetId } : { ...event, trial });
      const question = questionOf(input, trial);
      const answer = await askWithRetries(input, target, question, limits, () => reason !== null, about);
      if (answer === null) {
        unasked.push(trial);
        continue;
      }
      const failed = answer.response.delivery === 'error';
      failuresInARow = failed ? failuresInARow + 1 : 0;
      if (!failed) answered += 1;
      const limit = answered === 0 ? FAILURES_AT_START : FAILURES_IN_A_ROW;
      if (failuresInARow >= limit) reason ??= answer.response.reason ?? 'the call failed';
      await tell({ type: 'answered', trial, ...answer });
    }
  };
  const workers = Math.min(trials.length, target.spec.concurrency + WAITING_TRIALS);
  await Promise.all(Array.from({ length: workers }, worker));
  if (reason === null || input.drain.aborted || input.abort.aborted) return;
  const left = [...unasked, ...trials.slice(next)];
  await channel.push({ type: 'gave_up', target: targetId, reason, left: left.length });
  for (const trial of left) {
    const response = notAsked(reason, isoTime(input.clock.now()));
    await tell({ type: 'answered', trial, response, failed: [] });
  }
}

function questionOf({ prompts }: RunInput, { variant, sample, seed }: TrialRecord): Question {
  const prompt = prompts.get(variant);
  if (prompt === undefined) throw new Error(`no prompt for variant ${variant}`);
  return { prompt, seed, key: { variant, sample } };
}

function notAsked(reason: string, at: string): ResponseRecord {
  return {
    delivery: 'error',
    side: null,
    kind: 'connection',
    flags: [],
    reason: `not asked: the target was given up after failures in a row, the last one: ${reason}`,
    finish: null,
    text: '',
    reasoning: null,
    reasoningState: 'absent',
    attempts: 0,
    askedAt: at,
    latencyMs: null,
    usage: null,
    envelope: {},
  };
}
