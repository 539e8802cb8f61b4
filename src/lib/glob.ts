import { readdir } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';

/** True where a path has to be expanded. */
export function isGlob(path: string): boolean {
  return /[*?{[]/.test(path);
}

/**
 * The files that a pattern means, sorted: `*` and `?` within a name, `**` over folders, `{a,b}` and `[ab]`. Relative
 * patterns start at `folder`. (`fs.glob` needs Node 22.)
 */
export async function expandGlob(pattern: string, folder: string): Promise<string[]> {
  const normal = pattern.split(sep).join('/');
  const parts = normal.split('/');
  const firstOpen = parts.findIndex(isGlob);
  const base = parts.slice(0, firstOpen).join('/');
  const root = isAbsolute(pattern) ? base || '/' : join(folder, base);
  const matcher = globExpression(parts.slice(firstOpen).join('/'));
  const deep = normal.includes('**') || parts.length - firstOpen > 1;
  const found = await filesUnder(root, deep);
  return found.filter((file) => matcher.test(relative(root, file).split(sep).join('/'))).sort();
}

async function filesUnder(folder: string, deep: boolean): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  });
  const files: string[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (deep && entry.name !== 'node_modules') files.push(...(await filesUnder(path, true)));
    } else {
      files.push(path);
    }
  }
  return files;
}

function globExpression(pattern: string): RegExp {
  let source = '';
  let braces = 0;
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern.charAt(at);
    if (pattern.startsWith('**/', at)) {
      source += '(?:.*/)?';
      at += 2;
    } else if (pattern.startsWith('**', at)) {
      source += '.*';
      at += 1;
    } else if (char === '*') source += '[^/]*';
    else if (char === '?') source += '[^/]';
    else if (char === '{') {
      braces += 1;
      source += '(?:';
    } else if (char === '}' && braces > 0) {
      braces -= 1;
      source += ')';
    } else if (char === ',' && braces > 0) source += '|';
    else if (char === '[' || char === ']') source += char;
    else source += char.replace(/[.+^${}()|\\]/, '\\$&');
  }
  return new RegExp(`^${source}$`);
}
