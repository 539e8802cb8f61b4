import { z } from 'zod';

const countsSchema = z.record(z.string(), z.number());

/** On what answers a classifier's error was measured, in one language. */
export const goldProfileSchema = z.object({
  /** Labels by family of the model that answered, and by source. */
  families: countsSchema,
  sources: countsSchema,
  /** By the class that the classifier found: how many answers, and quantiles of their lengths in characters. */
  lengths: z.record(z.string(), z.object({ n: z.number(), quantiles: z.array(z.number()) })),
});
export type GoldProfile = Readonly<z.infer<typeof goldProfileSchema>>;

/** Profiles by language, as they stand in the record of a calibration under `profile`. */
export const goldProfilesSchema = z.record(z.string(), goldProfileSchema);
