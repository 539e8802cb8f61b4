import type { Json, JsonObject } from '../lib/json.ts';
import type { Identity } from '../model/identity.ts';
import type { Message } from '../model/message.ts';
import type { Reply } from '../model/reply.ts';
import type { TargetSpec } from '../model/target-spec.ts';

/** What happens while a target is made ready, for progress lines. Sizes in bytes; null where the server tells none. */
export interface TargetProgress {
  readonly type: 'download' | 'hash' | 'load';
  readonly target: string;
  readonly file: string;
  readonly done: number;
  readonly total: number | null;
}

/** What a target needs from outside: the environment (for proxies, never for keys) and an ear for progress. */
export interface TargetIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onProgress?: (event: TargetProgress) => void;
}

/** Whether a target can be asked, what it is, and what a careful user should know about it. */
export interface Inspection {
  readonly answers: boolean;
  readonly identity: Identity;
  /** What the model calls itself, for people; absent: it does not say. No part of the identity. */
  readonly name?: string;
  readonly warnings: readonly string[];
  /** Its list of models does not name it, and the call that would tell whether it answers was not made, since it may cost. */
  readonly untried?: true;
  /** Tokens that each answer may have for thought beside `max_tokens`; absent: none. */
  readonly reasoningTokens?: number;
}

/** One call to make. */
export interface Ask {
  /** Never empty. */
  readonly messages: readonly Message[];
  /** Seed of the sampler; null: none is sent. */
  readonly seed: number | null;
  /** Key of a recorded answer; other targets ignore it. */
  readonly key: { readonly variant: string; readonly sample: number; readonly turn?: number };
  /** Aborts the call at once. */
  readonly signal: AbortSignal;
  /** JSON schema that the answer must follow, for judges; ignored where the engine cannot hold it. */
  readonly schema?: JsonObject;
}

/** What a batch service says of one request. */
export interface BatchResult {
  /** HTTP status of the call that it made; null: it made none. */
  readonly status: number | null;
  readonly body: Json;
  readonly error: { readonly code: string | null; readonly message: string | null } | null;
}

/** Calls that somebody else makes: written to a file, and read when they come back. Nothing is sent. */
export interface BatchCalls {
  /** The body of a call; null where nothing tells how it has to be asked, since the server could not be looked at. */
  request(asked: Omit<Ask, 'signal'>): JsonObject | null;
  read(asked: Pick<Ask, 'messages'>, result: BatchResult): Reply;
}

/** One model as served. Made by `createTarget`; holds its client or engine until `close`. */
export interface Target {
  readonly spec: TargetSpec;
  /**
   * Reads the identity, and says whether the target answers. With `free` no hosted model is called for it, but only looked up. Throws TargetError only
   * where it can never be asked.
   */
  identify(signal: AbortSignal, free?: boolean): Promise<Inspection>;
  ask(ask: Ask): Promise<Reply>;
  /** Absent: its calls cannot be left to a batch service. */
  readonly batch?: BatchCalls;
  /** What calls have shown that is not sent as configured, for people. */
  learned?(): readonly string[];
  close(): Promise<void>;
}
