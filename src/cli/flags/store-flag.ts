import type { Option } from 'commander';
import { UsageError } from '../../lib/errors.ts';
import { isPostgresAddress, shownPlace } from '../../store/postgres-address.ts';
import { makeFlag, saidIn } from './flag.ts';

/**
 * The flag by which every command that reads or writes the store names it: a file, or the address of a PostgreSQL database. Another address is
 * refused, and not repeated: it may hold a password.
 */
export function storeFlag(description = 'where runs are kept: a file, or postgres://…'): Option {
  return makeFlag('store', '--store <place>', description, (text) => {
    const scheme = /^\s*([a-z][\w+.-]+):\/\//i.exec(text)?.[1];
    if (scheme === undefined || isPostgresAddress(text.trim())) return saidIn(text, 'a file or an address');
    throw new UsageError(
      `expected a file or postgres://… for --store, got another address (${scheme}://…): runs are kept in a SQLite file, such as runs/candor.db, or in a PostgreSQL database`,
    );
  });
}

/** The store that is taken where none is named. */
const DEFAULT_STORE = 'runs/candor.db';

/** What a command that is printed as a hint has to say of the store: nothing where it is the one that is taken anyway. */
export function inStore(place: string, env: Readonly<Record<string, string | undefined>>): string {
  return place === (env.CANDOR_STORE ?? DEFAULT_STORE) ? '' : ` --store ${shownPlace(place)}`;
}

/** As `storeFlag`, with the store that is taken where none is named. */
export function defaultStoreFlag(): Option {
  return storeFlag().default(DEFAULT_STORE).env('CANDOR_STORE');
}
