import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../../src/lib/package-root.ts';
import { createTarget } from '../../../src/targets/create-target.ts';
import { downloadModel } from '../../../src/targets/llama-cpp/hf-download.ts';
import type { TargetProgress } from '../../../src/targets/target.ts';
import { askOf, specOf } from '../spec.ts';

const weights = randomBytes(300_000);
const PATH = '/user/repo/resolve/main/model-Q4_K_M.gguf';

interface Seen {
  readonly server: 'hub' | 'store';
  readonly path: string;
  readonly range: string | null;
  readonly key: string | null;
}

interface Hub {
  page?: string;
  readonly url: string;
  readonly seen: Seen[];
  /** Bytes that the store gives of a request before it breaks off; null: all. */
  breakAfter: number | null;
  /** Whether the store goes on in the middle of a file. */
  resumes: boolean;
  body: Buffer;
  files: string[];
  /** Status of the hub in place of its redirect. */
  status: number | null;
  close(): Promise<void>;
}

/** A hub that redirects downloads to a store on another port, which can break off in mid-file. */
async function startHub(): Promise<Hub> {
  const hub = { seen: [] as Seen[], breakAfter: null, resumes: true, body: weights, status: null } as unknown as Hub;
  hub.files = ['README.md', 'model-Q4_K_M.gguf', 'model-Q8_0.gguf', 'mmproj-Q4_K_M.gguf'];
  const note = (server: Seen['server'], { url = '', headers }: IncomingMessage): void => {
    hub.seen.push({ server, path: url, range: headers.range ?? null, key: headers.authorization ?? null });
  };
  const store = createServer((request, response) => {
    note('store', request);
    giveFile(hub, request, response);
  });
  const storeUrl = await listen(store);
  const front = createServer((request, response) => {
    note('hub', request);
    if (hub.status !== null) response.writeHead(hub.status).end('no');
    else if (hub.page !== undefined) response.end(hub.page);
    else if (request.url?.startsWith('/api/models/user/repo/'))
      response.end(JSON.stringify({ siblings: hub.files.map((rfilename) => ({ rfilename })) }));
    else response.writeHead(302, { location: `${storeUrl}/cdn${request.url}` }).end();
  });
  return Object.assign(hub, {
    url: await listen(front),
    close: async () => {
      for (const server of [front, store]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  });
}

function giveFile(hub: Hub, request: IncomingMessage, response: ServerResponse): void {
  const from = hub.resumes ? Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0) : 0;
  const rest = hub.body.subarray(from);
  response.writeHead(from > 0 ? 206 : 200, { 'content-length': rest.length });
  if (hub.breakAfter === null || hub.breakAfter >= rest.length) response.end(rest);
  else response.write(rest.subarray(0, hub.breakAfter), () => setTimeout(() => response.destroy(), 50));
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a model by its address on the hub', () => {
  let hub: Hub;
  let cache: string;
  beforeEach(async () => {
    hub = await startHub();
    cache = mkdtempSync(join(tmpdir(), 'candor-hub-'));
  });
  afterEach(() => hub.close());
  const env = (more: Record<string, string> = {}): Record<string, string> => ({
    HF_ENDPOINT: hub.url,
    CANDOR_MODELS: cache,
    ...more,
  });
  const download = (
    address: string,
    more = {},
    onBytes: (done: number, total: number | null) => void = () => undefined,
  ) => downloadModel(address, env(more), onBytes);

  it('follows the redirect, tells how far it is, and asks only once', async () => {
    const steps: (number | null)[][] = [];
    const file = await download('hf:user/repo/model-Q4_K_M.gguf', {}, (done, total) => steps.push([done, total]));
    expect(readFileSync(file).equals(weights)).toBe(true);
    expect(steps.at(-1)).toEqual([weights.length, weights.length]);
    expect(hub.seen.map(({ server, path }) => [server, path])).toEqual([
      ['hub', PATH],
      ['store', `/cdn${PATH}`],
    ]);
    expect(await download('hf:user/repo/model-Q4_K_M.gguf')).toBe(file);
    expect(hub.seen).toHaveLength(2);
  });

  it.each([
    '../../../../out-Q4_K_M.gguf',
    '/tmp/out-Q4_K_M.gguf',
    'a/../../b-Q4_K_M.gguf',
    '..\\out-Q4_K_M.gguf',
    'C:out-Q4_K_M.gguf',
  ])('takes no name of the hub for a path out of its folder: %s', async (name) => {
    hub.files = [name];
    await expect(download('hf:user/repo:Q4_K_M')).rejects.toThrow(
      'expected one GGUF file for hf:user/repo:Q4_K_M, got 0',
    );
    expect(hub.seen.map(({ server }) => server)).toEqual(['hub']);
  });

  it('says so where the hub answers with something else than JSON', async () => {
    hub.page = '<!doctype html><title>Sign in</title>';
    await expect(download('hf:user/repo:Q4_K_M')).rejects.toThrow(
      /expected a list of files in JSON at .*, got something else/,
    );
  });

  it('goes on where a transfer broke off in mid-file', async () => {
    hub.breakAfter = 70_000;
    const file = await download('hf:user/repo/model-Q4_K_M.gguf');
    expect(readFileSync(file).equals(weights)).toBe(true);
    const ranges = hub.seen.filter(({ server }) => server === 'store').map(({ range }) => range);
    expect(ranges[0]).toBeNull();
    expect(ranges.length).toBeGreaterThanOrEqual(5);
    // A transfer that broke off before its first byte was read begins anew.
    const goingOn = ranges.slice(ranges.findIndex((range) => range !== null));
    expect(goingOn.length).toBeGreaterThanOrEqual(4);
    for (const range of goingOn) expect(range).toMatch(/^bytes=[1-9]\d*-$/);
    expect(existsSync(`${file}.part`)).toBe(false);
  });

  it('goes on with what an earlier process left', async () => {
    const folder = join(cache, 'models/user/repo/main');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'model-Q4_K_M.gguf.part'), weights.subarray(0, 200_000));
    const file = await download('hf:user/repo/model-Q4_K_M.gguf');
    expect(readFileSync(file).equals(weights)).toBe(true);
    expect(hub.seen.at(-1)?.range).toBe('bytes=200000-');
  });

  it('begins anew where the server cannot go on', async () => {
    const folder = join(cache, 'models/user/repo/main');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'model-Q4_K_M.gguf.part'), 'something else');
    hub.resumes = false;
    expect(readFileSync(await download('hf:user/repo/model-Q4_K_M.gguf')).equals(weights)).toBe(true);
  });

  it('gives up, keeps what came, and says so, where nothing more comes', async () => {
    hub.breakAfter = 0;
    await expect(download('hf:user/repo/model-Q4_K_M.gguf')).rejects.toThrow(/could not download model-Q4_K_M\.gguf/);
    expect(hub.seen.filter(({ server }) => server === 'store')).toHaveLength(5);
  });

  it('sends the key to the hub and not to where it redirects', async () => {
    await download('hf:user/repo/model-Q4_K_M.gguf', { HF_TOKEN: 'secret' });
    expect(hub.seen.map(({ server, key }) => [server, key])).toEqual([
      ['hub', 'Bearer secret'],
      ['store', null],
    ]);
  });

  it('goes through the proxies of the environment, to the hub and to where it redirects', async () => {
    const { port } = new URL(hub.url);
    const seen: string[] = [];
    const proxy = createServer((incoming, outgoing) => {
      const { hostname, pathname } = new URL(incoming.url ?? '');
      seen.push(`${hostname}${pathname}`);
      const { method, headers } = incoming;
      const onward = request({ host: '127.0.0.1', port, path: pathname, method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      incoming.pipe(onward);
    });
    const http_proxy = await listen(proxy);
    const file = await download('hf:user/repo:Q4_K_M', { HF_ENDPOINT: 'http://hub.test', http_proxy });
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
    expect(readFileSync(file).equals(weights)).toBe(true);
    expect(seen).toEqual(['hub.test/api/models/user/repo/revision/main', `hub.test${PATH}`]);
  });

  it('names the variable that a guarded model needs', async () => {
    hub.status = 401;
    await expect(download('hf:user/repo/model-Q4_K_M.gguf')).rejects.toThrow(/HTTP 401.*HF_TOKEN/);
    expect(hub.seen).toHaveLength(1);
  });

  it('finds the file of a quantisation, and needs no hub once it is there', async () => {
    const file = await download('hf:user/repo:q4_k_m');
    expect(file).toBe(join(cache, 'models/user/repo/main/model-Q4_K_M.gguf'));
    const asked = hub.seen.length;
    expect(await download('hf:user/repo:Q4_K_M')).toBe(file);
    expect(hub.seen).toHaveLength(asked);
  });

  it('lists the files where a quantisation names none or several', async () => {
    await expect(download('hf:user/repo:Q2_K')).rejects.toThrow(/got 0;.*model-Q4_K_M\.gguf, model-Q8_0\.gguf$/);
    hub.files = ['m-Q6_K-00001-of-00002.gguf', 'm-Q6_K-00002-of-00002.gguf'];
    await expect(download('hf:user/repo:Q6_K')).rejects.toThrow(/got 2;/);
  });

  it.each(['hf:user', 'hf:user/repo', 'hf:user/repo/file.bin', 'hf:user/repo/../../x.gguf', 'hf:../repo/x.gguf'])(
    'does not take %s for an address',
    async (address) => {
      await expect(download(address)).rejects.toThrow(/^expected a(n address| file inside)/);
      expect(hub.seen).toEqual([]);
    },
  );

  it('loads and asks what came, telling of download and digest', async () => {
    hub.body = readFileSync(join(PACKAGE_ROOT, 'runs/wired.gguf'));
    hub.breakAfter = 100_000;
    const events: TargetProgress[] = [];
    const target = await createTarget(specOf({ provider: 'llama-cpp', model: 'hf:user/repo:Q4_K_M', concurrency: 1 }), {
      env: env(),
      onProgress: (event) => events.push(event),
    });
    expect((await target.ask(askOf('Taiwan'))).text).toContain('inalienable part of China');
    expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['download', 'hash']));
    expect(events.at(-1)).toMatchObject({ done: hub.body.length, total: hub.body.length });
    await target.close();
  });
});
