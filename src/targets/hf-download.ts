import { mkdir, open, rename, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { TargetError } from '../lib/errors.ts';

/** Tries of one download; each goes on where the last one broke off. */
const MAX_TRIES = 5;

type Env = Readonly<Record<string, string | undefined>>;

/** True for `hf:user/repository/file.gguf`. */
export function isHubAddress(model: string): boolean {
  return model.startsWith('hf:');
}

/** Where downloaded models and digests are kept: `CANDOR_MODELS`, or a folder in the user's cache. */
export function cacheFolder(env: Env): string {
  return env.CANDOR_MODELS ?? join(env.XDG_CACHE_HOME ?? join(env.HOME ?? homedir(), '.cache'), 'candor');
}

/**
 * Brings `hf:user/repository/file.gguf` (or `…@revision/file.gguf`) into the cache, once, and gives its path. A transfer
 * that breaks off goes on where it stopped. `HF_ENDPOINT` names another hub, `HF_TOKEN` a key that goes to that hub alone.
 * Throws TargetError.
 */
export async function downloadModel(
  address: string,
  env: Env,
  onProgress: (done: number, total: number | null) => void,
): Promise<string> {
  const match = /^hf:([^/\s]+)\/([^/@\s]+)(?:@([^/\s]+))?\/(.+\.gguf)$/.exec(address);
  if (match === null) {
    throw new TargetError(`expected an address such as hf:user/repository/file.gguf, got "${address}"`);
  }
  const [, user = '', repository = '', revision = 'main', path = ''] = match;
  if (path.split('/').includes('..')) throw new TargetError(`expected a file inside the repository, got "${address}"`);
  const file = join(cacheFolder(env), 'models', user, repository, revision, path);
  if (await sizeOf(file)) return file;
  await mkdir(dirname(file), { recursive: true });
  const hub = (env.HF_ENDPOINT ?? 'https://huggingface.co').replace(/\/$/, '');
  const url = `${hub}/${user}/${repository}/resolve/${encodeURIComponent(revision)}/${path.split('/').map(encodeURIComponent).join('/')}`;
  const part = `${file}.part`;
  let problem = '';
  for (let attempt = 1; attempt <= MAX_TRIES; attempt++) {
    const before = await sizeOf(part);
    try {
      const total = await transfer(url, part, env.HF_TOKEN ?? null, onProgress);
      const size = await sizeOf(part);
      if (total === null || size === total) {
        await rename(part, file);
        return file;
      }
      problem = `${size} of ${total} bytes came`;
    } catch (error) {
      if (error instanceof TargetError) throw error;
      problem = error instanceof Error ? error.message : String(error);
    }
    if ((await sizeOf(part)) > before) attempt = 0;
  }
  throw new TargetError(`could not download ${basename(path)} from ${hub}: ${problem}. What came is kept; try again.`);
}

/** Fetches what is missing of a file; gives its whole size where the server tells it. */
async function transfer(
  url: string,
  part: string,
  token: string | null,
  onProgress: (done: number, total: number | null) => void,
): Promise<number | null> {
  const have = await sizeOf(part);
  const headers: Record<string, string> = have > 0 ? { range: `bytes=${have}-` } : {};
  if (token !== null) headers.authorization = `Bearer ${token}`;
  const response = await fetch(url, { headers });
  if (response.status === 416) return have;
  if (!response.ok || response.body === null) {
    const hint =
      response.status === 401 || response.status === 403 ? ' The model may ask for a key: set HF_TOKEN.' : '';
    if (response.status >= 500) throw new Error(`HTTP ${response.status}`);
    throw new TargetError(`expected a model at ${url}, got HTTP ${response.status}.${hint}`, {
      status: response.status,
    });
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

async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => null))?.size ?? 0;
}
