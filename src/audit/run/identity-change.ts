import { contentHash } from '../../lib/digest.ts';
import type { Json, JsonObject } from '../../lib/json.ts';
import type { Identity } from '../../model/identity.ts';

/** What became of an identity between two looks at a target. */
export interface IdentityChange {
  /** `FIELD: BEFORE → NOW` where both are known and differ, or where it is no longer told. */
  readonly changed: readonly string[];
  /** Fields that were not known before and are now. */
  readonly learned: readonly string[];
}

/** Characters of a value that are shown; a template can be long. */
const SHOWN = 80;

/**
 * Holds two identities against each other, field by field. The address does not count, nor do extra fields of the body, which
 * stand in the configuration.
 */
export function identityChange(before: Identity, now: Identity): IdentityChange {
  const [old, fresh] = [flat(before), flat(now)];
  const changed: string[] = [];
  const learned: string[] = [];
  for (const name of new Set([...old.keys(), ...fresh.keys()])) {
    const [a, b] = [old.get(name) ?? null, fresh.get(name) ?? null];
    if (contentHash(a) === contentHash(b)) continue;
    if (a === null) learned.push(name);
    else changed.push(`${name}: ${shown(a)} → ${b === null ? 'not told now' : shown(b)}`);
  }
  return { changed, learned };
}

function flat({ host: _host, parameters, details, ...rest }: Identity): Map<string, Json> {
  const { body: _body, ...sent } = parameters;
  return new Map([...Object.entries(rest), ...under('parameters', sent), ...under('details', details)]);
}

function under(name: string, fields: JsonObject): [string, Json][] {
  return Object.entries(fields).map(([key, value]) => [`${name}.${key}`, value]);
}

function shown(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}… (${text.length} characters)` : text;
}
