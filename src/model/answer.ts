import type { JsonObject } from '../lib/json.ts';
import type { Delivery, ErrorKind, FilterSide, KeptDeliveryFlag } from './delivery.ts';
import type { ReasoningState } from './reasoning.ts';
import type { FirstToken, Served } from './served.ts';
import type { Usage } from './usage.ts';

/** A planned trial; `id` is the content hash of variant, target identity, parameters and sample. */
export interface TrialRecord {
  readonly id: string;
  readonly variant: string;
  readonly target: string;
  readonly sample: number;
  readonly seed: number | null;
  /** Place in the shuffled order. */
  readonly position: number;
  /** The combination of system prompt, temperature and thinking that it belongs to; absent: the run has none. */
  readonly arm?: string;
}

/** A call that failed and was made again, or given up. */
export interface AttemptRecord {
  /** 1 is the first. */
  readonly n: number;
  readonly at: string;
  readonly latencyMs: number;
  readonly status: number | null;
  readonly kind: ErrorKind | null;
  readonly message: string;
  /** Raw body, or the part of the answer that had come. */
  readonly body: string | null;
  /** Name and host of the worker that made the call; absent: the run's own process. */
  readonly worker?: string;
}

/** What came back for a trial. Immutable once stored. Optional fields that are absent mean: not known. */
export interface ResponseRecord {
  readonly delivery: Delivery;
  readonly side: FilterSide | null;
  readonly kind: ErrorKind | null;
  readonly flags: readonly KeptDeliveryFlag[];
  /** For people: what decided the delivery; null where the answer simply arrived. */
  readonly reason: string | null;
  readonly finish: string | null;
  readonly text: string;
  readonly reasoning: string | null;
  readonly reasoningState: ReasoningState;
  /** Calls made, the last one included. */
  readonly attempts: number;
  readonly askedAt: string | null;
  readonly latencyMs: number | null;
  readonly usage: Usage | null;
  readonly envelope: JsonObject;
  /** Which model and host answered, as the answer itself names them. */
  readonly served?: Served;
  /** Where the answer ends in `text`, in UTF-16 code units, when it goes on as somebody else; absent: at its end. */
  readonly answerEnd?: number;
  /** What the first token of the answer might have been. */
  readonly firstTokens?: readonly FirstToken[];
  /** Step of the conversation, from 1; absent: the first. */
  readonly turn?: number;
  /** Name and host of the worker that asked; absent: the run's own process. */
  readonly worker?: string;
}

/** Characters of answers by the ids of their trials. */
export type AnswerLengths = Pick<ReadonlyMap<string, number>, 'get'>;

/** How the reason of a trial begins that was not asked, since its target was given up or an earlier turn failed. */
export const NOT_ASKED = 'not asked';

/** True for what is kept of a question that was planned and never went out: it failed by no call of its own. */
export function wasNeverAsked({
  delivery,
  attempts,
  reason,
}: Pick<ResponseRecord, 'delivery' | 'attempts' | 'reason'>): boolean {
  return delivery === 'error' && attempts === 0 && reason?.startsWith(NOT_ASKED) === true;
}
