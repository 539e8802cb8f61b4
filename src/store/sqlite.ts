import { Kysely, Migrator } from 'kysely';
import { StoreError } from '../lib/errors.ts';
import { ImmediateSqliteDialect } from './immediate-sqlite-dialect.ts';
import { KyselyStore } from './kysely-store.ts';
import { migrations } from './migrations/migrations.ts';
import { requireOurs } from './require-ours.ts';
import type { Database } from './schema.ts';
import { openSqliteConnection } from './sqlite-connection.ts';
import type { Store } from './store.ts';

/** Opens a store in a SQLite file, as `openSqliteDatabase` does. */
export async function openSqliteStore(file: string): Promise<Store> {
  return new KyselyStore(await openSqliteDatabase(file), file);
}

/**
 * Opens the tables of a store in a SQLite file, made with its folder when missing, and brings it to the newest layout. Throws StoreError
 * where the file cannot be opened, is not a store of ours, or one of a newer Candor; what is there is not changed then.
 */
export async function openSqliteDatabase(file: string): Promise<Kysely<Database>> {
  try {
    const connection = openSqliteConnection(file, (opened) => requireOurs(opened, file));
    const db = new Kysely<Database>({ dialect: new ImmediateSqliteDialect(connection) });
    const { error } = await new Migrator({ db, provider: migrations }).migrateToLatest();
    if (error === undefined) return db;
    await db.destroy();
    throw error;
  } catch (cause) {
    if (cause instanceof StoreError) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new StoreError(
      `expected a Candor store at ${file}, or a place where one can be made, got: ${message}. Name another file with --store, or move this one away.`,
      { cause },
    );
  }
}
