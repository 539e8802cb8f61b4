import { z } from 'zod';
import { classifierIdSchema } from '../lib/verdict.ts';

/** What stands beside an exported file (`FILE.meta.json`): everything about the run that its rows name by hash only. */
export const metaSchema = z.object({
  run: z.string(),
  name: z.string().nullable().default(null),
  origin: z.enum(['run', 'import']).default('run'),
  started_at: z.string().nullable().default(null),
  ended_at: z.string().nullable().default(null),
  seed: z.int().nullable().default(null),
  plan_hash: z.string().nullable().default(null),
  package_version: z.string().nullable().default(null),
  git_version: z.string().nullable().default(null),
  config: z.record(z.string(), z.json()),
  probe_sets: z.array(z.object({ id: z.string(), version: z.string(), hash: z.string() })),
  targets: z.array(
    z.object({
      id: z.string(),
      family: z.string().nullable(),
      kind: z.string(),
      model: z.string(),
      where: z.enum(['hosted', 'local']),
      identity: z.string(),
      params: z.record(z.string(), z.json()),
    }),
  ),
  /** By the hash that rows carry. */
  identities: z.record(z.string(), z.record(z.string(), z.json())),
  classifiers: z.array(classifierIdSchema),
});
export type Meta = z.infer<typeof metaSchema>;

/** Where the meta data of an exported file stands. */
export function metaFileOf(file: string): string {
  return `${file}.meta.json`;
}
