import { z } from 'zod';
import type { JsonObject } from '../lib/json.ts';

/** Kind of a target whose answers a person took from an app; nobody here asked it. */
export const BY_HAND = 'collected';

/** How such a target is named wherever people read of it. */
export function byHandName(app: string): string {
  return `${app}${NAMED}`;
}

const NAMED = ' (collected by hand)';

/** Whether a target's answers were taken from an app by a person, by all that a store or a file says of it: its kind, its identity, or its name alone. */
export function isByHand(target: {
  readonly kind?: string | undefined;
  readonly name?: string | undefined;
  readonly details?: JsonObject | undefined;
}): boolean {
  return target.kind === BY_HAND || target.details?.collected_by_hand === true || target.name?.endsWith(NAMED) === true;
}

/** An answer that a person took from an app. */
export const byHandSchema = z.object({
  app: z.string(),
  lang: z.string(),
  prompt: z.string(),
  /** A probe of the sets at hand, asked in its own words; null: a question of one's own. */
  probe: z.string().nullable(),
  answer: z.string(),
  /** When it was seen, ISO 8601. */
  seenAt: z.string(),
  /** Seconds after which the app took the text away; null: it stayed. */
  vanishedAfter: z.number().nullable(),
  /** SHA-256 of a screenshot; the picture itself is not kept. null: there is none. */
  screenshot: z.string().nullable(),
  notedAt: z.string(),
});
export type ByHand = Readonly<z.infer<typeof byHandSchema>>;
