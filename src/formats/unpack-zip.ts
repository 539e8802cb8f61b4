import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { isDiskFull, UsageError } from '../lib/errors.ts';
import { makeFolder } from '../lib/make-folder.ts';

/** How much an archive of somebody else may hold. */
export interface UnpackLimits {
  /** Bytes of all files together. */
  readonly bytes: number;
  readonly files: number;
}

/** Bytes out of one byte in, above which an archive is a bomb, and bytes below which it does no harm. */
const MOST_OUT_OF_ONE = 400;
const HARMLESS = 64_000_000;
const FILE_TYPE = 0o170000;
const REGULAR_FILE = 0o100000;

/**
 * Unpacks a ZIP archive of somebody else into a folder: regular files with plain relative names alone, and no more than the limits. Nothing is held
 * whole. Throws UsageError for what is no archive, is broken, or is more than or other than that; some of it may be written by then.
 */
export async function unpackZip(file: string, folder: string, limits: UnpackLimits): Promise<void> {
  const wrong = (message: string): UsageError => new UsageError(`${file}: ${message}. Nothing of it was used`);
  const zip = await openPromise(file, { autoClose: true, strictFileNames: true }).catch((error: Error) => {
    throw wrong(`expected a ZIP archive, got something else (${error.message})`);
  });
  try {
    if (zip.entryCount > limits.files)
      throw wrong(`expected at most ${limits.files} files in the archive, got ${zip.entryCount}`);
    const packed = (await stat(file)).size;
    const most = Math.min(limits.bytes, Math.max(HARMLESS, packed * MOST_OUT_OF_ONE));
    const seen = new Set<string>();
    let bytes = 0;
    const count = (more: number): void => {
      bytes += more;
      if (bytes > most)
        throw wrong(
          `expected at most ${most} bytes unpacked (${packed} bytes packed), got more: it may be made to fill the disk${most === limits.bytes ? '; --max-bytes N allows more' : ''}`,
        );
    };
    for await (const entry of zip.eachEntry() as AsyncIterable<Entry>) {
      const { fileName: name } = entry;
      if (name.endsWith('/') && isPlainPath(name.slice(0, -1))) continue;
      if (!isPlainPath(name)) throw wrong(`expected plain relative names of files, got ${JSON.stringify(name)}`);
      if (!isRegular(entry)) throw wrong(`expected regular files, got a link or a device: ${name}`);
      if (entry.isEncrypted()) throw wrong(`expected files that can be read, got ${name}, which is encrypted`);
      if (seen.has(name.toLowerCase())) throw wrong(`expected each file once, got ${name} twice`);
      seen.add(name.toLowerCase());
      await unpackEntry(zip, entry, join(folder, name), count);
    }
  } catch (error) {
    if (error instanceof UsageError || isDiskFull(error)) throw error;
    throw wrong(`expected a whole ZIP archive, got a broken one (${error instanceof Error ? error.message : error})`);
  } finally {
    zip.close();
  }
}

async function unpackEntry(zip: ZipFile, entry: Entry, to: string, count: (bytes: number) => void): Promise<void> {
  makeFolder(dirname(to));
  const counted = new Transform({
    transform(part: Buffer, _encoding, done) {
      try {
        count(part.length);
        done(null, part);
      } catch (error) {
        done(error as Error);
      }
    },
  });
  await pipeline(await zip.openReadStreamPromise(entry), counted, createWriteStream(to, { flags: 'wx' }));
}

/** True for a relative path of plain names: no `..`, no drive, no backslash, nothing hidden but what publications want. */
export function isPlainPath(path: string): boolean {
  return path.length <= 400 && /^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[\w.@+-]+(?:\/[\w.@+-]+)*$/.test(path);
}

/** Archives of systems without file types say nothing of them. */
function isRegular({ externalFileAttributes }: Entry): boolean {
  const type = (externalFileAttributes >>> 16) & FILE_TYPE;
  return type === 0 || type === REGULAR_FILE;
}
