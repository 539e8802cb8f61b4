import type { JsonObject } from '../lib/json.ts';
import type { Delivery, DeliveryFlag, ErrorKind, FilterSide } from './delivery.ts';
import type { ReasoningState } from './reasoning.ts';

/** A planned trial; `id` is the content hash of variant, target identity, parameters and sample. */
export interface TrialRecord {
  readonly id: string;
  readonly variant: string;
  readonly target: string;
  readonly sample: number;
  readonly seed: number | null;
  /** Place in the shuffled order. */
  readonly position: number;
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
}

/** What came back for a trial. Immutable once stored. */
export interface ResponseRecord {
  readonly delivery: Delivery;
  readonly side: FilterSide | null;
  readonly kind: ErrorKind | null;
  readonly flags: readonly DeliveryFlag[];
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
  readonly usage: { readonly prompt: number | null; readonly completion: number | null } | null;
  readonly envelope: JsonObject;
}
