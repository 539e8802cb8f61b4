import type { ErrorKind } from '../model/delivery.ts';
import type { Failure } from '../model/reply.ts';

/** What a failed call is in the end, and whether it is worth making again. */
export interface FailedCall {
  readonly kind: ErrorKind;
  readonly retryable: boolean;
}

/** Words of a server that mean a mistake in the request or the set-up, whatever the status. */
const CONFIGURATION: readonly RegExp[] = [
  /exceed_context_size_error|exceeds the available context size|context_length_exceeded|maximum context length|prompt (?:is )?too long/i,
  /must be of type|Field '[^']+': |literal_error|float_parsing|int_parsing|validation errors?\b|parse_error|invalid_request_error/i,
  /does not support thinking|only support stream mode|parameter\.[a-z_]+ must be|must be passed back to the API/i,
  /model (?:'[^']*' )?not found|Model Not Exist|Model does not exist|no such model|model is required|missing request body/i,
  /Arrearage|insufficient[ _]balance|insufficient credits|invalid[ _]api[ _]key|free (?:tier|quota)/i,
  /list object has no element 0/,
];

/** Statuses of a request that stays wrong: key, credit, permission, address, fields. */
const MISTAKES = new Set([400, 401, 402, 403, 404, 405, 406, 410, 411, 413, 414, 415, 421, 422, 431, 501, 505]);
/** 498 is how one host says that its spare capacity is used up. */
const TRANSIENT_4XX = new Set([408, 429, 498]);

/** Sorts a failed call by what the server said, its status, and the status that it wrapped in a body. */
export function sortFailedCall({ kind }: Pick<Failure, 'kind'>, status: number | null, said: string): FailedCall {
  if (kind === 'configuration') return { kind, retryable: false };
  if (kind !== 'http') return { kind, retryable: true };
  const real = status === null || status < 300 ? innerStatus(said) : status;
  if (real === null) return { kind: 'protocol', retryable: true };
  if (TRANSIENT_4XX.has(real)) return { kind, retryable: true };
  if (CONFIGURATION.some((words) => words.test(said))) return { kind: 'configuration', retryable: false };
  if (real >= 500 && real !== 501 && real !== 505) return { kind, retryable: true };
  return { kind: MISTAKES.has(real) ? 'configuration' : 'http', retryable: false };
}

/** The HTTP status that a service put into the body of an error under status 200. */
function innerStatus(said: string): number | null {
  const match = /"(?:code|status|status_code|http_code)"\s*:\s*"?(\d{3})\b/.exec(said);
  return match === null ? null : Number(match[1]);
}
