import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../lib/errors.ts';
import { isPostgresAddress } from '../store/postgres-address.ts';
import type { CliIo } from './cli-io.ts';

/** The place of a store that is there: an address, or a whole path. Throws UsageError. */
export function storeThatIs(io: CliIo, place: string): string {
  if (isPostgresAddress(place)) return place;
  const file = resolve(io.cwd, place);
  if (!existsSync(file)) throw new UsageError(`expected a store at ${place}, got nothing there`);
  return file;
}

/** A place where a file can be made. Throws UsageError where something stands there. */
export function newFile(io: CliIo, place: string): string {
  if (isPostgresAddress(place)) throw new UsageError('expected a file to write into, got the address of a database');
  const file = resolve(io.cwd, place);
  if (existsSync(file))
    throw new UsageError(
      `expected a file that is not there yet, got ${place}, which is. Name another one, or move it away.`,
    );
  return file;
}
