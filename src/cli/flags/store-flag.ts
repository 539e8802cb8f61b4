import type { Option } from 'commander';
import { UsageError } from '../../lib/errors.ts';
import { makeFlag, saidIn } from './flag.ts';

/** The flag by which every command that reads or writes the store names it. An address is refused, and not repeated: it may hold a password. */
export function storeFlag(description = 'where runs are kept'): Option {
  return makeFlag('store', '--store <file>', description, (text) => {
    const scheme = /^\s*([a-z][\w+.-]+):\/\//i.exec(text)?.[1];
    if (scheme === undefined) return saidIn(text, 'a file');
    throw new UsageError(
      `expected a file for --store, got an address (${scheme}://…): runs are kept in a SQLite file on this machine, such as runs/candor.db`,
    );
  });
}

/** As `storeFlag`, with the file that is taken where none is named. */
export function defaultStoreFlag(): Option {
  return storeFlag().default('runs/candor.db');
}
