import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile, chmod, open, readdir, realpath, rename, rm, rmdir, stat, truncate } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { OutputError, UsageError } from './errors.ts';
import { makeFolder } from './make-folder.ts';

/** Takes a part of a file; resolves when there is room for more. */
export type WritePart = (part: string | Uint8Array) => Promise<void>;
/** What a file is to hold: a text, or work that writes it in parts. */
export type Content = string | ((write: WritePart) => Promise<unknown>);

/** A file that is written under another name and gets its own by `keep`. */
interface Staged {
  keep(): Promise<void>;
  discard(): Promise<void>;
}

/**
 * Writes a file whole or not at all: into one beside it, which takes its place at the end. Folders above are made. What is no
 * regular file (a device, a pipe) is written into. Throws OutputError, and UsageError where a SQLite database would be lost.
 */
export function writeWhole(file: string, content: Content): Promise<void> {
  return writeTogether([[file, content]]);
}

/** The same for files that belong together: none takes its place before all are written. */
export async function writeTogether(files: readonly (readonly [file: string, content: Content])[]): Promise<void> {
  const staged: Staged[] = [];
  try {
    for (const [file, content] of files) staged.push(await stage(file, content));
    for (const one of staged) await one.keep();
  } catch (error) {
    for (const one of staged) await one.discard();
    throw error;
  }
}

/** Fills a new or empty folder whole or not at all, through one beside or in it. `fill` gets the folder to write into. Throws OutputError. */
export async function writeFolder(folder: string, fill: (folder: string) => Promise<void>): Promise<void> {
  const isThere = existsSync(folder);
  const staged = isThere ? join(folder, `.${randomBytes(4).toString('hex')}.part`) : besides(folder);
  try {
    await said(folder, async () => makeFolder(staged));
    await fill(staged);
    await said(folder, async () => {
      if (!isThere) return rename(staged, folder);
      for (const name of await readdir(staged)) await rename(join(staged, name), join(folder, name));
      await rmdir(staged);
    });
  } catch (error) {
    await rm(staged, { recursive: true, force: true }).catch(() => undefined);
    // A message names what was asked for.
    if (error instanceof OutputError) throw error.inside(staged, folder);
    throw error;
  }
}

/** Adds text to a file's end, whole or not at all. Throws OutputError. */
export async function appendWhole(file: string, text: string): Promise<void> {
  const before = (await stat(file).catch(() => null))?.size ?? null;
  await said(file, async () => {
    makeFolder(dirname(file));
    try {
      await appendFile(file, text);
    } catch (error) {
      if (before !== null) await truncate(file, before).catch(() => undefined);
      throw error;
    }
  });
}

/** True where a folder holds nothing, or is not there. Throws OutputError where it is no folder or may not be read. */
export async function isEmptyFolder(folder: string): Promise<boolean> {
  return said(folder, async () => {
    const files = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    return files.length === 0;
  });
}

async function stage(file: string, content: Content): Promise<Staged> {
  const known = await stat(file).catch(() => null);
  if (known !== null && !known.isFile()) {
    await said(file, () => fill(file, content));
    return { keep: async () => undefined, discard: async () => undefined };
  }
  const real = known === null ? file : await said(file, () => realpath(file));
  await requireNoStore(file, real);
  const staged = besides(real);
  const discard = () => rm(staged, { force: true }).catch(() => undefined);
  try {
    await said(file, async () => {
      makeFolder(dirname(real));
      await fill(staged, content);
      if (known !== null) await chmod(staged, known.mode & 0o7777);
    });
  } catch (error) {
    await discard();
    throw error;
  }
  return { keep: () => said(file, () => rename(staged, real)), discard };
}

const SQLITE = 'SQLite format 3\0';

/** Throws UsageError where a database would be lost: the file is one, or belongs to one that is open. */
async function requireNoStore(file: string, real: string): Promise<void> {
  for (const path of [real, real.replace(/-(wal|shm|journal)$/, '')]) {
    const found = await open(path, 'r').catch(() => null);
    if (found === null) continue;
    try {
      const { bytesRead, buffer } = await found.read(Buffer.alloc(SQLITE.length), 0, SQLITE.length, 0);
      if (bytesRead === SQLITE.length && buffer.toString('latin1') === SQLITE)
        throw new UsageError(`expected a file to write into, found the database ${path}: name another than ${file}`);
    } finally {
      await found.close();
    }
  }
}

/** Writes and synchronises; errors of the content's own are passed on as they are. */
async function fill(file: string, content: Content): Promise<void> {
  const output = await open(file, 'w');
  try {
    if (typeof content === 'string') await output.appendFile(content);
    else await content((part) => said(file, () => output.appendFile(part)));
    // Some file systems find out here that there is no room; devices and pipes cannot be synchronised.
    await output.datasync().catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EINVAL' && error.code !== 'ENOTSUP' && error.code !== 'EROFS') throw error;
    });
  } finally {
    await output.close();
  }
}

function besides(path: string): string {
  return join(dirname(path), `.${basename(path).slice(0, 80)}.${randomBytes(4).toString('hex')}.part`);
}

/** Turns errors of the system into those that name the file. */
async function said<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OutputError) throw error.about(file);
    if (error instanceof Error && 'syscall' in error) throw new OutputError(file, error as NodeJS.ErrnoException);
    throw error;
  }
}
