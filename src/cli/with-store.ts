import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../lib/errors.ts';
import type { PostgresStore } from '../store/postgres/postgres-store.ts';
import { isPostgresAddress } from '../store/postgres-address.ts';
import type { Store } from '../store/store.ts';
import type { CliIo } from './cli-io.ts';

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

/** The same for work on what a store holds: where there is none, nothing is made, and the work finds an empty one. */
export async function withStoreToRead<T>(io: CliIo, file: string, work: (store: Store) => Promise<T>): Promise<T> {
  if (isPostgresAddress(file) || existsSync(resolve(io.cwd, file))) return withStore(io, file, work);
  const { openSqliteStore } = await import('../store/sqlite.ts');
  return closing(await openSqliteStore(':memory:'), work);
}

async function closing<S extends Store, T>(store: S, work: (store: S) => Promise<T>): Promise<T> {
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
