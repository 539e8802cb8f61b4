import type { Path } from '../lib/yaml-source.ts';

/** Environment variables, passed in by the edge. */
export type Env = Readonly<Record<string, string | undefined>>;

/** A variable that a text names and the environment lacks. */
export interface MissingVariable {
  readonly path: Path;
  readonly name: string;
}

const VARIABLE = /\$(\$?)\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** Puts `${NAME}` into a text; `$${NAME}` stays as `${NAME}`. An empty variable counts as missing. */
export function expandText(text: string, env: Env, onMissing: (name: string) => void): string {
  return text.replace(VARIABLE, (whole, dollar: string, name: string) => {
    if (dollar !== '') return whole.slice(1);
    const found = env[name];
    if (found !== undefined && found !== '') return found;
    onMissing(name);
    return whole;
  });
}

/** Expands every text in plain data, and tells which variables are missing where. */
export function expandEnv(value: unknown, env: Env): { value: unknown; missing: MissingVariable[] } {
  const missing: MissingVariable[] = [];
  const expand = (part: unknown, path: Path): unknown => {
    if (typeof part === 'string') return expandText(part, env, (name) => missing.push({ path, name }));
    if (Array.isArray(part)) return part.map((item, index) => expand(item, [...path, index]));
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, expand(item, [...path, key])]));
  };
  return { value: expand(value, []), missing };
}

/** The same for a whole `candor.yaml`: what only a watch needs is not missed by other commands. */
export function expandConfig(value: unknown, env: Env): ReturnType<typeof expandEnv> {
  const expanded = expandEnv(value, env);
  return { value: expanded.value, missing: expanded.missing.filter(({ path }) => path[0] !== 'watch') };
}

/** The names of the variables in a text. */
export function variablesIn(text: string): string[] {
  return [...text.matchAll(VARIABLE)].flatMap(([, dollar, name = '']) => (dollar === '' ? [name] : []));
}

/** True where a text names a variable. */
export function namesVariable(text: string): boolean {
  return variablesIn(text).length > 0;
}
