import { z } from 'zod';
import { numberOf } from '../lib/number-of.ts';
import type { RunRecord } from './run.ts';

/** A run that asks a random part of what its configuration names. */
export interface Limited {
  /** Trials that it may have at most. */
  readonly trials: number;
  /** Sensitive questions that it asks, each with its control; where it has none, questions of any kind. */
  readonly pairs: number;
  /** How many there were to draw from. */
  readonly of: number;
}

const stored = z.looseObject({
  limited: z.object({ trials: z.number(), pairs: z.number(), of: z.number() }).optional().catch(undefined),
});

/** How a run was limited; null: it was not. */
export function limitedOf({ config }: Pick<RunRecord, 'config'>): Limited | null {
  return stored.parse(config).limited ?? null;
}

/** What is said wherever figures of such a run stand. */
export function limitedText({ trials, pairs, of }: Limited): string {
  return `A limited run (--limit ${trials}): ${pairs} of ${numberOf(of, 'question')} with their controls, drawn at random; neutral questions are left out.`;
}
