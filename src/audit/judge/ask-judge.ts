import type { JudgeCall, JudgeOptions, JudgeReply } from '../../classify/judge/judge-call.ts';
import { withSchemaFallback } from '../../classify/judge/schema-fallback.ts';
import { type Clock, isoTime } from '../../lib/clock.ts';
import { contentHash } from '../../lib/digest.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { ResponseRecord } from '../../model/answer.ts';
import { hasOpinion } from '../../model/delivery.ts';
import type { ClassifierId } from '../../model/verdict.ts';
import { deliveryOf } from '../../reading/delivery.ts';
import { type AskEvent, askWithRetries } from '../../runner/ask-with-retries.ts';
import { endurance } from '../../runner/give-up.ts';
import { TargetLimits } from '../../runner/limits.ts';
import { DEFAULT_RETRY } from '../../runner/retry.ts';
import type { Store } from '../../store/store.ts';
import type { Target } from '../../targets/target.ts';
import type { JudgeMeter } from './judge-meter.ts';
import { JUDGE_SEED } from './judge-target.ts';

/** Where replies are kept, so that none is asked for twice. */
export type JudgeReplies = Pick<Store, 'findJudgeReply' | 'keepJudgeReply'>;

/** What asking a judge needs from outside. */
export interface JudgeIo {
  /** null: replies are kept as long as the process lives. */
  readonly replies: JudgeReplies | null;
  readonly clock: Clock;
  readonly random: () => number;
  /** How long a judge that answered and does not any more is waited for, in milliseconds; absent: it is not. */
  readonly patienceMs?: number;
  readonly onEvent?: (event: AskEvent) => void;
}

/** The hash under which a call's reply is kept: of the model with its parameters, the whole question, and the schema. */
export function judgeCallKey(model: JsonObject, { prompt, schema }: JudgeCall): string {
  return contentHash({ model, prompt, schema });
}

/**
 * How a judge's target is asked: kept replies first, calls under way are shared, the runner's retry policy and pace, an outage
 * waited out, and a stop after many failures in a row. A filter, a failure or an empty reply is no reply. Throws where the signal is aborted.
 */
export function askJudge(target: Target, model: JsonObject, io: JudgeIo, meter: JudgeMeter): JudgeOptions['ask'] {
  const asked = withSchemaFallback(target);
  const limits = new TargetLimits(target.spec.concurrency, target.spec.rate);
  const underWay = new Map<string, Promise<JudgeReply>>();
  const { clock, random, patienceMs } = io;
  const patience = endurance(false, patienceMs === undefined ? null : { clock, random, patienceMs });

  const notAsked = (): string =>
    `not asked: the judge was given up, the last failure: ${patience.givenUp()?.reason ?? 'none'}`;

  const callOnce = async (
    key: string,
    call: JudgeCall,
    classifier: ClassifierId,
    signal: AbortSignal,
  ): Promise<JudgeReply> => {
    if (patience.givenUp() !== null) return { failed: notAsked() };
    const { prompt, schema } = call;
    const answer = await askWithRetries(
      { deliveryOf, retry: DEFAULT_RETRY, clock, random, drain: signal, abort: signal },
      asked,
      { prompt, schema, seed: JUDGE_SEED, key: { variant: key, sample: 0 } },
      limits,
      patience,
      async (event) => io.onEvent?.(event),
    );
    signal.throwIfAborted();
    if (answer === null) return { failed: notAsked() };
    const { response, failed } = answer;
    meter.add(call, failed.length, response.text, response.usage);
    const text = replyText(response);
    if (text === null) return { failed: failureText(response) };
    await io.replies?.keepJudgeReply(key, { classifier, text, at: isoTime(clock.now()) });
    return { text };
  };

  return async (call, classifier, signal) => {
    signal.throwIfAborted();
    const key = judgeCallKey(model, call);
    const kept = await io.replies?.findJudgeReply(key);
    if (kept != null) {
      meter.keep();
      return { text: kept.text };
    }
    const before = underWay.get(key);
    if (before !== undefined) return before;
    const reply = callOnce(key, call, classifier, signal);
    underWay.set(key, reply);
    reply.then(
      (one) => (io.replies !== null || 'failed' in one) && underWay.delete(key),
      () => underWay.delete(key),
    );
    return reply;
  };
}

/** What a judge said; where it never closed its thought and said something like a verdict at its end, that thought. null: nothing. */
function replyText({ delivery, text, reasoning, flags }: ResponseRecord): string | null {
  if (hasOpinion(delivery)) return text;
  const isOpen = delivery === 'empty' && flags.includes('reasoning_only') && reasoning !== null;
  return isOpen && /\}\s*(?:`{3}\s*)?$/u.test(reasoning) ? `<think>${reasoning}` : null;
}

function failureText({ delivery, side, kind, reason }: ResponseRecord): string {
  const how = [side, kind].filter((part) => part !== null).join(', ');
  return `the judge brought no reply: ${delivery}${how === '' ? '' : ` (${how})`}${reason === null ? '' : `: ${reason}`}`;
}
