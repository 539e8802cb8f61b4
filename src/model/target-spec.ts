import type { JsonObject } from '../lib/json.ts';
import type { TargetKind } from './target-kind.ts';

/** Sampling of an answer. Every field is sent wherever the provider takes it; null leaves the provider's default. */
export interface SamplingParams {
  readonly temperature: number | null;
  readonly top_p: number | null;
  /** 0 switches it off. */
  readonly top_k: number | null;
  readonly min_p: number | null;
  readonly repeat_penalty: number | null;
  /** Tokens an answer may have, reasoning included. */
  readonly max_tokens: number;
  /** Tokens of prompt and answer together; for Ollama and llama.cpp. */
  readonly num_ctx: number | null;
}

/** Whether answers come from somebody else's machines. */
export const PLACES = ['hosted', 'local'] as const;
export type Place = (typeof PLACES)[number];

/** One target as configured, with every default filled in and `${NAME}` resolved. */
export interface TargetSpec {
  readonly id: string;
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
  /** Ollama's `think`; null leaves it to the server. */
  readonly think: boolean | string | null;
  readonly params: SamplingParams;
  /** Extra headers; values may be secrets. */
  readonly headers: Readonly<Record<string, string>>;
  /** Extra fields of the request body, merged last. */
  readonly body: JsonObject;
  readonly concurrency: number;
  /** Requests per minute; null: no limit. */
  readonly rate: number | null;
  /** Price per million tokens, input and output. */
  readonly price: { readonly input: number; readonly output: number } | null;
  readonly where: Place;
  /** Seconds for one attempt, headers and body together. */
  readonly timeoutSeconds: number;
}
