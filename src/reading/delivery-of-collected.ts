import type { JsonObject } from '../lib/json.ts';
import { type Delivery, type DeliveryOutcome, hasOpinion } from '../model/delivery.ts';
import type { Reply } from '../model/reply.ts';
import { outcomeOf } from './delivery.ts';
import { type ReadText, readAnswerText } from './read-answer-text.ts';

/** An answer that somebody already collected, with what they noted of its end. */
export interface Collected {
  /** The text as given. */
  readonly response: string;
  readonly finishReason: string | null;
  /** What the collector says happened; taken over as it is. */
  readonly delivery?: Delivery | null | undefined;
  /** Default `local`: without it, no text is suspected of being a filter's. */
  readonly where?: 'hosted' | 'local' | undefined;
  /** What the service said instead of an answer, or after a part of one. */
  readonly error?:
    | { readonly status: number | null; readonly message: string; readonly body: string }
    | null
    | undefined;
  /** Thought that was kept apart. */
  readonly reasoning?: string | null | undefined;
  readonly prompt?: string | null | undefined;
  readonly usage?: Reply['usage'] | undefined;
  /** What else the service said beside the answer. */
  readonly envelope?: JsonObject | undefined;
}

/** What can be read of a collected answer, and its delivery. */
export interface CollectedReading extends ReadText {
  readonly outcome: DeliveryOutcome;
}

/**
 * Reads a collected answer as the answer of a target is read. Text without a finish reason is `ok` with the flag `finish_unknown`: collectors
 * seldom keep it. Nothing is ever retryable here.
 */
export function readCollected(collected: Collected): CollectedReading {
  const { response, finishReason, where, error, delivery, envelope = {} } = collected;
  const usage = collected.usage ?? null;
  const finish = finishReason === null || finishReason.trim() === '' ? null : finishReason.trim();
  const read = readAnswerText({
    content: response,
    thought: collected.reasoning ?? null,
    prompt: collected.prompt ?? null,
    finish,
    usage,
  });
  const reply: Reply = {
    ...read,
    finish,
    status: error?.status ?? null,
    failure:
      error === null || error === undefined
        ? null
        : {
            kind: kindOfFailure(error.status, error.message),
            message: error.message,
            body: error.body,
            retryAfterMs: null,
          },
    envelope: error === null || error === undefined ? envelope : { ...envelope, error: error.body },
    usage,
    recorded: null,
  };
  const outcome = outcomeOf(reply, { hosted: where === 'hosted', collected: true });
  if (delivery === null || delivery === undefined) return { ...read, outcome: { ...outcome, retryable: false } };
  // An opinion without a visible word is none, whatever the collector says.
  if (hasOpinion(delivery) && outcome.delivery === 'empty')
    return { ...read, outcome: { ...outcome, retryable: false } };
  const given = { delivery, side: null, kind: null, reason: 'as collected', retryable: false } as const;
  return { ...read, outcome: { ...given, flags: read.signs } };
}

const TIMED_OUT = /\b(?:timed?[ -]?out|timeout|ETIMEDOUT|deadline exceeded)\b/i;
const NOT_REACHED =
  /\b(?:ECONN[A-Z]+|EAI_AGAIN|ENOTFOUND|EPIPE|EHOSTUNREACH|fetch failed|socket hang up|connection (?:refused|reset|aborted|closed|error)|network error)\b/i;

/** How a call failed of which the collector's client kept nothing but words: without a status no server answered. */
function kindOfFailure(status: number | null, message: string): 'http' | 'timeout' | 'connection' {
  if (status !== null) return 'http';
  if (TIMED_OUT.test(message)) return 'timeout';
  return NOT_REACHED.test(message) ? 'connection' : 'http';
}

/** The delivery of a collected answer. */
export function deliveryOfCollected(collected: Collected): DeliveryOutcome {
  return readCollected(collected).outcome;
}
