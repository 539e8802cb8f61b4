import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Tries to copy a file that another process writes to meanwhile. */
const TRIES = 3;

/** A copy of a database in a folder of its own. */
export interface CopyAside {
  readonly file: string;
  /** Where more may be put that goes with the copy. */
  readonly folder: string;
  remove(): void;
}

/** Copies a database with its log into a folder for what is temporary; the original is only read. Throws the system's error. */
export function copyAside(file: string): CopyAside {
  const folder = mkdtempSync(join(tmpdir(), 'candor-read-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const copy = join(folder, 'copy.db');
  try {
    for (let tries = 1; ; tries++) {
      const before = stateOf(file);
      for (const part of ['', '-wal']) {
        rmSync(`${copy}${part}`, { force: true });
        if (existsSync(`${file}${part}`)) copyFileSync(`${file}${part}`, `${copy}${part}`);
      }
      if (tries === TRIES || stateOf(file) === before) return { file: copy, folder, remove };
    }
  } catch (cause) {
    remove();
    throw cause;
  }
}

function stateOf(file: string): string {
  return ['', '-wal']
    .map((part) => statSync(`${file}${part}`, { bigint: true, throwIfNoEntry: false }))
    .map((known) => (known === undefined ? '-' : `${known.size} ${known.mtimeNs}`))
    .join();
}
