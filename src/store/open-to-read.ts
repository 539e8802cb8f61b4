import { accessSync, constants, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type SqliteConnection from 'better-sqlite3';
import { DamagedStoreError, StoreError } from '../lib/errors.ts';
import { type CopyAside, copyAside } from './copy-aside.ts';
import { damageIn } from './file-health.ts';
import { KyselyStore } from './kysely-store.ts';
import { type Salvage, salvageStore } from './salvage.ts';
import { openSqliteDatabase } from './sqlite.ts';
import type { Store } from './store.ts';

/** Files up to this size are looked through for damage before they are read: about a tenth of a second. */
const LOOKED_THROUGH_BYTES = 32_000_000;

/** Pages that are kept in memory: reading goes through a store once, and the system keeps its own. */
const CACHE_KIB = 2_000;

/** A store that is only read. */
export interface StoreToRead {
  readonly store: Store;
  /** What of the file could be read, where it is damaged; null: it is not, as far as is known. */
  readonly salvage: Salvage | null;
  close(): Promise<void>;
}

/**
 * Opens a SQLite file to be read, and makes none: an empty one is an empty store. One that may not be written to is read from a copy.
 * A damaged one is read as far as it can be, from a new file; `damaged` says that reading found it so. Throws StoreError as `openSqliteDatabase` does.
 */
export async function openSqliteToRead(file: string, damaged = false): Promise<StoreToRead> {
  const size = statSync(file).size + (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0);
  if (damaged) return openSalvaged(file);
  const aside = mayWrite(file) ? null : copyOf(file);
  try {
    const db = await openSqliteDatabase(aside?.file ?? file, (connection) => {
      connection.pragma(`cache_size = -${CACHE_KIB}`);
      if (hasNoTables(connection)) throw new NothingThere();
      const [damage] = size <= LOOKED_THROUGH_BYTES ? damageIn(connection, true) : [];
      if (damage !== undefined) throw new DamagedStoreError(damage);
    });
    return opened(new KyselyStore(db, file), null, aside);
  } catch (cause) {
    aside?.remove();
    if (cause instanceof DamagedStoreError) return openSalvaged(file);
    if (cause instanceof NothingThere) return opened(new KyselyStore(await openSqliteDatabase(':memory:'), file), null);
    throw cause;
  }
}

class NothingThere extends StoreError {
  constructor() {
    super('expected a store, got an empty file');
  }
}

async function openSalvaged(file: string): Promise<StoreToRead> {
  const aside = copyOf(file);
  try {
    const into = join(aside.folder, 'readable.db');
    const salvage = await salvageStore(aside.file, into);
    return opened(new KyselyStore(await openSqliteDatabase(into), file), salvage, aside);
  } catch (cause) {
    aside.remove();
    throw cause;
  }
}

function opened(store: Store, salvage: Salvage | null, aside: CopyAside | null = null): StoreToRead {
  return {
    store,
    salvage,
    async close() {
      await store.close();
      aside?.remove();
    },
  };
}

function hasNoTables(connection: SqliteConnection.Database): boolean {
  const tables = connection.prepare(
    "select count(*) from sqlite_master where type = 'table' and name not like 'sqlite%'",
  );
  return tables.pluck().get() === 0;
}

/** SQLite makes a log beside the file, even to read it. */
function mayWrite(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    accessSync(dirname(file), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function copyOf(file: string): CopyAside {
  try {
    return copyAside(file);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new StoreError(`expected to read the store at ${file}, got: ${message}`, { cause });
  }
}
