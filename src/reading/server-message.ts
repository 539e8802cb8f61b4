import { parseJson } from '../lib/parse-json.ts';

/** Characters of a server's message that are shown. */
const SHOWN = 500;

/**
 * What a server says in the body of a failed call, for people: `error.message`, `error`, `message` or `detail`, also where
 * it is JSON inside a string; else the beginning of the text. null: nothing is there.
 */
export function serverMessage(raw: string): string | null {
  const text = messageIn(raw, 0) ?? raw.replace(/<style.*?<\/style>|<[^>]*>/gs, ' ');
  const line = text.replace(/\s+/g, ' ').trim();
  if (line === '') return null;
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
}

function messageIn(raw: string, depth: number): string | null {
  const value = parseObject(raw);
  return value === null ? null : messageOf(value, depth);
}

function messageOf(value: Record<string, unknown>, depth: number): string | null {
  if (depth > 4) return null;
  for (const name of ['error', 'message', 'detail', 'error_msg', 'msg', 'status_msg', 'base_resp', 'errors']) {
    const inner = value[name];
    if (typeof inner === 'string' && inner !== '') return messageIn(inner, depth + 1) ?? inner;
    if (typeof inner !== 'object' || inner === null) continue;
    const found = messageOf(inner as Record<string, unknown>, depth + 1);
    if (found !== null) return withUpstream(found, inner as Record<string, unknown>, depth);
  }
  return null;
}

/** Routers put what the host behind them said into `metadata.raw`. */
function withUpstream(message: string, error: Record<string, unknown>, depth: number): string {
  const metadata = error.metadata;
  const raw = typeof metadata === 'object' && metadata !== null && 'raw' in metadata ? metadata.raw : null;
  if (typeof raw !== 'string' || raw === '') return message;
  return `${message}: ${messageIn(raw, depth + 1) ?? raw}`;
}

function parseObject(text: string): Record<string, unknown> | null {
  if (!text.trimStart().startsWith('{')) return null;
  try {
    const value: unknown = parseJson(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
