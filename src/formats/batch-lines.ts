import { z } from 'zod';
import type { Json, JsonObject } from '../lib/json.ts';
import { type Line, type LineSource, type OnBadLine, readJsonLines } from './read-lines.ts';

/**
 * One request of a batch file: JSONL as OpenAI's, DashScope's and Together's batch services and `vllm run-batch` take it.
 * https://platform.openai.com/docs/guides/batch, https://docs.vllm.ai/en/latest/examples/offline_inference/openai_batch.html
 */
export function batchLine(customId: string, body: JsonObject): string {
  return `${JSON.stringify({ custom_id: customId, method: 'POST', url: '/v1/chat/completions', body })}\n`;
}

const errorSchema = z.looseObject({ code: z.union([z.string(), z.number()]).nullish(), message: z.string().nullish() });
const resultSchema = z.preprocess(
  withResponse,
  z.looseObject({
    id: z.string().nullish(),
    custom_id: z.string(),
    response: z
      .looseObject({ status_code: z.number().nullish(), request_id: z.string().nullish(), body: z.json().nullish() })
      .nullish(),
    error: z.union([errorSchema, z.string()]).nullish(),
  }),
);

/** A line of Anthropic's Message Batches, which has `result`, with the fields of the others: https://docs.claude.com/en/api/retrieving-message-batch-results */
export function withResponse(line: unknown): unknown {
  if (!isFields(line) || line.response !== undefined || !isFields(line.result)) return line;
  const { custom_id, result } = line;
  if (isFields(result.message)) return { custom_id, response: { status_code: 200, body: result.message }, error: null };
  if (typeof result.type !== 'string') return line;
  const told = isFields(result.error) ? result.error : {};
  const inner = isFields(told.error) ? told.error : told;
  const message = typeof inner.message === 'string' ? inner.message : `the request was ${result.type}`;
  return { custom_id, response: null, error: { code: String(inner.type ?? result.type), message } };
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a batch service says of one request. */
export interface BatchLine {
  readonly customId: string;
  /** The service's own name for the request that it made; null: none is given. */
  readonly requestId: string | null;
  readonly status: number | null;
  readonly body: Json;
  readonly error: { readonly code: string | null; readonly message: string | null } | null;
}

/** Reads a file of results, or of errors: the same lines. */
export async function* readBatchLines(
  source: LineSource,
  onBadLine: OnBadLine | null = null,
): AsyncGenerator<Line<BatchLine>> {
  for await (const { line, value } of readJsonLines(source, resultSchema, onBadLine)) {
    const { custom_id: customId, response, error, id } = value;
    yield {
      line,
      value: {
        customId,
        requestId: response?.request_id ?? id ?? null,
        status: response?.status_code ?? (response?.body === undefined || response.body === null ? null : 200),
        body: response?.body ?? null,
        error: errorOf(error),
      },
    };
  }
}

/** vLLM writes an error as a text where others write an object, and some write an empty object for none. */
function errorOf(error: z.output<typeof resultSchema>['error']): BatchLine['error'] {
  if (error === null || error === undefined || error === '') return null;
  if (typeof error === 'string') return { code: null, message: error };
  const { code, message } = error;
  if ((code === null || code === undefined) && (message === null || message === undefined)) return null;
  return { code: code === null || code === undefined ? null : String(code), message: message ?? null };
}
