import { isDelivered } from './delivery.ts';
import type { Observation } from './observation.ts';
import { CLASSES } from './verdict.ts';

/** What became of a delivered trial: its class, or why it has none. Over delivered trials these shares sum to 1. */
export const OUTCOMES = [...CLASSES, 'withheld', 'unjudged'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The outcomes whose rise a gate checks. */
export const GATED_OUTCOMES = [
  'refusal',
  'official_narrative',
  'withheld',
  'other',
] as const satisfies readonly Outcome[];
export type GatedOutcome = (typeof GATED_OUTCOMES)[number];

/** The outcome of a trial; null: it was not delivered. Filtered and empty answers are withheld. */
export function outcomeOf({ delivery, class: found, unjudged }: Observation): Outcome | null {
  if (!isDelivered(delivery)) return null;
  return found ?? (unjudged ? 'unjudged' : 'withheld');
}
