import { MASK, type Masker, maskerOf, type Secret } from '../lib/mask-text.ts';
import type { TargetSpec } from './target-spec.ts';

/** Shorter keys and headers are words like `local` or `none`, which stand in texts for themselves. */
const SHORTEST = 8;
/** Shorter values of variables in a path, a system prompt or a body are settings. */
const SHORTEST_VALUE = 12;

/** Headers that say who asks, and those that set what a service filters, which are part of what a target is. */
const PUBLIC_HEADERS =
  /^(?:http-referer|x-title|user-agent|accept|accept-language)$|datainspection|moderation|guardrail/i;
const PUBLIC_PARAMETERS = /^api[-_]?version$/i;

type WithSecrets = Pick<TargetSpec, 'apiKey' | 'headers'> & Partial<Pick<TargetSpec, 'baseURL' | 'secrets'>>;

/** True for headers that are meant to be read. */
export function isPublicHeader(name: string): boolean {
  return PUBLIC_HEADERS.test(name);
}

/** True where the value of a variable in a path, a system prompt or a body is kept secret: what is long and has no space may be a key. */
export function isSecretValue(value: string): boolean {
  return value.length >= SHORTEST_VALUE && !/\s/.test(value);
}

/** Everything of a target that must not be kept or shown: its key, headers, login and query of its address, and values of variables. */
export function secretsOf({ apiKey, headers, baseURL, secrets = [] }: WithSecrets): Secret[] {
  const plain = [apiKey ?? '', ...Object.entries(headers).flatMap(headerValues), ...addressValues(baseURL ?? null)];
  return [
    ...secrets,
    ...plain.filter((value) => value.length >= SHORTEST).map((value) => ({ value, name: MASK })),
  ].filter(({ value }) => value !== '');
}

const maskers = new WeakMap<WithSecrets, Masker | null>();

/** Takes a target's secrets out of texts; null where it has none. */
export function maskerFor(spec: WithSecrets): Masker | null {
  const known = maskers.get(spec);
  if (known !== undefined) return known;
  const masker = maskerOf(secretsOf(spec));
  maskers.set(spec, masker);
  return masker;
}

function headerValues([name, value]: [string, string]): string[] {
  return isPublicHeader(name) ? [] : [value, value.replace(/^(?:Bearer|Basic|Token)\s+/i, '')];
}

function addressValues(address: string | null): string[] {
  if (address === null || !URL.canParse(address)) return [];
  const { username, password, searchParams } = new URL(address);
  const login = [username, password].flatMap((part) => [part, decoded(part)]);
  const query = [...searchParams].flatMap(([name, value]) => (PUBLIC_PARAMETERS.test(name) ? [] : [value]));
  return [...login, ...query];
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
