import { UsageError } from '../lib/errors.ts';
import { nameOfModel } from '../model/model-name.ts';
import { TARGET_KINDS } from '../model/target-kind.ts';
import { PROVIDERS } from '../targets/providers.ts';
import type { ConfiguredTarget } from './config.ts';
import { configureTarget } from './configure-target.ts';
import type { Env } from './expand-env.ts';
import type { WrittenParams } from './schema.ts';

/** How a target can be named on the spot, for help and messages. */
export const SHORTHAND_FORMS = Object.values(PROVIDERS)
  .map(({ shorthand }) => shorthand)
  .join(', ');

/** True for `KIND:…` with a known kind. */
export function isShorthand(text: string): boolean {
  return TARGET_KINDS.some((kind) => text.startsWith(`${kind}:`));
}

/**
 * A target named on the spot, with an id made of its model. `apiKeyEnv` is the variable whose key goes with it
 * where its kind takes one on the spot; without it none is sent. Throws UsageError.
 */
export function parseTargetShorthand(
  text: string,
  shared: WrittenParams,
  apiKeyEnv: string | null,
  env: Env,
): ConfiguredTarget {
  const kind = TARGET_KINDS.find((one) => text.startsWith(`${one}:`));
  if (kind === undefined) throw new UsageError(`expected a target as ${SHORTHAND_FORMS}, got "${text}"`);
  const provider = PROVIDERS[kind];
  const rest = text.slice(kind.length + 1);
  const named = rest === '' ? null : provider.parse(rest);
  if (named === null) throw new UsageError(`expected ${provider.shorthand}, got "${text}"`);
  const { name, ...fields } = named;
  const key = provider.keyOnTheSpot ? keyFrom(apiKeyEnv, env) : null;
  const unexpanded = key === null ? null : { apiKey: `\${${apiKeyEnv}}` };
  const common = { provider: kind, headers: {}, body: {}, audit: true };
  const id = idOf(name);
  const readable = nameOfModel(name);
  // A file says itself what it is called.
  const called = readable === id || readable === '' || kind === 'llama-cpp' ? {} : { name: readable };
  const written = { ...common, id, ...called, ...fields, ...(key === null ? {} : { apiKey: key }) };
  return configureTarget(written, shared, '', unexpanded, env);
}

function keyFrom(name: string | null, env: Env): string | null {
  if (name === null) return null;
  const key = env[name];
  if (key !== undefined && key !== '') return key;
  throw new UsageError(`expected the variable ${name} (--api-key-env) to hold a key, got nothing`);
}

function idOf(text: string): string {
  return text.replace(/[^\w.:@+-]+/g, '_');
}
