import type { JsonObject } from '../lib/json.ts';
import type { Delivery, DeliveryFlag, ErrorKind, FilterSide, KeptDeliveryFlag } from './delivery.ts';
import type { ReasoningState } from './reasoning.ts';
import type { FirstToken, Served } from './served.ts';
import type { Usage } from './usage.ts';

/** Why a call brought no usable answer; `body` is the raw text as far as it came. */
export interface Failure {
  readonly kind: ErrorKind;
  readonly message: string;
  readonly body: string | null;
  /** Milliseconds that the server asked to wait; null: it did not say. */
  readonly retryAfterMs: number | null;
}

/**
 * What came back of one call. Never an exception: a failed call is data. Text that came before a failure is kept.
 * `reading/delivery.ts` turns it into a delivery.
 */
export interface Reply {
  readonly text: string;
  readonly reasoning: string | null;
  readonly reasoningState: ReasoningState;
  /** Finish reason in the provider's word; null: none was given. */
  readonly finish: string | null;
  /** HTTP status; null where there was no HTTP response. */
  readonly status: number | null;
  readonly failure: Failure | null;
  /** Ids, served model, usage, filter results, finish reasons: everything but the text. */
  readonly envelope: JsonObject;
  readonly usage: Usage | null;
  /** What a recording says happened; null for calls that were really made. */
  readonly recorded: RecordedDelivery | null;
  /** When the call was really made, where that is not now: of a recording; null: nobody noted it. */
  readonly made?: { readonly askedAt: string | null; readonly latencyMs: number | null };
  /** Where the answer ends in `text`, in UTF-16 code units; absent: at its end. */
  readonly answerEnd?: number;
  /** What was seen in the text itself that belongs beside the delivery. */
  readonly signs?: readonly DeliveryFlag[];
  /** Tokens that the answer was allowed, thought included; absent: not known. */
  readonly tokenLimit?: number;
  /** Which model and host answered, where the target reads it itself or a recording holds it; absent: the envelope tells. */
  readonly served?: Served;
  /** What the first token of the answer might have been, where logprobs were asked for. */
  readonly firstTokens?: readonly FirstToken[];
}

/** The delivery that a recording holds for an answer, taken over as it is. */
export interface RecordedDelivery {
  readonly delivery: Delivery;
  readonly side: FilterSide | null;
  readonly kind: ErrorKind | null;
  readonly flags: readonly KeptDeliveryFlag[];
}
