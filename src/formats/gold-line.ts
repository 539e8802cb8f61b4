import { z } from 'zod';
import { CLASSES } from '../model/verdict.ts';

const text = z.string().nullish();

/** An answer with a human label: `candor review` writes it, `candor calibrate` reads it. Other fields are kept apart. */
export const goldLineSchema = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  lang: z.string(),
  prompt: z.string(),
  response: z.string(),
  label: z.enum(CLASSES),
  sub: text,
  flags: z.array(z.string()).nullish(),
  /** The state whose line the answer puts forward (ISO 3166). */
  line_of: text,
  span: text,
  question: text,
  source: text,
  model: text,
  style: text,
  probe: text,
  delivery: text,
  confidence: z.number().min(1).max(3).nullish(),
  annotator: text,
  at: text,
  /** Version of the codebook that it was labelled under; absent: the first. */
  codebook: z.int().positive().nullish(),
});
export type GoldLine = z.infer<typeof goldLineSchema>;
