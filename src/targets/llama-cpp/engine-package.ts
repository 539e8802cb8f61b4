import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { TargetError } from '../../lib/errors.ts';

/** The optional package of the embedded engine, in the version that is tried. */
export const ENGINE = { name: 'node-llama-cpp', version: '3.21.1' } as const;

/** How it is installed. A program that was installed globally does not look into the folder in which it is called. */
export const ENGINE_INSTALL = `npm install ${ENGINE.name}@${ENGINE.version} (with --global where Candor was installed so)`;

/** Loads the engine. Throws TargetError where it is missing, or of another major version than the one that is tried. */
export async function importEngine(): Promise<{ library: typeof import('node-llama-cpp'); version: string }> {
  let library: typeof import('node-llama-cpp');
  try {
    library = await import('node-llama-cpp');
  } catch (cause) {
    const hint = `The embedded engine is an optional part. Install it beside Candor: ${ENGINE_INSTALL}`;
    throw new TargetError(
      `expected the package ${ENGINE.name} for a llama-cpp target, got none. ${hint}`,
      {},
      { cause },
    );
  }
  const version = installedVersion();
  const problem = versionProblem(version);
  if (problem?.refused === true) throw new TargetError(`${problem.message}. Install it: ${ENGINE_INSTALL}`);
  return { library, version };
}

/** What is wrong with an installed version: another major one is refused, any other one is worth a warning; null: nothing. */
export function versionProblem(version: string): { readonly refused: boolean; readonly message: string } | null {
  if (version === ENGINE.version) return null;
  const refused = majorOf(version) !== majorOf(ENGINE.version);
  return { refused, message: `expected ${ENGINE.name} ${ENGINE.version}, the version that is tried, got ${version}` };
}

function majorOf(version: string): string {
  return version.split('.')[0] ?? '';
}

function installedVersion(): string {
  const require = createRequire(import.meta.url);
  const manifest = join(dirname(require.resolve(ENGINE.name)), '../package.json');
  return (require(manifest) as { version: string }).version;
}
