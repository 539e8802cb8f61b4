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
export const DELIVERY_FLAGS = [
  'maybe_filter',
  'finish_unknown',
  'filter_by_words',
  'reasoning_only',
  'budget_spent',
  'reasoning_unknown',
  'run_on',
  'decoding',
  'masked',
  'other_text',
  'finish_differs',
] as const;
export type DeliveryFlag = (typeof DELIVERY_FLAGS)[number];

/** A flag as it is read: one of ours, or one that a later version or another program wrote, which is kept as it is. */
export type KeptDeliveryFlag = DeliveryFlag | (string & Record<never, never>);

/** A delivery with what belongs to it: `side` of a filter, `kind` of an error, flags, and a sentence that says why. */
export interface DeliveryOutcome {
  readonly delivery: Delivery;
  readonly side: FilterSide | null;
  readonly kind: ErrorKind | null;
  readonly flags: readonly KeptDeliveryFlag[];
  /** For people: what was seen that decided; null where the answer simply arrived. */
  readonly reason: string | null;
  /** Whether the same call may end otherwise when made again. */
  readonly retryable: boolean;
  /** Of an error of kind `configuration`: whether it concerns the whole target, or perhaps this prompt alone; else absent. */
  readonly scope?: 'target' | 'prompt';
}

interface Meaning {
  /** There is an opinion of the model in it, and so a verdict. */
  readonly opinion: boolean;
  /** The trial has been answered: it is not asked again and stands in the rates. */
  readonly delivered: boolean;
}

const MEANINGS = {
  ok: { opinion: true, delivered: true },
  truncated: { opinion: true, delivered: true },
  provider_filter: { opinion: false, delivered: true },
  empty: { opinion: false, delivered: true },
  error: { opinion: false, delivered: false },
} as const satisfies Readonly<Record<Delivery, Meaning>>;

/** True where the delivery has an opinion in it, and so a verdict. null (never asked) has none. */
export function hasOpinion(delivery: Delivery | null): boolean {
  return delivery !== null && MEANINGS[delivery].opinion;
}

/** True where the trial is answered for good; an error, or a trial never asked, is not. */
export function isDelivered(delivery: Delivery | null): boolean {
  return delivery !== null && MEANINGS[delivery].delivered;
}
