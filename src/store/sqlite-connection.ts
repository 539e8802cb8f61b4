import { dirname } from 'node:path';
import SqliteConnection from 'better-sqlite3';
import { makeFolder } from '../lib/make-folder.ts';

/** How long a writer waits for another process to finish its transaction, in milliseconds. */
const BUSY_TIMEOUT_MS = 10_000;

/**
 * Opens a SQLite file, made with its folder when missing. WAL with synchronous FULL: what was committed survives a power
 * cut. `inspect` sees it before anything is written, and may throw. Throws the system's error, or SQLite's where the file
 * is no database.
 */
export function openSqliteConnection(
  file: string,
  inspect: (connection: SqliteConnection.Database) => void = () => undefined,
): SqliteConnection.Database {
  makeFolder(dirname(file));
  const connection = new SqliteConnection(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    inspect(connection);
    connection.pragma('journal_mode = WAL');
    connection.pragma('synchronous = FULL');
    connection.pragma('foreign_keys = ON');
  } catch (cause) {
    connection.close();
    throw cause;
  }
  return connection;
}
