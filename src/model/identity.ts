import { z } from 'zod';
import type { JsonObject } from '../lib/json.ts';
import { jsonObjectSchema } from './json-object.ts';
import { TARGET_KINDS, type TargetKind } from './target-kind.ts';

const SYSTEM_SOURCES = ['config', 'modelfile', 'template'] as const;

/** What can change a target's answers. Its hash is part of every trial id. Holds no secret. */
export interface Identity {
  readonly kind: TargetKind;
  readonly model: string;
  /** The model name that the server says it serves. */
  readonly served: string | null;
  /** Host and path of the service, without credentials; null for files. */
  readonly host: string | null;
  /** SHA-256 or the server's digest of the weights. */
  readonly digest: string | null;
  readonly quantization: string | null;
  readonly family: string | null;
  readonly template: string | null;
  /** The text the engine really sees for the one message `Hello`. */
  readonly renderedPrompt: string | null;
  readonly system: string | null;
  /** Who put the system prompt there. */
  readonly systemSource: (typeof SYSTEM_SOURCES)[number] | null;
  /** Effective sampling and server parameters. */
  readonly parameters: JsonObject;
  readonly engine: string | null;
  readonly engineBuild: string | null;
  /** Set where a local server hands the model on to somebody else. */
  readonly remote: string | null;
  /** Anything else that the server tells of the model: sizes, capabilities, metadata. */
  readonly details: JsonObject;
}

const known = z.string().nullable().default(null);

const fields = {
  kind: z.enum(TARGET_KINDS),
  model: z.string(),
  served: known,
  host: known,
  digest: known,
  quantization: known,
  family: known,
  template: known,
  renderedPrompt: known,
  system: known,
  systemSource: z.enum(SYSTEM_SOURCES).nullable().default(null),
  parameters: jsonObjectSchema.default({}),
  engine: known,
  engineBuild: known,
  remote: known,
  details: jsonObjectSchema.default({}),
} satisfies Record<keyof Identity, z.ZodType>;

/** An identity as stores and meta files keep it. What an older one did not note is null: not known. Fields that are not ours stay. */
export const identitySchema: z.ZodType<Identity> = z.looseObject(fields);
