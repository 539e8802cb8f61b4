import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { sideOfBaseline } from '../audit/compare/baseline-file.ts';
import { type GateSide, sideOfExport, sideOfStore } from '../audit/compare/gate-sides.ts';
import type { ClassifierChoice } from '../audit/read/observations.ts';
import { UsageError } from '../lib/errors.ts';
import type { CliIo } from './cli-io.ts';
import { withStoreToRead } from './with-store.ts';

/** One side of a gate: a file where the name is one; else a run of the store. Throws UsageError, ConfigError. */
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
  return withStoreToRead(io, storeFile, (store) => sideOfStore(store, reference, classifier, labelsBy, turn));
}
