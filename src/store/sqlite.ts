import { dirname } from 'node:path';
import SqliteConnection from 'better-sqlite3';
import { Kysely, Migrator } from 'kysely';
import { StoreError } from '../lib/errors.ts';
import { makeFolder } from '../lib/make-folder.ts';
import { ImmediateSqliteDialect } from './immediate-sqlite-dialect.ts';
import { KyselyStore } from './kysely-store.ts';
import { migrations } from './migrations/migrations.ts';
import type { Database } from './schema.ts';
import type { Store } from './store.ts';

/**
 * Opens a SQLite file, made with its folder when missing, and brings it to the newest layout. WAL with synchronous FULL:
 * an answer that was stored survives a power cut. Throws StoreError where the file is not a store of ours.
 */
export async function openSqliteStore(file: string): Promise<Store> {
  let connection: SqliteConnection.Database;
  try {
    if (file !== ':memory:') makeFolder(dirname(file));
    connection = new SqliteConnection(file, { timeout: 10_000 });
  } catch (cause) {
    throw new StoreError(`expected a database that can be opened or made at ${file}, got: ${messageOf(cause)}`, {
      cause,
    });
  }
  const db = new Kysely<Database>({ dialect: new ImmediateSqliteDialect(connection) });
  try {
    connection.pragma('journal_mode = WAL');
    connection.pragma('synchronous = FULL');
    connection.pragma('foreign_keys = ON');
    const { error } = await new Migrator({ db, provider: migrations }).migrateToLatest();
    if (error !== undefined) throw error;
  } catch (cause) {
    await db.destroy();
    throw new StoreError(
      `expected a Candor store at ${file}, got: ${messageOf(cause)}. Name another file with --store, or move this one away.`,
      { cause },
    );
  }
  return new KyselyStore(db, file);
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
