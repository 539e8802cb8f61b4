import { copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The stores of version 0.1.0 that are kept as fixtures. */
export type OldStore = 'finished' | 'stopped' | 'imported';

const fixtures = resolve(import.meta.dirname, '../fixtures/stores');

/** The questions that the old runs asked. */
export const OLD_PROBES = join(fixtures, 'old.yaml');

/** Copies an old store into a folder of its own and gives the copy's path. */
export function copyOldStore(name: OldStore): string {
  const file = join(mkdtempSync(join(tmpdir(), 'candor-old-')), 'candor.db');
  copyFileSync(join(fixtures, `${name}.db`), file);
  return file;
}
