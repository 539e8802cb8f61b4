import { glob } from 'tinyglobby';

/** True where a path has to be expanded. */
export function isGlob(path: string): boolean {
  return /[*?{[]/.test(path);
}

/**
 * The files that a pattern means, sorted, as absolute paths: `*` and `?` within a name, `**` over folders, `{a,b}` and `[ab]`.
 * Relative patterns start at `folder`; `node_modules` is passed over where the pattern
 * does not name it. (`fs.glob` needs Node 22.)
 */
export async function expandGlob(pattern: string, folder: string): Promise<string[]> {
  const found = await glob(pattern, {
    cwd: folder,
    absolute: true,
    dot: true,
    expandDirectories: false,
    followSymbolicLinks: true,
    ignore: pattern.includes('node_modules') ? [] : ['**/node_modules/**'],
  });
  return found.sort();
}
