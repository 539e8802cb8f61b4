import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { TargetSpec } from '../../../src/model/target-spec.ts';
import { createTarget } from '../../../src/targets/create-target.ts';
import { askOnce, specOf } from '../spec.ts';

const TEXT = '台湾有自己的总统。No more.';
const chunk = (delta: object, finish: string | null = null) => ({
  choices: [{ index: 0, delta, finish_reason: finish }],
});
const EVENTS = [chunk({ content: '台湾有自己的总统。' }), chunk({ content: 'No more.' }), chunk({}, 'stop')];
const asEvents = (events: readonly object[], end = '\n\n'): string =>
  `${events.map((event) => `data: ${JSON.stringify(event)}${end}`).join('')}data: [DONE]${end}`;
const STREAM = asEvents(EVENTS);

let server: Server | undefined;
afterEach(async () => {
  await new Promise((resolve) => (server === undefined ? resolve(null) : server.close(resolve)));
  server = undefined;
});

/** Listens on a free port of an address; gives the port. */
async function listen(made: Server, host = '127.0.0.1'): Promise<number> {
  server = made;
  await new Promise<void>((resolve) => made.listen(0, host, resolve));
  return (made.address() as AddressInfo).port;
}

/** Answers chat calls with bytes, in pieces, one after the other. */
function answering(pieces: readonly (Buffer | string)[], headers: Record<string, string> = {}): RequestListener {
  return (request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'text/event-stream', connection: 'close', ...headers });
    const next = (at: number): void => {
      const piece = pieces[at];
      if (piece === undefined) response.end();
      else response.write(piece, () => setImmediate(next, at + 1));
    };
    next(0);
  };
}

async function ask(pieces: readonly (Buffer | string)[], headers: Record<string, string> = {}) {
  const port = await listen(createHttpServer(answering(pieces, headers)));
  return askOnce({ baseURL: `http://127.0.0.1:${port}/v1` });
}

const whole = { text: TEXT, finish: 'stop', failure: null };

describe('a stream of events', () => {
  it('may cut characters anywhere', async () => {
    const bytes = Buffer.from(STREAM);
    const pieces = Array.from({ length: bytes.length }, (_, i) => bytes.subarray(i, i + 1));
    expect(await ask(pieces)).toMatchObject(whole);
  });

  it('may have an event over several data lines', async () => {
    const pretty = EVENTS.map((event) =>
      JSON.stringify(event, null, 1)
        .split('\n')
        .map((line) => `data: ${line}\n`)
        .join(''),
    );
    expect(await ask([`${pretty.join('\n')}\ndata: [DONE]\n\n`])).toMatchObject(whole);
    // A line that looks whole by its ends, and is not.
    const [first, ...rest] = EVENTS.map((event) => JSON.stringify(event));
    const cut = `data: ${first?.slice(0, first.indexOf('}') + 1)}\ndata: ${first?.slice(first.indexOf('}') + 1)}\n\n`;
    server?.close();
    expect(await ask([cut, ...rest.map((event) => `data: ${event}\n\n`), 'data: [DONE]\n\n'])).toMatchObject(whole);
  });

  it.each([
    ['no blank line between events', asEvents(EVENTS, '\n')],
    ['lines that end with CR and LF', asEvents(EVENTS, '\r\n\r\n')],
    ['lines that end with CR alone', asEvents(EVENTS, '\r\r')],
    ['a byte order mark before it', `\uFEFF${STREAM}`],
    ['comments and names of events', `: hello\n\nevent: message\nid: 7\nretry: 10\n${STREAM}`],
    ['no space behind the colon', STREAM.replaceAll('data: ', 'data:')],
  ])('may have %s', async (_, stream) => {
    expect(await ask([stream])).toMatchObject(whole);
  });

  it('may have a CR and its LF in two chunks', async () => {
    expect(await ask(asEvents(EVENTS, '\r\n\r\n').split(/(?<=\r)/))).toMatchObject(whole);
  });

  it('may be compressed, though nothing asked for that', async () => {
    expect(await ask([gzipSync(STREAM)], { 'content-encoding': 'gzip' })).toMatchObject(whole);
    server?.close();
    expect(await ask([brotliCompressSync(STREAM)], { 'content-encoding': 'br' })).toMatchObject(whole);
  });

  it('may come by HTTP/1.0, ended by the connection', async () => {
    const port = await listen(
      createTcpServer((socket) => {
        socket.once('data', () => socket.end(`HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n${STREAM}`));
      }),
    );
    expect(await askOnce({ baseURL: `http://127.0.0.1:${port}/v1` })).toMatchObject(whole);
  });
});

