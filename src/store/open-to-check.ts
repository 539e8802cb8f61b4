import SqliteConnection from 'better-sqlite3';
import { Kysely, Migrator, SqliteDialect } from 'kysely';
import { StoreError } from '../lib/errors.ts';
import { copyAside } from './copy-aside.ts';
import { migrations } from './migrations/migrations.ts';
import { openDatabase } from './open-store.ts';
import { isPostgresAddress } from './postgres-address.ts';
import { requireOurs } from './require-ours.ts';
import type { Database } from './schema.ts';

/** Opens a store as it is, whole or damaged, to look it through: a file by way of a copy, which may be brought to the newest layout. */
export async function openToCheck(place: string): Promise<{ db: Kysely<Database>; close(): Promise<void> }> {
  if (isPostgresAddress(place)) {
    const db = await openDatabase(place);
    return { db, close: () => db.destroy() };
  }
  const aside = copyAside(place);
  try {
    const connection = new SqliteConnection(aside.file);
    requireOurs(connection, place);
    const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: connection }) });
    const { error } = await new Migrator({ db, provider: migrations }).migrateToLatest();
    if (error !== undefined) {
      await db.destroy();
      throw error;
    }
    const close = async (): Promise<void> => {
      await db.destroy();
      aside.remove();
    };
    return { db, close };
  } catch (cause) {
    aside.remove();
    if (cause instanceof StoreError) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new StoreError(`expected a Candor store at ${place}, got: ${message}. It was not changed.`, { cause });
  }
}
