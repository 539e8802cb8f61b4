import { resolve } from 'node:path';
import type { Store } from '../store/store.ts';
import type { CliIo } from './cli-io.ts';

/** Opens the store that `--store` names, made when missing. Throws StoreError. */
export async function openStoreFile(io: CliIo, file: string): Promise<Store> {
  const { openSqliteStore } = await import('../store/sqlite.ts');
  return openSqliteStore(resolve(io.cwd, file));
}

/** Opens the store, passes it to the work and closes it, whatever happens. */
export async function withStore<T>(io: CliIo, file: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStoreFile(io, file);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
