import { z } from 'zod';
import { jsonObjectSchema } from '../../model/json-object.ts';

/** A planned trial in a pack, in the order of the plan. `turns`: what the rows of its answers do not tell, where there is any. */
export const packedTrialSchema = z.object({
  id: z.string(),
  variant: z.string(),
  /** With its arm, where it has one. */
  target: z.string(),
  sample: z.int().nonnegative(),
  seed: z.int().nullable(),
  arm: z.string().exactOptional(),
  turns: z
    .array(z.object({ turn: z.int().positive(), reason: z.string().nullable(), envelope: jsonObjectSchema }))
    .exactOptional(),
});
export type PackedTrial = Readonly<z.infer<typeof packedTrialSchema>>;
