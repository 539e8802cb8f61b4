import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');

/** The built program, for tests that start it as a process: it starts in half the time that its source takes. */
export const BUILT_CLI = join(ROOT, 'dist/cli.js');

/** Builds the program before all tests, where a source is newer than what was built. */
export function setup(): void {
  if (existsSync(BUILT_CLI) && newestChange() < statSync(BUILT_CLI).mtimeMs) return;
  execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
}

/** In milliseconds since 1970, of the sources and of what says how they are built. */
function newestChange(): number {
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).map((file) =>
    join('src', file),
  );
  const all = [...sources, 'tsconfig.json', 'tsconfig.build.json', 'package.json', 'package-lock.json'];
  return Math.max(...all.map((file) => statSync(join(ROOT, file)).mtimeMs));
}
