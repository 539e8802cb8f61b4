import { resolve } from 'node:path';
import { Option } from 'commander';
import type { Store } from '../store/store.ts';
import type { CliIo } from './cli-io.ts';

/** The flag by which every command that reads or writes the store names it. */
export function storeOption(): Option {
  return new Option('--store <file>', 'where runs are kept').default('runs/candor.db');
}

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
