import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen, shut } from './scripted.ts';

/** A model on the hub: its commit, and its files by path with their digests, at each commit. */
export interface HubModel {
  sha: string;
  readonly commits: Record<string, Record<string, string>>;
}

/** A server that speaks the hub's API, Ollama's library page, and an OpenAI-compatible list of models with chat. */
export interface ReleaseHosts {
  readonly url: string;
  /** Models of the hub, by `AUTHOR/NAME`. */
  readonly hub: Map<string, HubModel>;
  /** Collections of the hub, by slug: names of models. */
  readonly collections: Map<string, string[]>;
  /** Tags of the library, by `FAMILY:TAG`, with their digests. */
  readonly tags: Map<string, string>;
  /** Models that the server serves, by what it answers to a prompt; null breaks the connection off. */
  readonly served: Map<string, (prompt: string, n: number) => string | null>;
  /** Paths that fail with a status. */
  readonly broken: Map<string, number>;
  /** Pages in the place of what a path has. */
  readonly pages: Map<string, string>;
  /** Models on one page of the hub's list. */
  pageSize: number;
  /** Requests as they came: method, path, authorization. */
  readonly asked: { readonly path: string; readonly key: string | null }[];
  /** Prompts of chats, by model. */
  readonly chats: { readonly model: string; readonly prompt: string }[];
  close(): Promise<void>;
}

/** Starts it on a free loopback port. */
export async function startReleaseHosts(): Promise<ReleaseHosts> {
  const hosts: Omit<ReleaseHosts, 'url' | 'close'> & { url: string } = {
    url: '',
    hub: new Map(),
    collections: new Map(),
    tags: new Map(),
    served: new Map(),
    broken: new Map(),
    pages: new Map(),
    pageSize: 500,
    asked: [],
    chats: [],
  };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => answer(hosts, request, Buffer.concat(parts).toString(), response));
  });
  hosts.url = `http://127.0.0.1:${await listen(server)}`;
  return Object.assign(hosts, { close: () => shut(server) });
}

function answer(
  hosts: Omit<ReleaseHosts, 'close'>,
  request: IncomingMessage,
  body: string,
  response: ServerResponse,
): unknown {
  const url = new URL(request.url ?? '/', hosts.url);
  const path = decodeURIComponent(url.pathname);
  hosts.asked.push({ path: path + url.search, key: request.headers.authorization ?? null });
  const json = (value: unknown, status = 200): unknown =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  const status = hosts.broken.get(path);
  if (status !== undefined) return json({ error: 'as told' }, status);
  const page = hosts.pages.get(path);
  if (page !== undefined) return response.writeHead(200, { 'content-type': 'text/html' }).end(page);
  const [, tree, revision = ''] = /^\/api\/models\/(.+)\/tree\/([^/]+)$/.exec(path) ?? [];
  if (tree !== undefined) {
    const files = hosts.hub.get(tree)?.commits[revision];
    if (files === undefined) return json({ error: 'Invalid rev id' }, 404);
    return json(Object.entries(files).map(([file, oid]) => ({ type: 'file', path: file, oid, size: 1 })));
  }
  const [, one] = /^\/api\/models\/(.+)\/revision\/HEAD$/.exec(path) ?? [];
  if (one !== undefined) return json(ofHub(one, hosts.hub.get(one)?.sha ?? ''));
  if (path === '/api/models') {
    const author = url.searchParams.get('author') ?? '';
    const all = [...hosts.hub].filter(([name]) => name.startsWith(`${author}/`));
    const from = Number(url.searchParams.get('from') ?? 0);
    const next = from + hosts.pageSize;
    if (next < all.length)
      response.setHeader('link', `<${hosts.url}/api/models?author=${author}&from=${next}>; rel="next"`);
    return json(all.slice(from, next).map(([name, { sha }]) => ofHub(name, sha)));
  }
  if (path.startsWith('/api/collections/')) {
    const names = hosts.collections.get(path.slice('/api/collections/'.length));
    if (names === undefined) return json({ error: 'Collection not found' }, 404);
    return json({ items: [...names.map((id) => ({ type: 'model', id })), { type: 'dataset', id: 'x/y' }] });
  }
  const [, family] = /^\/library\/([^/]+)\/tags$/.exec(path) ?? [];
  if (family !== undefined) {
    response.writeHead(200, { 'content-type': 'text/html' });
    return response.end(tagsPage(family, hosts.tags));
  }
  if (path === '/v1/models')
    return json({
      object: 'list',
      data: [...hosts.served.keys()].map((id) => ({ id, object: 'model', created: Date.now() })),
    });
  if (path === '/v1/chat/completions') return chat(hosts, body, response, json);
  return json({ error: { message: 'not found' } }, 404);
}

function chat(
  { served, chats }: Pick<ReleaseHosts, 'served' | 'chats'>,
  body: string,
  response: ServerResponse,
  json: (value: unknown, status?: number) => unknown,
): unknown {
  const { model, messages } = JSON.parse(body);
  const prompt: string = messages.at(-1).content;
  const speak = served.get(model);
  if (speak === undefined)
    return json({ error: { message: `The model ${model} does not exist`, code: 'model_not_found' } }, 404);
  const n = chats.filter((one) => one.model === model && one.prompt === prompt).length;
  chats.push({ model, prompt });
  const content = speak(prompt, n);
  if (content === null) return response.socket?.destroy();
  const choices = [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }];
  return json({ id: 'x', object: 'chat.completion', model, choices });
}

function ofHub(id: string, sha: string): object {
  return {
    _id: id,
    id,
    sha,
    private: false,
    gated: false,
    likes: 1,
    downloads: 1,
    lastModified: '2026-11-01T00:00:00.000Z',
  };
}

/** The page as the library builds it: a link for narrow screens that holds all, and one for wide ones with the digest in the next cell. */
export function tagsPage(family: string, tags: ReadonlyMap<string, string>): string {
  const rows = [...tags]
    .filter(([name]) => name.startsWith(`${family}:`))
    .map(
      ([name, digest]) => `<div class="group px-4 py-3">
  <a href="/library/${name}" class="md:hidden flex flex-col space-y-[6px] group">
    <div class="flex items-center"><span class="group-hover:underline">${name}</span></div>
    <div class="text-xs"><span class="font-mono text-[11px]">${digest}</span> • 5.2GB • 40K context window • Text input • 3 weeks ago</div>
  </a>
  <div class="hidden md:flex flex-col space-y-[6px]">
    <div class="grid grid-cols-12"><span><a href="/library/${name}" class="group-hover:underline">${name}</a></span><p>5.2GB</p></div>
    <div class="text-neutral-500"><span class="font-mono text-[11px]">${digest}</span>&nbsp;· 3 weeks ago</div>
  </div>
</div>`,
    );
  return `<!DOCTYPE html><html><head><script>var x = '<a href="/library/${family}:evil">0123456789ab</a>';</script></head><body>
<a href="/library/${family}">${family}</a> <a href="/library/other:7b">other</a>
<!-- <a href="/library/${family}:hidden">aaaaaaaaaaaa</a> -->
${rows.join('\n')}</body></html>`;
}
