import { z } from 'zod';
import { readTextFile } from '../lib/decode-text.ts';
import { ConfigError } from '../lib/errors.ts';
import { jsonMistake } from '../lib/json-mistake.ts';
import { identitySchema } from '../model/identity.ts';
import { ORIGINS, probeSetRecordSchema } from '../model/run.ts';
import { PLACES } from '../model/target-spec.ts';
import { classifierIdSchema } from '../model/verdict.ts';

/** What stands beside an exported file (`FILE.meta.json`): everything about the run that its rows name by hash only. */
export const metaSchema = z.object({
  run: z.string(),
  name: z.string().nullable().default(null),
  origin: z.enum(ORIGINS).default('run'),
  started_at: z.string().nullable().default(null),
  ended_at: z.string().nullable().default(null),
  seed: z.int().nullable().default(null),
  plan_hash: z.string().nullable().default(null),
  package_version: z.string().nullable().default(null),
  git_version: z.string().nullable().default(null),
  config: z.record(z.string(), z.json()),
  probe_sets: z.array(probeSetRecordSchema),
  targets: z.array(
    z.object({
      id: z.string(),
      /** What people read; null: the id. */
      name: z.string().nullable().default(null),
      family: z.string().nullable(),
      kind: z.string(),
      model: z.string(),
      where: z.enum(PLACES),
      identity: z.string(),
      params: z.record(z.string(), z.json()),
    }),
  ),
  /** By the hash that rows carry. */
  identities: z.record(z.string(), identitySchema),
  classifiers: z.array(classifierIdSchema),
});
export type Meta = z.infer<typeof metaSchema>;

/** Where the meta data of an exported file stands. */
export function metaFileOf(file: string): string {
  return `${file}.meta.json`;
}

/**
 * Reads what stands beside an exported file, through `metaSchema` or a part of it; null where there is none. Throws
 * ConfigError where it is no meta file.
 */
export async function readMeta<S extends z.ZodType>(file: string, schema: S): Promise<z.output<S> | null> {
  const metaFile = metaFileOf(file);
  const text = await readTextFile(metaFile).catch((error: unknown) => {
    if (error instanceof ConfigError) throw error;
    return null;
  });
  if (text === null) return null;
  const wrong = (message: string): ConfigError =>
    new ConfigError([{ file: metaFile, line: null, column: null, message }]);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw wrong(`expected JSON, got ${jsonMistake(text, error)}`);
  }
  const meta = schema.safeParse(value);
  if (meta.success) return meta.data;
  const found = meta.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw wrong(`expected the meta file of an export, got ${found}`);
}
