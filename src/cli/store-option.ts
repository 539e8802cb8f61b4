import { resolve } from 'node:path';
import { Option } from 'commander';
import type { Store } from '../store/store.ts';
import type { CliIo } from './cli-io.ts';

/** The flag by which every command that reads or writes the store names it. */
export function storeOption(): Option {
  return new Option('--store <file>', 'where runs are kept').default('runs/candor.db');
}

/** Opens the store, passes it to the work and closes it, whatever happens. */
export async function withStore<T>(io: CliIo, file: string, work: (store: Store) => Promise<T>): Promise<T> {
  const { openStore } = await import('../audit/read/open-store.ts');
  const store = await openStore(resolve(io.cwd, file));
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
