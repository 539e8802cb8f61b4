import { parseJson } from '../../lib/parse-json.ts';
import { serverMessage } from '../../reading/server-message.ts';
import { describeError } from './call-failure.ts';
import type { HttpClient } from './http-client.ts';
import { readText } from './read-event-stream.ts';

/** What came of asking a server for JSON. `value` is null where there was none; `message` says why. */
export interface JsonReply {
  readonly status: number | null;
  readonly value: Record<string, unknown> | null;
  readonly message: string | null;
}

/** One small request that never throws but for a bug: GET, or POST where there is a body. */
export async function readJson(
  http: HttpClient,
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  body: unknown = null,
): Promise<JsonReply> {
  try {
    const text = body === null ? null : JSON.stringify(body);
    const reply = await http.send({ method: text === null ? 'GET' : 'POST', url, headers, body: text, signal });
    const raw = await readText(reply.body, { raw: '', stray: '', done: false });
    const value = reply.status === 200 ? objectIn(raw) : null;
    const message = value === null ? `HTTP ${reply.status}: ${serverMessage(raw) ?? 'no JSON object'}` : null;
    return { status: reply.status, value, message };
  } catch (error) {
    return { status: null, value: null, message: describeError(error) };
  }
}

function objectIn(raw: string): Record<string, unknown> | null {
  try {
    const value: unknown = parseJson(raw);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
