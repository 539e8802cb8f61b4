import type { JsonObject } from '../../lib/json.ts';
import type { ClassifierId, Mode } from '../../model/verdict.ts';

/** One question to the model that judges. */
export interface JudgeCall {
  readonly prompt: string;
  readonly schema: JsonObject;
  /** `again`: after a reply that could not be used; `flags`: the second, optional question. */
  readonly purpose: 'first' | 'again' | 'flags';
}

/** What the model said, or why it said nothing: a filter, a failure. */
export type JudgeReply = { readonly text: string } | { readonly failed: string };

/** Asks the model. Never throws but for an aborted signal. */
export type AskModel = (call: JudgeCall) => Promise<JudgeReply>;

/** What a judge is made of. */
export interface JudgeOptions {
  /** The target's id; the classifier's name is `judge:<target>`. */
  readonly target: string;
  readonly mode: Mode;
  /** Everything of the model that can change its replies: identity, parameters, seed. Goes into the version. */
  readonly model: JsonObject;
  /** Bound of the quotes in the schema, for engines with grammars; null for services. */
  readonly quoteLength: number | null;
  /** Asks for flags in a second call; absent: it does not. */
  readonly flags?: boolean;
  readonly concurrency: number;
  /** Asks the model on behalf of a classifier. Never throws but for an aborted signal. */
  readonly ask: (call: JudgeCall, by: ClassifierId, signal: AbortSignal) => Promise<JudgeReply>;
}
