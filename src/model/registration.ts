import { z } from 'zod';
import { canonicalJson, sha256 } from '../lib/digest.ts';
import type { JsonObject } from '../lib/json.ts';
import { jsonObjectSchema } from './json-object.ts';
import { probeSetRecordSchema, type RunRecord } from './run.ts';

/** What a study says of itself before anything is asked. */
export const registrationSchema = z.object({
  format: z.literal('candor-preregistration'),
  version: z.literal(1),
  /** Version of the program that wrote it. */
  candor: z.string(),
  /** ISO 8601, by the clock of the machine that wrote it. */
  registered_at: z.string(),
  hypotheses: z.array(z.string()),
  /** Commands of the analysis; `RUN` stands for the run. */
  analysis: z.array(z.string()),
  probe_sets: z.array(probeSetRecordSchema),
  /** How many questions in their languages, and the SHA-256 of their hashes. */
  questions: z.object({ number: z.int(), hash: z.string() }),
  languages: z.array(z.string()),
  samples: z.int(),
  phrasings: z.int(),
  seed: z.int(),
  targets: z.array(
    z.object({
      id: z.string(),
      model: z.string(),
      family: z.string().nullable(),
      host: z.string().nullable(),
      /** Hash of its identity. */
      identity: z.string(),
      params: jsonObjectSchema,
    }),
  ),
  trials: z.int(),
  /** Hash of every trial in its order. */
  plan: z.string(),
  judges: z.array(z.string()),
  /** Margins of the gate. */
  gate: jsonObjectSchema,
  /** What the plan can find, as `candor power` says it, with what was expected. */
  power: jsonObjectSchema,
  /** SHA-256 of all the rest as canonical JSON. */
  hash: z.string(),
});
export type Registration = Readonly<z.infer<typeof registrationSchema>>;

/** The hash of a registration: of everything in it but the hash itself. */
export function registrationHash({ hash: _, ...rest }: Registration): string {
  return sha256(canonicalJson(rest));
}

/** The hash of the questions of a plan, whatever their order. */
export function questionsHash(variants: readonly { readonly hash: string }[]): string {
  return sha256(canonicalJson([...new Set(variants.map(({ hash }) => hash))].sort()));
}

const stored = z.looseObject({ preregistered: registrationSchema.optional().catch(undefined) });

/** What a run was registered as before it began; null: it was not. */
export function registrationOf({ config }: Pick<RunRecord, 'config'>): Registration | null {
  return stored.parse(config).preregistered ?? null;
}

/** A registration as a run's configuration keeps it. */
export function storedRegistration(registration: Registration): JsonObject {
  return { ...registration } as unknown as JsonObject;
}
