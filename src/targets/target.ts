import type { JsonObject } from '../lib/json.ts';
import type { Identity } from '../model/identity.ts';
import type { Message } from '../model/message.ts';
import type { Reply } from '../model/reply.ts';
import type { TargetSpec } from '../model/target-spec.ts';

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

/** One model as served. Made by the table in `kinds.ts`; holds its client or engine until `close`. */
export interface Target {
  readonly spec: TargetSpec;
  /** Reads the identity, and says whether the target answers. Throws TargetError only where it can never be asked. */
  identify(signal: AbortSignal): Promise<Probing>;
  ask(ask: Ask): Promise<Reply>;
  close(): Promise<void>;
}
