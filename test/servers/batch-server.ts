import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Request {
  readonly custom_id: string;
  readonly body: { readonly model: string; readonly messages: readonly { readonly content: string }[] };
}

/** What becomes of a request: an answer, a status with a body, an error of the batch's own, or nothing at all (a gap). */
export type Fate =
  | { readonly text: string; readonly model?: string }
  | { readonly status: number; readonly body: object }
  | { readonly code: string; readonly message: string }
  | null;

/** A service that has OpenAI's files and batches, and nothing else. */
export interface BatchServer {
  readonly address: string;
  /** Headers of every call, oldest first. */
  readonly headers: IncomingMessage['headers'][];
  /** Ends every batch that was handed in. */
  finish(): void;
  /** What is said under status 200 in the place of what was asked for, by method and kind (`POST files`, `GET batches`). */
  readonly pages: Map<string, string>;
  /** What is done, and then the connection cut in the midst of what is said of it, named likewise. */
  readonly cuts: Set<string>;
  /** Times a batch was made. */
  readonly made: () => number;
  close(): Promise<void>;
}

/** Starts one that decides by `fate` what becomes of each request; batches stay in progress until `finish`. */
export async function startBatchServer(fate: (request: Request, n: number) => Fate): Promise<BatchServer> {
  const files = new Map<string, string>();
  const batches = new Map<
    string,
    { status: string; input: string; output: string | null; errors: string | null; counts: object }
  >();
  const headers: IncomingMessage['headers'][] = [];
  const pages = new Map<string, string>();
  const cuts = new Set<string>();

  const finish = (): void => {
    for (const [id, batch] of batches) {
      if (batch.status !== 'in_progress') continue;
      const requests = (files.get(batch.input) ?? '')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Request);
      const [good, bad]: [object[], object[]] = [[], []];
      for (const [n, request] of requests.entries()) {
        const end = fate(request, n);
        const named = { id: `req-${id}-${n}`, custom_id: request.custom_id };
        if (end === null) continue;
        if ('code' in end) bad.push({ ...named, response: null, error: end });
        else if ('status' in end)
          bad.push({
            ...named,
            response: { status_code: end.status, request_id: `h-${n}`, body: end.body },
            error: null,
          });
        else {
          const choices = [{ index: 0, message: { role: 'assistant', content: end.text }, finish_reason: 'stop' }];
          const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };
          const body = {
            id: `c-${n}`,
            object: 'chat.completion',
            created: 1_780_000_000,
            model: end.model ?? request.body.model,
            choices,
            usage,
          };
          good.push({ ...named, response: { status_code: 200, request_id: `h-${n}`, body }, error: null });
        }
      }
      const put = (name: string, lines: object[]): string | null => {
        if (lines.length === 0) return null;
        files.set(name, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
        return name;
      };
      batches.set(id, {
        ...batch,
        status: 'completed',
        output: put(`${id}-out`, good),
        errors: put(`${id}-err`, bad),
        counts: { total: requests.length, completed: good.length, failed: bad.length },
      });
    }
  };
  const shown = (id: string): object => {
    const { status, input, output, errors, counts } = batches.get(id) ?? {
      status: 'failed',
      input: '',
      output: null,
      errors: null,
      counts: {},
    };
    return {
      id,
      object: 'batch',
      status,
      input_file_id: input,
      output_file_id: output,
      error_file_id: errors,
      request_counts: counts,
      endpoint: '/v1/chat/completions',
    };
  };
  const answer = (request: IncomingMessage, response: ServerResponse, raw: string): unknown => {
    headers.push(request.headers);
    const json = (value: object, status = 200): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    const [, what, id, content] = /^\/v1\/(\w+)(?:\/([\w-]+))?(\/content)?$/.exec(request.url ?? '') ?? [];
    if (request.headers.authorization !== 'Bearer sk-of-the-batch')
      return json({ error: { message: `wrong key ${request.headers.authorization}` } }, 401);
    const page = pages.get(`${request.method} ${what}`);
    if (page !== undefined)
      return void response
        .writeHead(200, { 'content-type': page.startsWith('<') ? 'text/html' : 'application/json' })
        .end(page);
    if (request.method === 'POST' && what === 'files') {
      // Of a form with two fields, the file is the part with a name of its own.
      const [, file = ''] = /filename="[^"]*"[\s\S]*?\r\n\r\n([\s\S]*?)\r\n--/.exec(raw) ?? [];
      const name = `file-${files.size}`;
      files.set(name, file);
      return json({ id: name, object: 'file', bytes: file.length, purpose: 'batch' });
    }
    if (request.method === 'POST' && what === 'batches') {
      const { input_file_id: input } = JSON.parse(raw);
      const name = `batch-${batches.size}`;
      const total = (files.get(input) ?? '').trim().split('\n').length;
      batches.set(name, {
        status: 'in_progress',
        input,
        output: null,
        errors: null,
        counts: { total, completed: 0, failed: 0 },
      });
      return cuts.has('POST batches') ? response.destroy() : json(shown(name));
    }
    if (what === 'batches' && id !== undefined && batches.has(id)) return json(shown(id));
    if (what === 'files' && id !== undefined && content !== undefined && files.has(id))
      return cuts.has('GET files')
        ? void response.writeHead(200, { 'content-length': 1_000_000 }).write(files.get(id), () => response.destroy())
        : void response.end(files.get(id));
    return json({ error: { message: 'no such thing' } }, 404);
  };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => answer(request, response, Buffer.concat(parts).toString('utf8')));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    headers,
    pages,
    cuts,
    finish,
    made: () => batches.size,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
