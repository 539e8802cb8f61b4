import type { Secret } from '../lib/mask-text.ts';
import { valueAt } from '../lib/yaml-source.ts';
import { isSecretValue } from '../model/secrets.ts';
import type { TargetSpec } from '../model/target-spec.ts';
import { type Env, expandText, variablesIn } from './expand-env.ts';

/** Shorter values of variables in keys, headers and addresses are words that stand for themselves. */
export const SHORTEST = 8;

/**
 * The values of variables that must not be kept or shown: those in keys, headers, logins and queries, and long ones in paths,
 * system prompts and bodies. What also names the model, a file or a family is none.
 */
export function secretVariables(spec: TargetSpec, unexpanded: unknown, env: Env): Secret[] {
  const { id, model, file, family } = spec;
  const [path, credentials] = partsOf(valueAt(unexpanded, ['baseURL']));
  const keys = [valueAt(unexpanded, ['apiKey']), valueAt(unexpanded, ['headers']), credentials];
  const values = [path, valueAt(unexpanded, ['system']), valueAt(unexpanded, ['body'])];
  const names = [id, model, file ?? '', family ?? ''];
  const isPublic = (value: string): boolean => names.some((name) => name !== '' && name.includes(value));
  return [
    ...variablesOf(keys, (value) => value.length >= SHORTEST, env),
    ...variablesOf(values, (value) => isSecretValue(value) && !isPublic(value), env),
  ];
}

/** The values of the variables that plain data names, where they are wanted. */
export function variablesOf(data: unknown, wanted: (value: string) => boolean, env: Env): Secret[] {
  const names = new Set(textsIn(data).flatMap(variablesIn));
  return [...names].flatMap((name) => {
    const value = env[name] ?? '';
    return wanted(value) ? [{ value, name: `\${${name}}` }] : [];
  });
}

/**
 * A system prompt as it may be stored: secrets by the names of their variables, other variables put in. null: it names no
 * secret, and is stored as it is. A `${NAME}` that means itself is written `$${NAME}`.
 */
export function namedSystem(
  text: string | null,
  written: unknown,
  secrets: readonly Secret[],
  env: Env,
): { readonly text: string; readonly variables: readonly string[] } | null {
  if (text === null || typeof written !== 'string') return null;
  const named = new Set(secrets.map(({ name }) => name));
  const variables = [...new Set(variablesIn(written))].filter((name) => named.has(`\${${name}}`));
  if (variables.length === 0) return null;
  const kept = written.replace(/\$?\$\{(\w+)\}/g, (whole, name: string) => {
    return whole.startsWith('$$') || variables.includes(name) ? whole : expandText(whole, env, () => undefined);
  });
  return { text: kept, variables };
}

/** The path of an address as written, and what of it may hold a key: login, query and fragment. */
function partsOf(address: unknown): [path: string, credentials: readonly string[]] {
  const [, login = '', path = '', query = ''] =
    typeof address === 'string' ? (/^\w+:\/\/(?:([^/?#]*)@)?[^/?#@]*([^?#]*)(.*)$/s.exec(address) ?? []) : [];
  return [path, [login, query]];
}

function textsIn(data: unknown): string[] {
  if (typeof data === 'string') return [data];
  return typeof data === 'object' && data !== null ? Object.values(data).flatMap(textsIn) : [];
}
