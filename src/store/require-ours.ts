import type SqliteConnection from 'better-sqlite3';
import { StoreError } from '../lib/errors.ts';
import { MIGRATIONS } from './migrations/migrations.ts';

/** The layout that every store has. */
const FIRST_LAYOUT = '001-first';
/** Tables of a strange database that a message names. */
const MOST_NAMED = 3;

/**
 * Looks at a database before anything is written to it: an empty one, or a store of this version or an older one, may go on.
 * Throws StoreError for all else.
 */
export function requireOurs(connection: SqliteConnection.Database, file: string): void {
  const names = connection.prepare("select name from sqlite_master where type = 'table'").pluck();
  const tables = names.all().map(String);
  if (!tables.includes('kysely_migration')) {
    const others = tables.filter((name) => !name.startsWith('kysely_') && !name.startsWith('sqlite_'));
    if (others.length === 0) return;
    const some = others.slice(0, MOST_NAMED).join(', ');
    throw new StoreError(
      `expected a Candor store at ${file}, got a database with other tables (${some}). Name another file with --store; this one was not changed.`,
    );
  }
  const applied = connection.prepare('select name from kysely_migration order by name').pluck().all().map(String);
  const newer = applied.filter((name) => !(name in MIGRATIONS));
  if (newer.length === 0) return;
  throw new StoreError(
    applied.includes(FIRST_LAYOUT)
      ? `expected a store of this Candor or an older one at ${file}, got one of a newer Candor (layout ${newer.at(-1)}; this version knows ${Object.keys(MIGRATIONS).at(-1)}). Update Candor to read it; the file was not changed.`
      : `expected a Candor store at ${file}, got a database of another program. Name another file with --store; this one was not changed.`,
  );
}
