import type SqliteConnection from 'better-sqlite3';
import { Kysely, Migrator } from 'kysely';
import { DamagedStoreError, StoreError } from '../lib/errors.ts';
import { isCorrupt } from './corrupt.ts';
import { damageIn, wasLeftOpen } from './file-health.ts';
import { watchFile } from './file-presence.ts';
import { ImmediateSqliteDialect } from './immediate-sqlite-dialect.ts';
import { KyselyStore } from './kysely-store.ts';
import { migrations } from './migrations/migrations.ts';
import { PreparedAnswers } from './prepared-answers.ts';
import { requireOurs } from './require-ours.ts';
import type { Database } from './schema.ts';
import { openSqliteConnection } from './sqlite-connection.ts';
import type { Store } from './store.ts';

/** Opens a store in a SQLite file, as `openSqliteDatabase` does, and watches that the file stays where it is. */
export async function openSqliteStore(file: string): Promise<Store> {
  const { db, connection } = await openFile(file, () => undefined);
  const watch = file === ':memory:' ? undefined : watchFile(file);
  return new KyselyStore(db, file, undefined, watch, new PreparedAnswers(connection).commit);
}

/**
 * Opens the tables of a store in a SQLite file, made with its folder when missing, and brings it to the newest layout. Throws StoreError
 * where the file cannot be opened, is not a store of ours, or one of a newer Candor, and DamagedStoreError where a process died over it and
 * left it damaged; what is there is not changed then. `inspect` sees it before anything is written, and may throw.
 */
export async function openSqliteDatabase(
  file: string,
  inspect: (connection: SqliteConnection.Database) => void = () => undefined,
): Promise<Kysely<Database>> {
  return (await openFile(file, inspect)).db;
}

async function openFile(
  file: string,
  inspect: (connection: SqliteConnection.Database) => void,
): Promise<{ readonly db: Kysely<Database>; readonly connection: SqliteConnection.Database }> {
  try {
    const unclean = file !== ':memory:' && wasLeftOpen(file);
    const connection = openSqliteConnection(file, (opened) => {
      requireOurs(opened, file);
      inspect(opened);
      const [damage] = unclean ? damageIn(opened, false) : [];
      if (damage !== undefined) throw damagedStore(file, damage);
    });
    const db = new Kysely<Database>({ dialect: new ImmediateSqliteDialect(connection) });
    const { error } = await new Migrator({ db, provider: migrations }).migrateToLatest();
    if (error === undefined) return { db, connection };
    await db.destroy();
    throw error;
  } catch (cause) {
    if (cause instanceof StoreError) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    if (isCorrupt(cause)) throw damagedStore(file, message, { cause });
    if (isReadOnly(cause))
      throw new StoreError(
        `expected to write into the store at ${file}, got: ${message}. It can be read as it is (summary, compare, show, report, export); to write, use a copy of it (candor store backup ${file} COPY), or ask for write permission on the file and its folder.`,
        { cause },
      );
    throw new StoreError(
      `expected a Candor store at ${file}, or a place where one can be made, got: ${message}. Name another file with --store, or move this one away.`,
      { cause },
    );
  }
}

function damagedStore(file: string, damage: string, options?: ErrorOptions): DamagedStoreError {
  return new DamagedStoreError(
    `expected a whole store at ${file}, got a damaged one (${damage}); it was not changed. candor store repair ${file} NEW writes what can be read into a new file; reading commands work on that part by themselves.`,
    options,
  );
}

function isReadOnly(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('SQLITE_READONLY');
}
