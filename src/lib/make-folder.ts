import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder with those above it; one that is there is left alone. Throws the system's error. (Node's own recursive mkdir never
 * returns where a file system denies with ENOENT that a folder can be made in one that exists, as /proc does.)
 */
export function makeFolder(folder: string): void {
  const missing: string[] = [];
  let at = resolve(folder);
  while (!existsSync(at)) {
    missing.push(at);
    at = dirname(at);
  }
  for (const path of missing.reverse()) {
    try {
      mkdirSync(path);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    }
  }
}
