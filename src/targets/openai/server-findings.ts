import type { JsonObject } from '../../lib/json.ts';
import type { Identity } from '../../model/identity.ts';

/** What a server tells of a model beyond the list: a part of the identity, and warnings. */
export interface ServerFindings {
  readonly identity: Partial<Identity>;
  readonly warnings: readonly string[];
  /** Whether the model was seen to think where nothing is said; absent: nothing tells. */
  readonly isThinking?: boolean | null;
  /** The fields that carry `think`. */
  readonly sent: JsonObject;
}

/** Asks one address of the server for JSON; null: it does not answer there. */
export type ReadServer = (path: string, body?: unknown) => Promise<Record<string, unknown> | null>;
