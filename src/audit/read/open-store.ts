import { openSqliteStore } from '../../store/sqlite.ts';
import type { Store } from '../../store/store.ts';

/** Opens the store at a path, made when missing. Throws StoreError where that cannot be. */
export function openStore(file: string): Promise<Store> {
  return openSqliteStore(file);
}
