import type { ErrorKind } from '../../model/delivery.ts';
import type { Failure } from '../../model/reply.ts';
import type { Deadline } from './deadline.ts';
import { RedirectError, type ReplyHeaders } from './http-client.ts';

/** Characters of a raw body that are kept with a failed call. */
export const MAX_RAW_BODY = 65_536;

/** A raw body as it is stored: whole, or cut with a note that says how much there was. */
function keptBody(raw: string): string {
  if (raw.length <= MAX_RAW_BODY) return raw;
  return `${raw.slice(0, MAX_RAW_BODY)}\n[cut here: ${raw.length} characters in all]`;
}

/** A failure of a kind, with the raw body as far as it came; an empty body is null. */
export function failureOf(kind: ErrorKind, message: string, raw: string, headers: ReplyHeaders = {}): Failure {
  return { kind, message, body: raw === '' ? null : keptBody(raw), retryAfterMs: retryAfterMs(headers) };
}

/** What an exception of the transport means: the deadline, a redirect that must not be followed, or a broken connection. */
export function failureOfException(error: unknown, deadline: Deadline, seconds: number, raw: string): Failure {
  if (deadline.expired()) return failureOf('timeout', `no complete answer within ${seconds} s`, raw);
  if (deadline.signal.aborted) return failureOf('connection', 'the call was broken off', raw);
  if (error instanceof RedirectError) return failureOf('configuration', error.message, raw);
  return failureOf('connection', describeError(error), raw);
}

const UNTRUSTED = /SELF_SIGNED_CERT|UNABLE_TO_VERIFY_LEAF|UNABLE_TO_GET_ISSUER/;

/** The message of an error and of what caused it, with codes such as ECONNREFUSED. */
export function describeError(error: unknown): string {
  const parts: string[] = [];
  for (let cause: unknown = error; cause instanceof Error && parts.length < 4; cause = cause.cause) {
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
    const text = cause.message === '' && cause instanceof AggregateError ? aggregateText(cause) : cause.message;
    const part = code === null || text.includes(code) ? text : `${text} (${code})`;
    if (part !== '' && !parts.includes(part)) parts.push(part);
  }
  const text = parts.length === 0 ? String(error) : parts.join(': ');
  return UNTRUSTED.test(text) ? `${text}; to trust its certificate, set tls: { ca: FILE }` : text;
}

function aggregateText(error: AggregateError): string {
  return error.errors.map((inner) => (inner instanceof Error ? inner.message : String(inner))).join('; ');
}

/** Milliseconds that a server asks to wait, by `retry-after-ms` or `Retry-After` (seconds, or a date beside the response's own); null: it does not say. */
function retryAfterMs(headers: ReplyHeaders): number | null {
  const exact = Number(headers['retry-after-ms'] ?? Number.NaN);
  if (Number.isFinite(exact) && exact >= 0) return exact;
  const text = headers['retry-after'];
  if (typeof text !== 'string' || text.trim() === '') return null;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return seconds >= 0 ? seconds * 1000 : null;
  const at = Date.parse(text);
  const sent = Date.parse(typeof headers.date === 'string' ? headers.date : '');
  return Number.isNaN(at) || Number.isNaN(sent) ? null : Math.max(0, at - sent);
}
