import type { JsonObject } from '../../lib/json.ts';
import type { Failure, Reply } from '../../model/reply.ts';
import type { TargetSpec } from '../../model/target-spec.ts';
import { serverMessage } from '../../reading/server-message.ts';
import { failureOf } from '../http/call-failure.ts';
import type { Ask, BatchResult } from '../target.ts';
import { AnswerParts, isFields } from './openai-answer.ts';
import { replyOf } from './openai-reply.ts';

/** Codes by which a batch service says that it did not come to a request, and what that is. */
const NOT_DONE: Readonly<Record<string, 'timeout' | 'connection'>> = {
  batch_expired: 'timeout',
  batch_cancelled: 'connection',
};

/** The body of a call as it stands in a batch file: the same, but not streamed. */
export function batchBody(body: JsonObject): JsonObject {
  const { stream: _, stream_options: __, ...rest } = body;
  return rest;
}

/** Reads what a batch service says of one request, as a call that was made would be read. */
export function readBatchResult(
  spec: TargetSpec,
  asked: Pick<Ask, 'messages'>,
  { status, body, error }: BatchResult,
  tokenLimit: number,
): Reply {
  const parts = new AnswerParts();
  const raw = body === null ? '' : JSON.stringify(body);
  const isGood = status !== null && status >= 200 && status < 300;
  if (isGood && error === null && isFields(body)) parts.take(body);
  const reply = { status: status ?? 0, headers: {} };
  return replyOf(
    spec,
    asked,
    status === null ? null : reply,
    parts,
    failureIn({ status, body, error }, parts, raw),
    raw,
    tokenLimit,
    {},
  );
}

function failureIn({ status, body, error }: BatchResult, parts: AnswerParts, raw: string): Failure | null {
  if (error !== null) {
    const message = error.message ?? serverMessage(raw) ?? 'no message';
    return failureOf(NOT_DONE[error.code ?? ''] ?? 'http', `batch: ${error.code ?? 'error'}: ${message}`, raw);
  }
  if (status === null) return failureOf('protocol', 'the line of results has neither a response nor an error', raw);
  if (status < 200 || status > 299)
    return failureOf('http', `HTTP ${status}: ${serverMessage(raw) ?? 'no message'}`, raw);
  if (parts.error !== null) {
    const message = serverMessage(JSON.stringify(parts.error)) ?? 'an error without a message';
    return failureOf('http', `error under HTTP ${status}: ${message}`, raw);
  }
  if (isFields(body) && 'choices' in body) return null;
  return failureOf('protocol', `HTTP ${status} with a body that is no chat completion`, raw);
}