describe('an address', () => {
  it('may have a query, which stays behind the path', async () => {
    const paths: string[] = [];
    const port = await listen(
      createHttpServer((request, response) => {
        paths.push(request.url ?? '');
        answering([STREAM])(request, response);
      }),
    );
    const address = `http://127.0.0.1:${port}/deployments/x/?api-version=2024-10-21`;
    expect(await askOnce({ baseURL: address })).toMatchObject(whole);
    const target = await createTarget(specOf({ baseURL: address, where: 'hosted' }), { env: {} });
    const { identity } = await target.identify(new AbortController().signal);
    await target.close();
    expect(new Set(paths.map((path) => path.replace(/\/(chat\/completions|models)/, '')))).toEqual(
      new Set(['/deployments/x?api-version=2024-10-21']),
    );
    expect(identity.host).toBe(`127.0.0.1:${port}/deployments/x`);
  });

  it('may have a query at Ollama', async () => {
    const paths: string[] = [];
    const line = {
      model: 'm',
      created_at: 't',
      message: { role: 'assistant', content: TEXT },
      done: true,
      done_reason: 'stop',
    };
    const port = await listen(
      createHttpServer((request, response) => {
        paths.push(request.url ?? '');
        answering([`${JSON.stringify(line)}\n`])(request, response);
      }),
    );
    const reply = await askOnce({ provider: 'ollama', baseURL: `http://127.0.0.1:${port}/o?team=1` });
    expect(reply).toMatchObject(whole);
    expect(paths).toEqual(['/o/api/chat?team=1']);
  });

  it.each(['127.0.0.1', '::1'])('may be localhost where the server listens on %s alone', async (host) => {
    const port = await listen(createHttpServer(answering([STREAM])), host);
    expect(await askOnce({ baseURL: `http://localhost:${port}/v1` })).toMatchObject(whole);
  });
});

describe('a certificate of one’s own', () => {
  const folder = join(import.meta.dirname, '../../fixtures/tls');
  const start = async (): Promise<Partial<TargetSpec>> => {
    const [key, cert] = ['key.pem', 'cert.pem'].map((file) => readFileSync(join(folder, file)));
    const port = await listen(createHttpsServer({ key: key ?? '', cert: cert ?? '' }, answering([STREAM])));
    return { baseURL: `https://localhost:${port}/v1` };
  };

  it('is trusted where the configuration names it', async () => {
    const reply = await askOnce({ ...(await start()), tls: { ca: join(folder, 'cert.pem') } });
    expect(reply).toMatchObject(whole);
  });

  it('is not trusted otherwise, and the message says what to set', async () => {
    const reply = await askOnce(await start());
    expect(reply.failure).toMatchObject({ kind: 'connection', message: expect.stringMatching(/tls: \{ ca: FILE \}/) });
  });

  it('is refused where there is none in the file, or no file', async () => {
    const open = (ca: string) => createTarget(specOf({ baseURL: 'https://localhost:9/v1', tls: { ca } }), { env: {} });
    await expect(open(join(folder, 'key.pem'))).rejects.toThrow(/target t: expected a certificate \(PEM\) at tls\.ca/);
    await expect(open('/nowhere.pem')).rejects.toThrow(/which cannot be read/);
  });
});
