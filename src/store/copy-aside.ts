import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteConnection from 'better-sqlite3';

/** Tries to copy a file that another process writes to meanwhile. */
const TRIES = 3;

/** A copy of a database in a folder of its own. */
export interface CopyAside {
  readonly file: string;
  /** Where more may be put that goes with the copy. */
  readonly folder: string;
  remove(): void;
}

/**
 * Copies a database with its log into a folder for what is temporary; the original is only read. Whoever writes to it meanwhile may go on. Throws the
 * system's error.
 */
export function copyAside(file: string): CopyAside {
  const folder = mkdtempSync(join(tmpdir(), 'candor-read-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const copy = join(folder, 'copy.db');
  const letGo = holdLog(file);
  try {
    for (let tries = 1; ; tries++) {
      const before = stateOf(file);
      for (const part of ['', '-wal']) {
        rmSync(`${copy}${part}`, { force: true });
        if (existsSync(`${file}${part}`)) copyFileSync(`${file}${part}`, `${copy}${part}`);
      }
      if (tries === TRIES || stateOf(file) === before) return { file: copy, folder, remove };
    }
  } catch (cause) {
    remove();
    throw cause;
  } finally {
    letGo();
  }
}

/**
 * Reads in a database that somebody has open, so that its log is not begun anew while it is copied: with the log as it goes on, a copy of the file is
 * whole, whatever was moved from one into the other meanwhile. Where nobody has it open, or it cannot be read, nothing is done.
 */
function holdLog(file: string): () => void {
  if (!['-wal', '-shm'].every((part) => existsSync(`${file}${part}`))) return () => undefined;
  let connection: SqliteConnection.Database | null = null;
  try {
    connection = new SqliteConnection(file, { readonly: true, fileMustExist: true });
    connection.exec('begin');
    connection.prepare('select count(*) from sqlite_master').get();
  } catch {
    // It is damaged, or cannot be opened here: it is copied as it is.
  }
  return () => connection?.close();
}

function stateOf(file: string): string {
  return ['', '-wal']
    .map((part) => statSync(`${file}${part}`, { bigint: true, throwIfNoEntry: false }))
    .map((known) => (known === undefined ? '-' : `${known.size} ${known.mtimeNs}`))
    .join();
}
