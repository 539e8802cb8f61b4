import { type Clock, isoTime } from '../lib/clock.ts';
import type { AttemptRecord, ResponseRecord } from '../model/answer.ts';
import type { DeliveryOutcome } from '../model/delivery.ts';
import type { Message } from '../model/message.ts';
import type { Reply } from '../model/reply.ts';
import type { Ask, Target } from '../targets/target.ts';
import type { Endurance, TrialEnd } from './give-up.ts';
import type { TargetLimits } from './limits.ts';
import { maskSecrets } from './mask-secrets.ts';
import type { Absence, Outage } from './outage.ts';
import { responseOf } from './response-of.ts';
import { type RetryPolicy, retryWaitMs } from './retry.ts';

/**
 * Statuses by which a service says that it is asked too much at once. Some small servers say it otherwise: they break off
 * the answer under way when the next question comes (llama-cpp-python), so a broken stream slows down too, and for good.
 */
const OVERLOAD = new Set([429, 503]);

/** One question to a target; the target's own system prompt is put before it. */
export interface Question extends Pick<Ask, 'seed' | 'key' | 'schema'> {
  readonly prompt: string;
  /** What was said before, oldest first; absent: nothing. */
  readonly history?: readonly Message[];
}

/** What asking needs from outside, and how often it may be done again. */
export interface Asking {
  readonly deliveryOf: (reply: Reply, where: 'hosted' | 'local') => DeliveryOutcome;
  readonly retry: RetryPolicy;
  readonly clock: Clock;
  readonly random: () => number;
  /** Aborted: no further call is begun. */
  readonly drain: AbortSignal;
  /** Aborted: the call under way is broken off. */
  readonly abort: AbortSignal;
}

/** What happens between the calls of one question. */
export type AskEvent =
  | { readonly type: 'retrying'; readonly attempt: AttemptRecord; readonly waitMs: number }
  | { readonly type: 'slowed'; readonly concurrency: number }
  /** It is taken for away: all who ask wait until it is back, as long as patience lasts. */
  | { readonly type: 'away'; readonly reason: string };

/** What came of one question: the response that counts, and the calls before it that failed. */
interface Answer {
  readonly response: ResponseRecord;
  readonly failed: readonly AttemptRecord[];
}

interface Call {
  readonly reply: Reply;
  readonly outcome: DeliveryOutcome;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** The same by the monotonic clock. */
  readonly begun: number;
  readonly latencyMs: number;
}

/**
 * Asks one question, and again as the retry policy allows, and notes how it ended. null: it was not begun or was broken off, and
 * is as if never asked.
 */
export async function askWithRetries(
  input: Asking,
  target: Target,
  question: Question,
  limits: TargetLimits,
  patience: Endurance,
  tell: (event: AskEvent) => Promise<void>,
): Promise<Answer | null> {
  patience.take?.();
  try {
    return await askUntilDone(input, target, question, limits, patience, tell);
  } finally {
    patience.leave?.();
  }
}

async function askUntilDone(
  input: Asking,
  target: Target,
  question: Question,
  limits: TargetLimits,
  patience: Endurance,
  tell: (event: AskEvent) => Promise<void>,
): Promise<Answer | null> {
  const failed: AttemptRecord[] = [];
  const words = wordsOf(question);
  const leave = AbortSignal.any([input.drain, input.abort, patience.over]);
  let outage: Outage | null = null;
  let firstStart: number | null = null;
  let tries = 0;
  let holds = 0;
  let firstFailure: number | null = null;
  let slowings = 0;
  let before: Call | null = null;
  // The one who may ask while the others wait.
  let probes = false;
  for (;;) {
    // Others may have been answered meanwhile.
    outage = patience.outage?.() ?? null;
    if (outage?.down === true && !probes) {
      probes = (await outage.wait(words, null, leave)) === 'ask' && outage.down;
    }
    const call = await limits.run(async () => {
      if (patience.outage?.()?.down === true && !probes) return 'held';
      firstStart ??= input.clock.elapsed();
      slowings = limits.slowings;
      const made = await callOnce(input, target, question);
      // Before the next call's turn comes, which a mistake in the set-up must stop.
      if (made !== null && !made.outcome.retryable) patience.note(endOf(made));
      return made;
    }, leave);
    if (call === 'held') continue;
    if (call === null) return before !== null && patience.over.aborted ? lastOf(before, failed) : null;
    before = call;
    tries += 1;
    if (call.outcome.delivery !== 'error') limits.recover();
    if (!call.outcome.retryable) {
      // It may have been the first that was answered.
      patience.outage?.()?.answered(call.begun);
      return answerOf(call, failed.length + 1, failed);
    }
    patience.failed?.();
    outage = patience.outage?.() ?? null;
    firstFailure ??= input.clock.elapsed();
    if (probes && outage?.down !== true) {
      probes = false;
      tries = 1;
      firstFailure = input.clock.elapsed();
    }
    const overloaded = call.reply.status !== null && OVERLOAD.has(call.reply.status);
    const brokenOff = call.outcome.kind === 'protocol';
    if ((overloaded || brokenOff) && limits.slowDown(brokenOff, slowings)) {
      await tell({ type: 'slowed', concurrency: limits.concurrency });
    }
    const elapsed = input.clock.elapsed() - (firstStart ?? 0);
    const retryAfter = call.reply.failure?.retryAfterMs ?? null;
    const left = patience.left?.() ?? Number.POSITIVE_INFINITY;
    const again = probes || left <= 0 ? null : retryWaitMs(input.retry, tries, elapsed, retryAfter, input.random);
    const waitMs = again === null ? null : Math.min(again, left);
    const absence = absenceOf(call, words);
    const mayBeAway = holds < (absence.away ? MOST_HOLDS.away : MOST_HOLDS.otherwise) || probes;
    if (waitMs === null && outage?.answeredSince(firstFailure) === false && mayBeAway && !leave.aborted) {
      holds += probes ? 0 : 1;
      failed.push(attemptOf(call, failed.length + 1));
      if (!outage.down) await tell({ type: 'away', reason: reasonOf(call) });
      const end = await outage.wait(words, absence, leave);
      if (end === 'own') {
        patience.note(endOf(call));
        return lastOf(call, failed);
      }
      probes = end === 'ask' && outage.down;
      firstStart = null;
      firstFailure = null;
      tries = 0;
      continue;
    }
    if (waitMs === null || patience.over.aborted) {
      patience.note(endOf(call));
      return answerOf(call, failed.length + 1, failed);
    }
    const attempt = attemptOf(call, failed.length + 1);
    failed.push(attempt);
    await tell({ type: 'retrying', attempt, waitMs });
    await input.clock.sleep(waitMs, leave);
  }
}

