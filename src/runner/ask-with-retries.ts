import type { Channel } from '../lib/channel.ts';
import { isoTime } from '../lib/clock.ts';
import type { DeliveryOutcome } from '../lib/delivery.ts';
import type { Message, Reply, Target } from '../targets/target.ts';
import type { AttemptRecord, ResponseRecord, TrialRecord } from './answer.ts';
import type { TargetLimits } from './limits.ts';
import { retryWaitMs } from './retry.ts';
import type { RunEvent, RunInput } from './run-trials.ts';

/**
 * Statuses by which a service says that it is asked too much at once. Some small servers say it otherwise: they break off
 * the answer under way when the next question comes (llama-cpp-python), so a broken stream slows down too, and for good.
 */
const OVERLOAD = new Set([429, 503]);

/** What came of one trial: the response that counts, and the calls before it that failed. */
interface Answer {
  readonly response: ResponseRecord;
  readonly failed: readonly AttemptRecord[];
}

interface Call {
  readonly reply: Reply;
  readonly outcome: DeliveryOutcome;
  readonly startedAt: number;
  readonly latencyMs: number;
}

/** Asks one trial, and again as the retry policy allows. null: it was not begun or was broken off, and is as if never asked. */
export async function askWithRetries(
  input: RunInput,
  target: Target,
  trial: TrialRecord,
  limits: TargetLimits,
  gaveUp: () => boolean,
  channel: Channel<RunEvent>,
): Promise<Answer | null> {
  const failed: AttemptRecord[] = [];
  let firstStart: number | null = null;
  let before: Call | null = null;
  for (;;) {
    const call = await limits.run(async () =>
      gaveUp() || input.drain.aborted ? null : callOnce(input, target, trial),
    );
    if (call === null)
      return before !== null && gaveUp() ? { response: responseOf(before, failed.length), failed } : null;
    before = call;
    firstStart ??= call.startedAt;
    if (call.outcome.delivery !== 'error') limits.recover();
    if (!call.outcome.retryable) return { response: responseOf(call, failed.length + 1), failed };
    const overloaded = call.reply.status !== null && OVERLOAD.has(call.reply.status);
    const brokenOff = call.outcome.kind === 'protocol';
    if ((overloaded || brokenOff) && limits.slowDown(brokenOff)) {
      await channel.push({ type: 'slowed', target: target.spec.id, concurrency: limits.concurrency });
    }
    const elapsed = input.clock.now() - firstStart;
    const retryAfter = call.reply.failure?.retryAfterMs ?? null;
    const waitMs = retryWaitMs(input.retry, failed.length + 1, elapsed, retryAfter, input.random);
    if (waitMs === null || gaveUp()) return { response: responseOf(call, failed.length + 1), failed };
    const attempt = attemptOf(call, failed.length + 1);
    failed.push(attempt);
    await channel.push({ type: 'retrying', trial, attempt, waitMs });
    await input.clock.sleep(waitMs, AbortSignal.any([input.drain, input.abort]));
    if (input.drain.aborted || input.abort.aborted) return null;
  }
}

async function callOnce(input: RunInput, target: Target, trial: TrialRecord): Promise<Call | null> {
  if (input.abort.aborted) return null;
  const prompt = input.prompts.get(trial.variant);
  if (prompt === undefined) throw new Error(`no prompt for variant ${trial.variant}`);
  const { system } = target.spec;
  const messages: Message[] = system === null ? [] : [{ role: 'system', content: system }];
  messages.push({ role: 'user', content: prompt });
  const startedAt = input.clock.now();
  const reply = await target.ask({
    messages,
    seed: trial.seed,
    key: { variant: trial.variant, sample: trial.sample },
    signal: input.abort,
  });
  if (input.abort.aborted && reply.failure !== null) return null;
  const latencyMs = input.clock.now() - startedAt;
  return { reply, outcome: input.deliveryOf(reply, target.spec.where), startedAt, latencyMs };
}

function responseOf({ reply, outcome, startedAt, latencyMs }: Call, attempts: number): ResponseRecord {
  const { failure } = reply;
  const failedWith = failure === null ? {} : { failure: { message: failure.message, body: failure.body } };
  return {
    delivery: outcome.delivery,
    side: outcome.side,
    kind: outcome.kind,
    flags: outcome.flags,
    reason: outcome.reason,
    finish: reply.finish,
    text: reply.text.toWellFormed(),
    reasoning: reply.reasoning?.toWellFormed() ?? null,
    reasoningState: reply.reasoningState,
    attempts,
    askedAt: isoTime(startedAt),
    latencyMs,
    usage: reply.usage,
    envelope: { ...reply.envelope, ...failedWith },
  };
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
