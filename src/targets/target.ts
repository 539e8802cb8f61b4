import type { Delivery, DeliveryFlag, ErrorKind, FilterSide } from '../lib/delivery.ts';
import type { JsonObject } from '../lib/json.ts';
import type { TargetKind } from './kinds.ts';

/** `absent`: the service gave no trace; `empty`: it opened and closed one without a word; `present`: there is text. */
export const REASONING_STATES = ['absent', 'empty', 'present'] as const;
export type ReasoningState = (typeof REASONING_STATES)[number];

/** One message of a conversation. */
export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

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
  readonly where: 'hosted' | 'local';
  /** Seconds for one attempt, headers and body together. */
  readonly timeoutSeconds: number;
}

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
  readonly systemSource: 'config' | 'modelfile' | 'template' | null;
  /** Effective sampling and server parameters. */
  readonly parameters: JsonObject;
  readonly engine: string | null;
  readonly engineBuild: string | null;
  /** Set where a local server hands the model on to somebody else. */
  readonly remote: string | null;
  /** Anything else that the server tells of the model: sizes, capabilities, metadata. */
  readonly details: JsonObject;
}

/** Whether a target can be asked, what it is, and what a careful user should know about it. */
export interface Probing {
  readonly answers: boolean;
  readonly identity: Identity;
  readonly warnings: readonly string[];
}

/** One call to make. */
export interface Ask {
  /** Never empty. */
  readonly messages: readonly Message[];
  /** Seed of the sampler; null: none is sent. */
  readonly seed: number | null;
  /** Key of a recorded answer; other targets ignore it. */
  readonly key: { readonly variant: string; readonly sample: number };
  /** Aborts the call at once. */
  readonly signal: AbortSignal;
  /** JSON schema that the answer must follow, for judges; ignored where the engine cannot hold it. */
  readonly schema?: JsonObject;
}

/** Why a call brought no usable answer; `body` is the raw text as far as it came. */
export interface Failure {
  readonly kind: ErrorKind;
  readonly message: string;
  readonly body: string | null;
  /** Milliseconds that the server asked to wait; null: it did not say. */
  readonly retryAfterMs: number | null;
}

/**
 * What came back of one call. Never an exception: a failed call is data. Text that came before a failure is kept.
 * `classify/delivery.ts` turns it into a delivery.
 */
export interface Reply {
  readonly text: string;
  readonly reasoning: string | null;
  readonly reasoningState: ReasoningState;
  /** Finish reason in the provider's word; null: none was given. */
  readonly finish: string | null;
  /** HTTP status; null where there was no HTTP response. */
  readonly status: number | null;
  readonly failure: Failure | null;
  /** Ids, served model, usage, filter results, finish reasons: everything but the text. */
  readonly envelope: JsonObject;
  readonly usage: { readonly prompt: number | null; readonly completion: number | null } | null;
  /** What a recording says happened; null for calls that were really made. */
  readonly recorded: RecordedDelivery | null;
}

/** The delivery that a recording holds for an answer, taken over as it is. */
export interface RecordedDelivery {
  readonly delivery: Delivery;
  readonly side: FilterSide | null;
  readonly kind: ErrorKind | null;
  readonly flags: readonly DeliveryFlag[];
}

/** One model as served. Made by the table in `kinds.ts`; holds its client or engine until `close`. */
export interface Target {
  readonly spec: TargetSpec;
  /** Reads the identity, and says whether the target answers. Throws TargetError only where it can never be asked. */
  identify(signal: AbortSignal): Promise<Probing>;
  ask(ask: Ask): Promise<Reply>;
  close(): Promise<void>;
}
