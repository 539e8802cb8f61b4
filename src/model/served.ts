import { z } from 'zod';

/** Who answered a call, by what the answer itself says; null: it does not say. */
export interface Served {
  readonly model: string | null;
  /** The provider behind a router, or the host that names itself. */
  readonly by: string | null;
  /** `system_fingerprint`, or the build that a server names. */
  readonly fingerprint: string | null;
  readonly region: string | null;
}

/** One possible first token of an answer with its log probability (natural). */
export const firstTokenSchema = z.object({ token: z.string(), logprob: z.number() });
export type FirstToken = Readonly<z.infer<typeof firstTokenSchema>>;