/** How often a trial may use up its attempts while nothing else is answered, before the failure is its own. */
const MOST_HOLDS = { away: 10, otherwise: 3 } as const;
/** Statuses by which a gateway or a service says that nobody is there to answer, or too many ask. */
const AWAY = new Set([429, 502, 503, 504, 520, 521, 522, 523, 524, 529]);

/** What tells one question from others: its words, and in a later turn what was asked before it. */
function wordsOf({ prompt, history = [] }: Question): string {
  return [...history.filter(({ role }) => role === 'user').map(({ content }) => content), prompt].join('\n');
}

function absenceOf(call: Call, prompt: string): Absence {
  const { status, failure } = call.reply;
  const { kind } = call.outcome;
  return {
    kind: kind ?? 'connection',
    reason: reasonOf(call),
    prompt,
    away: kind === 'connection' || (status !== null && AWAY.has(status)),
    retryAfterMs: failure?.retryAfterMs ?? null,
  };
}

function reasonOf({ reply, outcome }: Call): string {
  return outcome.reason ?? reply.failure?.message ?? 'the call failed';
}

async function callOnce(input: Asking, target: Target, question: Question): Promise<Call | null> {
  const { prompt, history = [], ...asked } = question;
  const { system } = target.spec;
  const messages: Message[] = system === null ? [] : [{ role: 'system', content: system }];
  messages.push(...history, { role: 'user', content: prompt });
  const startedAt = input.clock.now();
  const begun = input.clock.elapsed();
  const made = await target.ask({ messages, ...asked, signal: input.abort });
  const { reply, answerMasked } = maskSecrets(made, target.spec);
  if (input.abort.aborted && reply.failure !== null) return null;
  const latencyMs = Math.round(input.clock.elapsed() - begun);
  const outcome = input.deliveryOf(reply, target.spec.where);
  const flags = answerMasked ? [...outcome.flags, 'masked'] : outcome.flags;
  return { reply, outcome: { ...outcome, flags }, startedAt, begun, latencyMs };
}

function answerOf(call: Call, attempts: number, failed: readonly AttemptRecord[]): Answer {
  const { reply, outcome, startedAt, latencyMs } = call;
  const made = reply.made ?? { askedAt: isoTime(startedAt), latencyMs };
  return { response: responseOf(reply, outcome, { ...made, attempts }), failed };
}

/** The answer where the last attempt that failed is not followed by another. */
function lastOf(call: Call, failed: readonly AttemptRecord[]): Answer {
  return answerOf(call, failed.length, failed.slice(0, -1));
}

function endOf({ reply, outcome }: Call): TrialEnd {
  const { delivery, kind, reason, scope } = outcome;
  // What no server was asked for (an answer that was never recorded) costs nothing to find out for each prompt.
  const mistake = scope === 'prompt' && reply.status === null ? null : (scope ?? null);
  return { failed: delivery === 'error', mistake, kind, reason };
}

function attemptOf({ reply, outcome, startedAt, latencyMs }: Call, n: number): AttemptRecord {
  return {
    n,
    at: isoTime(startedAt),
    latencyMs,
    status: reply.status,
    kind: outcome.kind,
    message: reply.failure?.message ?? outcome.reason ?? 'failed',
    body: reply.failure?.body ?? (reply.text === '' ? null : reply.text),
  };
}
