import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One scripted answer: parts are written one after the other; a number waits that many milliseconds. */
export interface Script {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly parts?: readonly (string | number)[];
  /** What happens after the last part: the response ends, the socket is reset, or nothing more ever comes. */
  readonly after?: 'end' | 'reset' | 'hang';
}

/** A request as it arrived. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The body parsed, or null. */
  readonly json: Record<string, unknown> | null;
}

/** A real HTTP server that answers by script and remembers what it was asked. */
export interface ScriptedServer {
  readonly url: string;
  readonly port: number;
  readonly received: Received[];
  close(): Promise<void>;
}

/** Starts a server on a free loopback port; `answer` gives the script for a request and its number from 0. */
export async function startScripted(answer: (request: Received, n: number) => Script): Promise<ScriptedServer> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const { method = '', url = '', headers } = request;
      const one: Received = { method, path: url, headers, body, json: parsed(body) };
      received.push(one);
      void play(answer(one, received.length - 1), response);
    });
  });
  const port = await listen(server);
  return { url: `http://127.0.0.1:${port}`, port, received, close: () => shut(server) };
}

/** An answer streamed as chat completion chunks, with finish reason and usage. */
export function chatStream(pieces: readonly string[], finish: string | null = 'stop', more: object = {}): Script {
  const chunks = pieces.map((content) => ({ choices: [{ index: 0, delta: { content }, finish_reason: null }] }));
  const last = { choices: [{ index: 0, delta: {}, finish_reason: finish }], ...more };
  return sse([...chunks, last]);
}

/** Objects as server-sent events, ended by `[DONE]`. */
export function sse(events: readonly object[], done = true): Script {
  const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_700_000_000, model: 'm' };
  const parts = events.map((event) => `data: ${JSON.stringify({ ...head, ...event })}\n\n`);
  return { headers: { 'content-type': 'text/event-stream' }, parts: done ? [...parts, 'data: [DONE]\n\n'] : parts };
}

/** A JSON body under a status. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Script {
  return { status, headers: { 'content-type': 'application/json', ...headers }, parts: [JSON.stringify(body)] };
}

/** Listens on a free loopback port and tells it. */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Closes a server and every connection to it. */
export async function shut(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

async function play(script: Script, response: ServerResponse): Promise<void> {
  response.writeHead(script.status ?? 200, script.headers ?? {});
  response.flushHeaders();
  for (const part of script.parts ?? []) {
    if (typeof part === 'number') await new Promise((resolve) => setTimeout(resolve, part));
    else response.write(part);
  }
  if (script.after === 'hang') return;
  if (script.after === 'reset') setTimeout(() => response.socket?.resetAndDestroy(), 20);
  else response.end();
}

function parsed(body: string): Record<string, unknown> | null {
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
