import { mkdir, open, readdir, rename, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { TargetError } from '../../lib/errors.ts';
import { fileOfQuantization, type HubAddress, parseHubAddress } from './hf-address.ts';

/** Tries of one download that bring nothing new; each goes on where the last one broke off. */
const MAX_TRIES = 5;

type Env = Readonly<Record<string, string | undefined>>;
type OnBytes = (done: number, total: number | null) => void;

/** Where downloaded models and digests are kept: `CANDOR_MODELS`, or a folder in the user's cache. */
export function cacheFolder(env: Env): string {
  return env.CANDOR_MODELS ?? join(env.XDG_CACHE_HOME ?? join(env.HOME ?? homedir(), '.cache'), 'candor');
}

/**
 * Brings `hf:user/repository/file.gguf` or `hf:user/repository:Q4_K_M` (`@revision` after the repository) into the cache,
 * once, and gives its path. A transfer that breaks off goes on where it stopped. `HF_ENDPOINT` names another hub,
 * `HF_TOKEN` a key that goes to that hub alone. Throws TargetError.
 */
export async function downloadModel(address: string, env: Env, onProgress: OnBytes): Promise<string> {
  const parsed = parseHubAddress(address);
  const { user, repository, revision } = parsed;
  const folder = join(cacheFolder(env), 'models', user, repository, revision);
  const hub = (env.HF_ENDPOINT ?? 'https://huggingface.co').replace(/\/+$/, '');
  const headers: Record<string, string> = env.HF_TOKEN ? { authorization: `Bearer ${env.HF_TOKEN}` } : {};
  const path = await pathOf(parsed, address, folder, hub, headers);
  const file = join(folder, path);
  if ((await sizeOf(file)) > 0) return file;
  await mkdir(dirname(file), { recursive: true });
  const url = `${hub}/${user}/${repository}/resolve/${encodeURIComponent(revision)}/${path.split('/').map(encodeURIComponent).join('/')}`;
  const part = `${file}.part`;
  let problem = '';
  for (let attempt = 1; attempt <= MAX_TRIES; attempt++) {
    const before = await sizeOf(part);
    try {
      const total = await transfer(url, part, headers, onProgress);
      const size = await sizeOf(part);
      if (total === null || size === total) {
        await rename(part, file);
        return file;
      }
      problem = `${size} of ${total} bytes came`;
    } catch (error) {
      if (error instanceof TargetError) throw error;
      problem = reasonOf(error);
    }
    if ((await sizeOf(part)) > before) attempt = 0;
  }
  throw new TargetError(`could not download ${basename(path)} from ${hub}: ${problem}. What came is kept; try again.`);
}

/** The file in its repository; for a quantisation, what is in the cache is enough, and the hub is asked otherwise. */
async function pathOf(
  { user, repository, revision, wanted }: HubAddress,
  address: string,
  folder: string,
  hub: string,
  headers: Readonly<Record<string, string>>,
): Promise<string> {
  if ('path' in wanted) return wanted.path;
  const kept = await readdir(folder, { recursive: true }).catch(() => []);
  try {
    return fileOfQuantization(kept, wanted.quantization, address);
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
  }
  const url = `${hub}/api/models/${user}/${repository}/revision/${encodeURIComponent(revision)}`;
  const response = await fetch(url, { headers }).catch((cause: unknown) => {
    throw new TargetError(`could not ask ${hub} for the files of ${address}: ${reasonOf(cause)}`, {}, { cause });
  });
  if (!response.ok) throw refused(url, response.status);
  const body = (await response.json()) as { readonly siblings?: readonly { readonly rfilename?: unknown }[] } | null;
  const files = (body?.siblings ?? []).map(({ rfilename }) => rfilename).filter((name) => typeof name === 'string');
  return fileOfQuantization(files, wanted.quantization, address);
}

/** Fetches what is missing of a file; gives its whole size where the server tells it. */
async function transfer(
  url: string,
  part: string,
  headers: Readonly<Record<string, string>>,
  onProgress: OnBytes,
): Promise<number | null> {
  const have = await sizeOf(part);
  const response = await fetch(url, { headers: { ...headers, ...(have > 0 ? { range: `bytes=${have}-` } : {}) } });
  if (response.status === 416) return have;
  if (!response.ok || response.body === null) {
    if (response.status >= 500 || response.status === 429) throw new Error(`HTTP ${response.status}`);
    throw refused(url, response.status);
  }
  const resumed = response.status === 206;
  const length = Number(response.headers.get('content-length') ?? Number.NaN);
  let done = resumed ? have : 0;
  const total = Number.isFinite(length) ? length + done : null;
  const output = await open(part, resumed ? 'a' : 'w');
  try {
    for await (const piece of response.body) {
      await output.write(piece);
      done += piece.length;
      onProgress(done, total);
    }
  } finally {
    await output.close();
  }
  return total;
}

function refused(url: string, status: number): TargetError {
  const hint = status === 401 || status === 403 ? ' The model may ask for a key: set HF_TOKEN.' : '';
  return new TargetError(`expected a model at ${url}, got HTTP ${status}.${hint}`, { status });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => null))?.size ?? 0;
}
