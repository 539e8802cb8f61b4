import { z } from 'zod';
import { DELIVERIES } from '../model/delivery.ts';

/** A line that `candor label` takes in; what is not named here is ignored. */
export const labelLineSchema = z.object({
  response: z.string(),
  prompt: z.string().nullish(),
  id: z.union([z.string(), z.number()]).nullish(),
  lang: z.string().nullish(),
  delivery: z.enum(DELIVERIES).nullish(),
  finish_reason: z.string().nullish(),
  reasoning: z.string().nullish(),
  /** A refusal in a field of its own is the model's answer where `response` is empty. */
  refusal: z.string().nullish(),
  probe: z.string().nullish(),
});
export type LabelLine = z.infer<typeof labelLineSchema>;
