import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { sideOfBaseline } from '../audit/compare/baseline-file.ts';
import { type GateSide, sideOfExport, sideOfStore } from '../audit/compare/gate-sides.ts';
import type { ClassifierChoice } from '../audit/read/observations.ts';
import { PartlyReadError, UsageError } from '../lib/errors.ts';
import type { Salvage } from '../store/salvage.ts';
import type { CliIo } from './cli-io.ts';
import { withStoreToRead } from './with-store.ts';

/** One side of a gate: a file where the name is one; else a run of the store. Throws UsageError, ConfigError, PartlyReadError. */
export async function readGateSide(
  reference: string,
  storeFile: string,
  classifier: ClassifierChoice | null,
  io: CliIo,
  { labelsBy, turn }: { readonly labelsBy?: string; readonly turn?: number } = {},
): Promise<GateSide> {
  const file = resolve(io.cwd, reference);
  if (/\.(json|jsonl)$/.test(reference)) {
    if (!existsSync(file)) throw new UsageError(`expected a file, got nothing at ${file}`);
    return reference.endsWith('.jsonl') ? sideOfExport(file, classifier, turn) : sideOfBaseline(file);
  }
  return withStoreToRead(io, storeFile, async (store, salvage) => {
    if (salvage !== null) requireAll(salvage, storeFile);
    return sideOfStore(store, reference, classifier, labelsBy, turn);
  });
}

/** What cannot be read may be what would fail: a gate stands on all rows or on none. Throws PartlyReadError. */
function requireAll({ tables }: Salvage, file: string): void {
  const lost = tables.reduce((sum, one) => sum + one.lost, 0);
  if (lost === 0) return;
  throw new PartlyReadError(
    `expected a whole store for a gate, got ${file}, of which ${lost} rows cannot be read: what a gate says of the rest would not hold for all. Take ${file} from a backup (candor store check tells what is missing), or ask again what is lost.`,
  );
}
