import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The repository. */
export const ROOT = resolve(import.meta.dirname, '../..');

/** What tsx needs in its environment to read this repository's JSX. */
export const TSX_ENV = { TSX_TSCONFIG_PATH: join(ROOT, 'tsconfig.json') };

/** Makes `candor-audit` importable in a folder, from the sources, so that nothing needs to be built. */
export function installPackage(folder: string): void {
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const installed = join(folder, 'node_modules/candor-audit');
  mkdirSync(installed, { recursive: true });
  const manifest = { name: 'candor-audit', type: 'module', exports: './index.ts' };
  writeFileSync(join(installed, 'package.json'), JSON.stringify(manifest));
  const source = pathToFileURL(join(ROOT, 'src/index.ts')).href;
  writeFileSync(join(installed, 'index.ts'), `export * from ${JSON.stringify(source)};\n`);
  symlinkSync(join(ROOT, 'node_modules/tsx'), join(folder, 'node_modules/tsx'));
}
