import { z } from 'zod';
import type { JsonObject } from '../lib/json.ts';
import type { Secret } from '../lib/mask-text.ts';
import { jsonObjectSchema } from './json-object.ts';
import { TARGET_KINDS, type TargetKind } from './target-kind.ts';

/** Sampling of an answer. Every field is sent wherever the provider takes it; null leaves the provider's default. */
export interface SamplingParams {
  readonly temperature: number | null;
  readonly top_p: number | null;
  /** 0 switches it off. */
  readonly top_k: number | null;
  readonly min_p: number | null;
  readonly repeat_penalty: number | null;
  /** Tokens an answer may have; a thought before it has its own. */
  readonly max_tokens: number;
  /** Tokens a thought may have beside the answer; absent: as many as such models are given where the target thinks. */
  readonly reasoning_tokens?: number;
  /** Tokens of prompt and answer together; for Ollama and llama.cpp. */
  readonly num_ctx: number | null;
}

/** Seconds for one attempt where nothing is configured. */
export const DEFAULT_TIMEOUT_SECONDS = 300;

/** Whether answers come from somebody else's machines. */
export const PLACES = ['hosted', 'local'] as const;
export type Place = (typeof PLACES)[number];

/** One target as configured, with every default filled in and `${NAME}` resolved. */
export interface TargetSpec {
  readonly id: string;
  /** What people read; absent: what the model calls itself, where it is a file, else the id. It changes no call and no hash. */
  readonly name?: string;
  /** The arm of the audit in which it is asked; absent: nothing is varied. */
  readonly arm?: string;
  readonly family: string | null;
  readonly provider: TargetKind;
  /** Model name, GGUF path or `hf:` address; empty for a recording. */
  readonly model: string;
  readonly baseURL: string | null;
  /** Secret: never stored, logged or shown. */
  readonly apiKey: string | null;
  /** The recording's file. */
  readonly file: string | null;
  /** null: no system message is sent, and the template may put its own; a string, also an empty one, is sent. */
  readonly system: string | null;
  /** Whether, and how much, the model is to think; null leaves it to the server. */
  readonly think: boolean | string | null;
  /** true: a target that thinks has tokens for it beside `max_tokens`; absent: configured before there was such a budget. */
  readonly budgeted?: true;
  readonly params: SamplingParams;
  /** What the server is, where neither its address nor its answers tell; absent: they tell. */
  readonly service?: string;
  /** A certificate to trust beside those of the system; absent: none. */
  readonly tls?: { readonly ca: string };
  /** The state (ISO 3166) of the model's maker, for figures of home and away alone; absent: that of its family. It changes no call and no hash. */
  readonly jurisdiction?: string;
  /** How many alternatives of an answer's first token are asked for, 1 to 20; absent: none. They change no answer. */
  readonly logprobs?: number;
  /** Extra headers; values may be secrets. */
  readonly headers: Readonly<Record<string, string>>;
  /** Extra fields of the request body, merged last. */
  readonly body: JsonObject;
  readonly concurrency: number;
  /** Requests per minute; null: no limit. */
  readonly rate: number | null;
  /** Price per million tokens, input and output. */
  /** Per million tokens; `batch` is the share of it that a call costs which a batch service makes, absent: the whole. */
  readonly price: { readonly input: number; readonly output: number; readonly batch?: number } | null;
  readonly where: Place;
  /** Seconds for one attempt, headers and body together. */
  readonly timeoutSeconds: number;
  /** Variables whose names stand in `system` as it is stored; absent: what stands there is the text itself. */
  readonly systemVariables?: readonly string[];
  /** Values of variables that must not be kept or shown; absent: none but key, headers, and login and query of the address. Never stored. */
  readonly secrets?: readonly Secret[];
}

const setting = z.number().nullable().default(null);

const samplingFields = {
  temperature: setting,
  top_p: setting,
  top_k: setting,
  min_p: setting,
  repeat_penalty: setting,
  max_tokens: z.number(),
  reasoning_tokens: z.number().exactOptional(),
  num_ctx: setting,
} satisfies Record<keyof SamplingParams, z.ZodType>;

const fields = {
  id: z.string(),
  name: z.string().exactOptional(),
  arm: z.string().exactOptional(),
  family: z.string().nullable().default(null),
  provider: z.enum(TARGET_KINDS),
  model: z.string().default(''),
  baseURL: z.string().nullable().default(null),
  apiKey: z.string().nullable().default(null),
  file: z.string().nullable().default(null),
  system: z.string().nullable().default(null),
  think: z.union([z.boolean(), z.string()]).nullable().default(null),
  budgeted: z.literal(true).exactOptional(),
  params: z.object(samplingFields),
  service: z.string().exactOptional(),
  tls: z.object({ ca: z.string() }).exactOptional(),
  jurisdiction: z.string().exactOptional(),
  logprobs: z.number().exactOptional(),
  headers: z.record(z.string(), z.string()).default({}),
  body: jsonObjectSchema.default({}),
  concurrency: z.int().positive().default(1),
  rate: z.number().nullable().default(null),
  price: z
    .object({ input: z.number(), output: z.number(), batch: z.number().exactOptional() })
    .nullable()
    .default(null),
  where: z.enum(PLACES),
  timeoutSeconds: z.number().positive().default(DEFAULT_TIMEOUT_SECONDS),
  systemVariables: z.array(z.string()).exactOptional(),
} satisfies Record<Exclude<keyof TargetSpec, 'secrets'>, z.ZodType>;

/**
 * A target as a run's configuration keeps it, without secrets. A field that came after the run was stored gets the value
 * by which calls were made then, so that such a run can be carried on.
 */
export const storedTargetSchema: z.ZodType<TargetSpec> = z.object(fields);
