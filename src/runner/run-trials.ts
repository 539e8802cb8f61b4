import { Channel } from '../lib/channel.ts';
import { isoTime } from '../lib/clock.ts';
import { type AttemptRecord, NOT_ASKED, type TrialRecord } from '../model/answer.ts';
import { withoutArm } from '../model/arm.ts';
import type { Target } from '../targets/target.ts';
import { type AnsweredEvent, askTrial, notAsked, type TrialAsking } from './ask-trial.ts';
import type { AskEvent } from './ask-with-retries.ts';
import { Conversation } from './conversation.ts';
import { endurance } from './give-up.ts';
import { TargetLimits } from './limits.ts';
import { Unstored } from './unstored.ts';

/** Trials beside the ones being asked that may be waiting for their next attempt. */
const WAITING_TRIALS = 32;
/** Events that may wait for the consumer before no further call is begun. */
const EVENT_ROOM = 64;

/** What happens in a run, in the order it happens. */
export type RunEvent =
  | AnsweredEvent
  | { readonly type: 'retrying'; readonly trial: TrialRecord; readonly attempt: AttemptRecord; readonly waitMs: number }
  | { readonly type: 'slowed'; readonly target: string; readonly concurrency: number }
  | { readonly type: 'away'; readonly target: string; readonly reason: string }
  | { readonly type: 'gave_up'; readonly target: string; readonly reason: string; readonly left: number };

/** What a run needs from outside. `drain` aborted: what is under way is finished; `abort`: it leaves nothing. */
export interface RunInput extends TrialAsking {
  readonly trials: readonly TrialRecord[];
  readonly targets: ReadonlyMap<string, Target>;
  /** Targets that have answered in an earlier part of the run; absent: none. */
  readonly answered?: ReadonlySet<string>;
  /** How long a target that has answered and does not any more is waited for, in milliseconds; absent: it is not. */
  readonly patienceMs?: number;
  /** Called with each answer before its event is told, several at once: to store it. Absent: nothing is done. */
  readonly keep?: (answer: AnsweredEvent) => Promise<void>;
}

/**
 * Asks every trial, each target at its own pace, and tells what happens. A failed trial is an event, not an exception. Where the
 * consumer leaves or an answer cannot be kept, the calls under way are broken off and no other is begun.
 */
export async function* runTrials(input: RunInput): AsyncGenerator<RunEvent> {
  const channel = new Channel<RunEvent>(EVENT_ROOM);
  const byTarget = new Map<string, TrialRecord[]>();
  for (const trial of input.trials) {
    const list = byTarget.get(trial.target);
    if (list === undefined) byTarget.set(trial.target, [trial]);
    else list.push(trial);
  }
  const over = new AbortController();
  const until: RunInput = { ...input, abort: AbortSignal.any([input.abort, over.signal]) };
  const paces = sharedPaces(input, byTarget.keys());
  const work = [...byTarget].map(([target, trials]) => runTarget(until, target, trials, paces, channel));
  void Promise.all(work).then(
    () => channel.close(),
    (error) => channel.fail(error),
  );
  try {
    yield* channel;
  } finally {
    over.abort();
    await Promise.allSettled(work);
  }
}

/** How fast a service may be asked, and its answers that wait to be stored. */
interface Pace {
  readonly limits: TargetLimits;
  readonly unstored: Unstored;
}

/** The pace of each target; a target in several arms is one service, which is asked no faster for it. */
function sharedPaces({ targets }: RunInput, ids: Iterable<string>): Map<string, Pace> {
  const byService = new Map<string, Pace>();
  const paces = new Map<string, Pace>();
  for (const id of ids) {
    const spec = targets.get(id)?.spec;
    if (spec === undefined) continue;
    const service = withoutArm(id, spec.arm);
    const shared = byService.get(service) ?? paceOf(spec.concurrency, spec.rate);
    byService.set(service, shared);
    paces.set(id, shared);
  }
  return paces;
}

function paceOf(concurrency: number, rate: number | null): Pace {
  const unstored = new Unstored(concurrency);
  return { unstored, limits: new TargetLimits(concurrency, rate, (leave) => unstored.room(leave)) };
}

async function runTarget(
  input: RunInput,
  targetId: string,
  trials: readonly TrialRecord[],
  paces: ReadonlyMap<string, Pace>,
  channel: Channel<RunEvent>,
): Promise<void> {
  const target = input.targets.get(targetId);
  const pace = paces.get(targetId);
  if (target === undefined || pace === undefined) throw new Error(`no target ${targetId} for ${trials.length} trials`);
  const { limits, unstored } = pace;
  const { clock, random, patienceMs } = input;
  const waiting = patienceMs === undefined ? null : { clock, random, patienceMs };
  const patience = endurance(input.answered?.has(targetId) ?? false, waiting);
  const stop = AbortSignal.any([input.drain, input.abort]);
  const queue = [...trials];
  const unasked: TrialRecord[] = [];

  const now = (): string => isoTime(input.clock.now());
  const tell = async (event: AnsweredEvent): Promise<void> => {
    await unstored.store(async () => input.keep?.(event));
    await channel.push(event);
  };
  const ask = async (trial: TrialRecord): Promise<void> => {
    const about = (event: AskEvent): Promise<void> =>
      channel.push(event.type === 'retrying' ? { ...event, trial } : { ...event, target: targetId });
    if (!(await askTrial(input, target, trial, limits, patience, about, tell))) unasked.push(trial);
  };
  let next = 0;
  const worker = async (): Promise<void> => {
    while (!stop.aborted && !patience.over.aborted) {
      const trial = queue[next++];
      if (trial === undefined) return;
      await ask(trial);
    }
  };
  await trialRun(queue, ask, () => stop.aborted || patience.over.aborted || patience.provedItself());
  await Promise.all(Array.from({ length: Math.min(queue.length, target.spec.concurrency + WAITING_TRIALS) }, worker));
  const end = patience.givenUp();
  if (end === null || stop.aborted) return;
  const left = [...unasked, ...queue.slice(next)];
  await channel.push({ type: 'gave_up', target: targetId, reason: end.reason, left: left.length });
  for (const trial of left) {
    const [turn = 1] = new Conversation(input, trial).left();
    const response = notAsked(end, now(), `${NOT_ASKED}: the target was given up, the last failure`);
    await tell({ type: 'answered', trial, response: turn === 1 ? response : { ...response, turn }, failed: [] });
  }
}

/**
 * Asks one trial alone, so that a mistake in the set-up costs one call, and what a target learns from its first call is known to
 * the others. Where it may have failed for its prompt, one with other words is asked alone too.
 */
async function trialRun(
  waiting: TrialRecord[],
  ask: (trial: TrialRecord) => Promise<void>,
  isOver: () => boolean,
): Promise<void> {
  let before: string | null = null;
  while (!isOver()) {
    const other = waiting.findIndex(({ variant }) => variant !== before);
    const [trial] = waiting.splice(Math.max(other, 0), 1);
    if (trial === undefined) return;
    before = trial.variant;
    await ask(trial);
  }
}
