import { mkdir, open, readdir, rename, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { isDiskFull, OutputError, TargetError } from '../../lib/errors.ts';
import { describeError } from '../http/call-failure.ts';
import { HttpClient } from '../http/http-client.ts';
import { objectsIn } from '../http/json-fields.ts';
import { readText } from '../http/read-event-stream.ts';
import { fileOfQuantization, type HubAddress, parseHubAddress } from './hf-address.ts';

/** Seconds without a byte after which a transfer counts as broken off. */
const STALL_SECONDS = 120;
/** Tries of one download that bring nothing new; each goes on where the last one broke off. */
const MAX_TRIES = 5;

type Env = Readonly<Record<string, string | undefined>>;
type OnBytes = (done: number, total: number | null) => void;

/** Where a model comes from, and how it is asked. */
interface Hub {
  readonly http: HttpClient;
  readonly address: string;
  /** With the key; only the hub itself gets them. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Where downloaded models and digests are kept: `CANDOR_MODELS`, or a folder in the user's cache. */
export function cacheFolder(env: Env): string {
  return env.CANDOR_MODELS ?? join(env.XDG_CACHE_HOME ?? join(env.HOME ?? homedir(), '.cache'), 'candor');
}

/**
 * Brings `hf:user/repository/file.gguf` or `hf:user/repository:Q4_K_M` (`@revision` after the repository) into the cache,
 * once, and gives its path. A transfer that breaks off goes on where it stopped. `HF_ENDPOINT` names another hub,
 * `HF_TOKEN` a key that goes to that hub alone; the proxies of the environment are used. Throws TargetError.
 */
export async function downloadModel(address: string, env: Env, onProgress: OnBytes): Promise<string> {
  const http = new HttpClient(env);
  try {
    const headers: Record<string, string> = env.HF_TOKEN ? { authorization: `Bearer ${env.HF_TOKEN}` } : {};
    const hub = (env.HF_ENDPOINT ?? 'https://huggingface.co').replace(/\/+$/, '');
    return await download(address, { http, address: hub, headers }, cacheFolder(env), onProgress);
  } finally {
    await http.close();
  }
}

async function download(address: string, hub: Hub, cache: string, onProgress: OnBytes): Promise<string> {
  const parsed = parseHubAddress(address);
  const { user, repository, revision } = parsed;
  const folder = join(cache, 'models', user, repository, revision);
  const path = await pathOf(parsed, address, folder, hub);
  const file = join(folder, path);
  if ((await sizeOf(file)) > 0) return file;
  await mkdir(dirname(file), { recursive: true });
  const url = `${hub.address}/${user}/${repository}/resolve/${encodeURIComponent(revision)}/${path.split('/').map(encodeURIComponent).join('/')}`;
  const part = `${file}.part`;
  let problem = '';
  for (let attempt = 1; attempt <= MAX_TRIES; attempt++) {
    const before = await sizeOf(part);
    try {
      const total = await transfer(url, part, hub, onProgress);
      const size = await sizeOf(part);
      if (total === null || size === total) {
        await rename(part, file);
        return file;
      }
      problem = `${size} of ${total} bytes came`;
    } catch (error) {
      if (error instanceof TargetError) throw error;
      if (isDiskFull(error)) throw new OutputError(part, error as NodeJS.ErrnoException);
      problem = describeError(error);
    }
    if ((await sizeOf(part)) > before) attempt = 0;
  }
  throw new TargetError(
    `could not download ${basename(path)} from ${hub.address}: ${problem}. What came is kept; try again.`,
  );
}

/** The file in its repository; for a quantisation, what is in the cache is enough, and the hub is asked otherwise. */
async function pathOf(
  { user, repository, revision, wanted }: HubAddress,
  address: string,
  folder: string,
  hub: Hub,
): Promise<string> {
  if ('path' in wanted) return wanted.path;
  const kept = await readdir(folder, { recursive: true }).catch(() => []);
  try {
    return fileOfQuantization(kept, wanted.quantization, address);
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
  }
  const url = `${hub.address}/api/models/${user}/${repository}/revision/${encodeURIComponent(revision)}`;
  const listed = await listing(url, hub).catch((cause: unknown) => {
    if (cause instanceof TargetError) throw cause;
    const reason = describeError(cause);
    throw new TargetError(`could not ask ${hub.address} for the files of ${address}: ${reason}`, {}, { cause });
  });
  const names = objectsIn(listed?.siblings).map(({ rfilename }) => rfilename);
  return fileOfQuantization(
    names.filter((name) => typeof name === 'string'),
    wanted.quantization,
    address,
  );
}

async function listing(url: string, { http, headers }: Hub): Promise<{ readonly siblings?: unknown } | null> {
  const signal = AbortSignal.timeout(STALL_SECONDS * 1000);
  const reply = await http.send({ method: 'GET', url, headers, body: null, signal, elsewhere: {} });
  const text = await readText(reply.body, { raw: '', stray: '', done: false });
  if (reply.status !== 200) throw refused(url, reply.status);
  try {
    return JSON.parse(text) as { readonly siblings?: unknown } | null;
  } catch (cause) {
    throw new TargetError(
      `expected a list of files in JSON at ${url}, got something else`,
      { status: reply.status },
      { cause },
    );
  }
}

/** Fetches what is missing of a file; gives its whole size where the server tells it. */
async function transfer(
  url: string,
  part: string,
  { http, headers }: Hub,
  onProgress: OnBytes,
): Promise<number | null> {
  const have = await sizeOf(part);
  const range: Record<string, string> = have > 0 ? { range: `bytes=${have}-` } : {};
  const stalled = new AbortController();
  const timer = setTimeout(() => {
    stalled.abort(new Error(`no byte came for ${STALL_SECONDS} s`));
  }, STALL_SECONDS * 1000);
  try {
    const asked = { method: 'GET', url, headers: { ...headers, ...range }, body: null, elsewhere: range } as const;
    const reply = await http.send({ ...asked, signal: stalled.signal });
    const { status } = reply;
    if (status !== 200 && status !== 206) {
      await readText(reply.body, { raw: '', stray: '', done: false });
      if (status === 416) return have;
      if (status >= 500 || status === 429) throw new Error(`HTTP ${status}`);
      throw refused(url, status);
    }
    const length = Number(reply.headers['content-length'] ?? Number.NaN);
    let done = status === 206 ? have : 0;
    const total = Number.isFinite(length) ? length + done : null;
    const output = await open(part, status === 206 ? 'a' : 'w');
    try {
      for await (const piece of reply.body) {
        await output.write(piece);
        done += piece.length;
        timer.refresh();
        onProgress(done, total);
      }
    } finally {
      await output.close();
    }
    return total;
  } finally {
    clearTimeout(timer);
  }
}

function refused(url: string, status: number): TargetError {
  const hint = status === 401 || status === 403 ? ' The model may ask for a key: set HF_TOKEN.' : '';
  return new TargetError(`expected a model at ${url}, got HTTP ${status}.${hint}`, { status });
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => null))?.size ?? 0;
}
