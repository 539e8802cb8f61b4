import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ScriptedServer, startScripted } from './scripted.ts';

/** A real exchange with a model server, as it was recorded. */
export interface Exchange {
  readonly server: 'ollama' | 'llama-server' | 'llama-cpp-python';
  readonly version: string;
  readonly name: string;
  readonly request: { readonly method: string; readonly path: string; readonly body: unknown };
  readonly response: { readonly status: number; readonly headers: Record<string, string>; readonly body: string };
}

/** Headers that belong to the connection and not to the answer. */
const OF_THE_CONNECTION = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length']);

/** All recorded exchanges, in the order they were made. */
export function loadExchanges(): Exchange[] {
  const file = join(import.meta.dirname, '../fixtures/exchanges/server-exchanges.jsonl');
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Exchange);
}

/**
 * Plays exchanges: a request gets the first one of its method and path, as it was recorded. With one chat exchange in the
 * list, every chat call gets it.
 */
export async function startPlayback(exchanges: readonly Exchange[]): Promise<ScriptedServer> {
  return startScripted(({ method, path }) => {
    const exchange = exchanges.find(({ request }) => request.method === method && request.path === path);
    if (exchange === undefined) return { status: 404, parts: ['404 page not found'] };
    const { status, headers, body } = exchange.response;
    const kept = Object.entries(headers).filter(([name]) => !OF_THE_CONNECTION.has(name.toLowerCase()));
    return { status, headers: Object.fromEntries(kept), parts: [body] };
  });
}
