import { randomBytes } from 'node:crypto';
import { linkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import SqliteConnection from 'better-sqlite3';
import { isDiskFull, OutputError, StoreError } from '../lib/errors.ts';
import { makeFolder } from '../lib/make-folder.ts';
import { copyStore } from './copy-store.ts';
import { damageIn } from './file-health.ts';
import { openDatabase } from './open-store.ts';
import { isPostgresAddress, shownPlace } from './postgres-address.ts';
import { requireOurs } from './require-ours.ts';
import { type Salvage, salvageStore } from './salvage.ts';
import { openSqliteDatabase } from './sqlite.ts';

/** Writes what can be read of a damaged file into a new one. Throws StoreError, OutputError. */
export function repairStore(file: string, into: string): Promise<Salvage> {
  return makeStoreFile(into, (staged) => salvageStore(file, staged));
}

/**
 * Writes a store as it is into a new file, while others may go on writing to it: a SQLite file as it is at one moment, a PostgreSQL database run
 * by run. Throws StoreError, OutputError.
 */
export async function backUpStore(from: string, into: string): Promise<void> {
  await makeStoreFile(into, (staged) =>
    isPostgresAddress(from) ? copyDatabase(from, staged) : backUpFile(from, staged),
  );
}

async function backUpFile(file: string, into: string): Promise<void> {
  const connection = new SqliteConnection(file, { fileMustExist: true });
  try {
    requireOurs(connection, file);
    await connection.backup(into);
  } finally {
    connection.close();
  }
  const copy = new SqliteConnection(into);
  try {
    const [damage] = damageIn(copy, false);
    if (damage !== undefined)
      throw new StoreError(
        `expected a whole store at ${file}, got a damaged one (${damage}); nothing was written. candor store repair writes what can be read.`,
      );
  } finally {
    copy.close();
  }
}

async function copyDatabase(from: string, into: string): Promise<void> {
  const source = await openDatabase(from);
  try {
    const target = await openSqliteDatabase(into);
    try {
      await copyStore({ db: source, place: shownPlace(from) }, { db: target, place: into });
    } finally {
      await target.destroy();
    }
  } finally {
    await source.destroy();
  }
}

/** Makes a store's file whole or not at all: it gets its name when `fill` has written it. */
async function makeStoreFile<T>(file: string, fill: (file: string) => Promise<T>): Promise<T> {
  const staged = join(dirname(file), `.${basename(file).slice(0, 80)}.${randomBytes(4).toString('hex')}.part`);
  try {
    makeFolder(dirname(file));
    writeFileSync(staged, '');
    const done = await fill(staged);
    place(staged, file);
    return done;
  } catch (error) {
    if (error instanceof StoreError && !isDiskFull(error)) throw error;
    if (error instanceof Error && ('syscall' in error || isDiskFull(error)))
      throw new OutputError(file, error as NodeJS.ErrnoException);
    throw error instanceof SqliteConnection.SqliteError
      ? new StoreError(`could not write ${file}: ${error.message}`, { cause: error })
      : error;
  } finally {
    for (const part of ['', '-wal', '-shm', '-journal']) {
      try {
        rmSync(`${staged}${part}`, { force: true });
      } catch {
        // Where a part of the path is a file, there is nothing to remove.
      }
    }
  }
}

/** Gives a file its name, and takes none away. */
function place(staged: string, file: string): void {
  try {
    linkSync(staged, file);
  } catch (error) {
    // Some file systems know no second names.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    renameSync(staged, file);
  }
}
