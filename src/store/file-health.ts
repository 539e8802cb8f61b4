import { statSync } from 'node:fs';
import SqliteConnection from 'better-sqlite3';
import { isCorrupt } from './corrupt.ts';

/** What SQLite finds wrong with a database, at most so many findings. `thorough` holds tables and indices against each other too. */
export function damageIn(connection: SqliteConnection.Database, thorough: boolean, most = 1): string[] {
  try {
    const rows = connection
      .prepare(`pragma ${thorough ? 'integrity_check' : 'quick_check'}(${most})`)
      .pluck()
      .all();
    return rows
      .map((row) => String(row).replace(/^\*\*\* .* \*\*\*\n/, ''))
      .flatMap((row) => row.split('\n'))
      .filter((row) => row !== 'ok')
      .slice(0, most);
  } catch (cause) {
    if (cause instanceof Error && isCorrupt(cause)) return [cause.message];
    throw cause;
  }
}

/** True where a process died over a database before it could close it, and no other has it open. */
export function wasLeftOpen(file: string): boolean {
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false });
  if (log === undefined || log.size === 0) return false;
  let connection: SqliteConnection.Database | null = null;
  try {
    connection = new SqliteConnection(file, { timeout: 0, fileMustExist: true });
    connection.pragma('locking_mode = exclusive');
    connection.prepare('select count(*) from sqlite_master').get();
    return true;
  } catch (cause) {
    // Whoever has it open answers for it; a damaged one is to be looked at.
    return cause instanceof Error && isCorrupt(cause);
  } finally {
    connection?.close();
  }
}
