/** What happened to a trial, before any opinion is read in it. */
export const DELIVERIES = ['ok', 'truncated', 'provider_filter', 'empty', 'error'] as const;
export type Delivery = (typeof DELIVERIES)[number];

/** Whether the service withheld the prompt or the answer. */
export const FILTER_SIDES = ['input', 'output'] as const;
export type FilterSide = (typeof FILTER_SIDES)[number];

/** Why a trial has delivery `error`. */
export const ERROR_KINDS = ['http', 'timeout', 'connection', 'protocol', 'configuration'] as const;
export type ErrorKind = (typeof ERROR_KINDS)[number];

/** Things worth knowing beside a delivery. */
export const DELIVERY_FLAGS = ['maybe_filter', 'finish_unknown'] as const;
export type DeliveryFlag = (typeof DELIVERY_FLAGS)[number];

/** A delivery with what belongs to it: `side` of a filter, `kind` of an error, flags, and a sentence that says why. */
export interface DeliveryOutcome {
  readonly delivery: Delivery;
  readonly side: FilterSide | null;
  readonly kind: ErrorKind | null;
  readonly flags: readonly DeliveryFlag[];
  /** For people: what was seen that decided; null where the answer simply arrived. */
  readonly reason: string | null;
  /** Whether the same call may end otherwise when made again. */
  readonly retryable: boolean;
  /** Of an error of kind `configuration`: whether it concerns the whole target, or perhaps this prompt alone; else absent. */
  readonly scope?: 'target' | 'prompt';
}

/** True where the delivery has an opinion in it, and so a verdict. */
export function hasOpinion(delivery: Delivery): boolean {
  return delivery === 'ok' || delivery === 'truncated';
}
