import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/**
 * Makes `dist/` ready to be packed: JavaScript without comments, and only the declarations that `index.d.ts` reaches.
 * `npm run build` first. Usage: tsx scripts/trim-package.ts
 */
const root = resolve(import.meta.dirname, '..');
const dist = join(root, 'dist');
const tsc = join(root, 'node_modules/typescript/bin/tsc');
const settings = ['-p', join(root, 'tsconfig.build.json'), '--declaration', 'false', '--removeComments'];
execFileSync(process.execPath, [tsc, ...settings], { stdio: 'inherit' });

const reached = new Set<string>();
const waiting = [join(dist, 'index.d.ts')];
for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
  if (reached.has(file) || !existsSync(file)) continue;
  reached.add(file);
  for (const [, from, imported] of readFileSync(file, 'utf8').matchAll(
    /from ['"](\.[^'"]+)['"]|import\(['"](\.[^'"]+)['"]\)/g,
  )) {
    waiting.push(join(dirname(file), (from ?? imported ?? '').replace(/\.[jt]sx?$/, '.d.ts')));
  }
}
for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
  const file = join(dist, name);
  if (name.endsWith('.d.ts') && !reached.has(file)) rmSync(file);
}
