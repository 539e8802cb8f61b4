import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { DamagedStoreError, UsageError } from '../lib/errors.ts';
import type { PostgresStore } from '../store/postgres/postgres-store.ts';
import { isPostgresAddress } from '../store/postgres-address.ts';
import type { Salvage } from '../store/salvage.ts';
import type { Store } from '../store/store.ts';
import { type CliIo, tell } from './cli-io.ts';

/** Opens the store that `--store` names, made when missing. Throws StoreError. */
export async function openStoreFile(io: CliIo, file: string): Promise<Store> {
  const { openStore } = await import('../store/open-store.ts');
  return openStore(isPostgresAddress(file) ? file : resolve(io.cwd, file));
}

/** Opens the store, passes it to the work and closes it, whatever happens. */
export async function withStore<T>(io: CliIo, file: string, work: (store: Store) => Promise<T>): Promise<T> {
  return closing(await openStoreFile(io, file), work);
}

/** The same for work that several processes do together, which needs a database. Throws UsageError for a file. */
export async function withSharedStore<T>(place: string, work: (store: PostgresStore) => Promise<T>): Promise<T> {
  if (!isPostgresAddress(place))
    throw new UsageError(
      `expected a PostgreSQL database in --store or CANDOR_STORE, which several machines can share, got the file ${place}`,
    );
  const { openPostgresStore } = await import('../store/postgres/postgres.ts');
  return closing(await openPostgresStore(place), work);
}

/** The same for work on what a store holds, which adds to it: where there is none, nothing is made, and the work finds an empty one. */
export async function withExistingStore<T>(io: CliIo, file: string, work: (store: Store) => Promise<T>): Promise<T> {
  if (isPostgresAddress(file) || existsSync(resolve(io.cwd, file))) return withStore(io, file, work);
  const { openSqliteStore } = await import('../store/sqlite.ts');
  return closing(await openSqliteStore(':memory:'), work);
}

/**
 * The same for work that only reads. A store that may not be written to is read all the same. Of a damaged one the part that can be read is, the
 * rest is named, and the work is told of it; where the damage is found on the way, the work begins again.
 */
export async function withStoreToRead<T>(
  io: CliIo,
  file: string,
  work: (store: Store, salvage: Salvage | null) => Promise<T>,
): Promise<T> {
  const path = resolve(io.cwd, file);
  if (isPostgresAddress(file) || !existsSync(path)) return withExistingStore(io, file, (store) => work(store, null));
  const { openSqliteToRead } = await import('../store/open-to-read.ts');
  let damage: DamagedStoreError | null = null;
  for (;;) {
    const read = await openSqliteToRead(path, damage !== null);
    try {
      if (damage !== null) {
        if (holdsNoAnswer(read.salvage)) throw damage;
        await tell(io, `candor: ${damage.message}\n`);
      }
      if (read.salvage !== null) await tell(io, `candor: ${await damageText(file, read.salvage)}\n`);
      return await work(read.store, read.salvage);
    } catch (error) {
      if (read.salvage !== null || !(error instanceof DamagedStoreError)) throw error;
      damage = error;
    } finally {
      await read.close();
    }
  }
}

/** True where so much is lost that the rest tells nothing, such as the row of the only run. */
function holdsNoAnswer(salvage: Salvage | null): boolean {
  return salvage?.tables.every(({ table, read }) => table !== 'responses' || read === 0) === true;
}

async function damageText(file: string, salvage: Salvage): Promise<string> {
  const { salvageText } = await import('../store/salvage.ts');
  return `the store ${file} is damaged; ${salvageText(salvage)} What follows is of the rest. It was not changed: candor store repair ${file} NEW keeps what can be read.`;
}

async function closing<S extends Store, T>(store: S, work: (store: S) => Promise<T>): Promise<T> {
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
