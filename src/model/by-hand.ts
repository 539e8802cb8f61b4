import { z } from 'zod';

/** Kind of a target whose answers a person took from an app; nobody here asked it. */
export const BY_HAND = 'collected';

/** How such a target is named wherever people read of it. */
export function byHandName(app: string): string {
  return `${app} (collected by hand)`;
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
