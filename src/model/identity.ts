import type { JsonObject } from '../lib/json.ts';
import type { TargetKind } from './target-kind.ts';

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
