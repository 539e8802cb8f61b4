import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { sha256 } from '../../lib/digest.ts';

/** SHA-256 of a file as 64 hexadecimal digits, read as a stream. Kept under `cacheFolder` by path, size and time of change. */
export async function fileDigest(
  file: string,
  cacheFolder: string,
  onProgress: (done: number, total: number) => void,
): Promise<string> {
  const { size, mtimeMs } = await stat(file);
  const note = join(cacheFolder, 'digests', sha256(JSON.stringify([resolve(file), size, mtimeMs])).slice(0, 32));
  const known = await readFile(note, 'utf8').catch(() => '');
  if (/^[0-9a-f]{64}$/.test(known)) return known;
  const hash = createHash('sha256');
  let done = 0;
  for await (const part of createReadStream(file, { highWaterMark: 1 << 20 })) {
    hash.update(part);
    done += part.length;
    onProgress(done, size);
  }
  const digest = hash.digest('hex');
  await mkdir(join(cacheFolder, 'digests'), { recursive: true })
    .then(() => writeFile(note, digest))
    .catch(() => undefined);
  return digest;
}
