import type { ErrorKind } from '../model/delivery.ts';
import type { Failure } from '../model/reply.ts';
import { ADDRESS, type MistakeScope, setupMistakeIn } from './setup-mistakes.ts';

/** What a failed call is in the end, whether it is worth making again, and what would mend it. */
export interface FailedCall {
  readonly kind: ErrorKind;
  readonly retryable: boolean;
  /** Of a configuration mistake: whether every call to the target will meet it, or perhaps this prompt alone. null: no such mistake. */
  readonly scope: MistakeScope | null;
  /** For people: what to change; null: nothing is known. */
  readonly hint: string | null;
}

/** Statuses of a request that stays wrong: key, credit, permission, address, fields. */
const MISTAKES = new Set([400, 401, 402, 403, 404, 405, 406, 410, 411, 413, 414, 415, 421, 422, 431, 501, 505]);
/** Of these, the ones that do not depend on the prompt. */
const TARGET_WIDE = new Set([401, 402, 404, 405, 406, 410, 411, 415, 421, 501, 505]);
/** 498 is how one host says that its spare capacity is used up. */
const TRANSIENT_4XX = new Set([408, 425, 429, 498]);

/**
 * Sorts a failed call by what the server said, its status, and the status that it wrapped in a body. The words go before the status:
 * services put a spent balance under 429 and a mistake in the template under 500.
 */
export function sortFailedCall({ kind }: Pick<Failure, 'kind'>, status: number | null, said: string): FailedCall {
  const real = status === null || status < 300 ? innerStatus(said) : status;
  const loaded = real !== null && TRANSIENT_4XX.has(real);
  if (kind !== 'http' && kind !== 'configuration') return { kind, retryable: true, scope: null, hint: null };
  const named = setupMistakeIn(said, loaded);
  if (named !== null) return { kind: 'configuration', retryable: false, ...named };
  if (kind === 'configuration') return configuration(real, 'prompt');
  if (real === null) return { kind: 'protocol', retryable: true, scope: null, hint: null };
  if (loaded) return { kind, retryable: true, scope: null, hint: null };
  if (MISTAKES.has(real)) return configuration(real, 'prompt');
  return { kind, retryable: real >= 500, scope: null, hint: null };
}

function configuration(status: number | null, otherwise: MistakeScope): FailedCall {
  const scope = status !== null && (TARGET_WIDE.has(status) || (status >= 300 && status < 400)) ? 'target' : otherwise;
  const hint = status === 404 || status === 405 ? ADDRESS : null;
  return { kind: 'configuration', retryable: false, scope, hint };
}

/** The HTTP status that a service put into the body of an error under status 200. */
function innerStatus(said: string): number | null {
  const match = /"(?:code|status|status_code|http_code)"\s*:\s*"?(\d{3})\b/.exec(said);
  return match === null ? null : Number(match[1]);
}
