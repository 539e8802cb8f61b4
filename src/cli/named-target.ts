import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ConfiguredTarget } from '../config/config.ts';
import { CONFIG_FILE, loadConfig } from '../config/load-config.ts';
import { isShorthand, parseTargetShorthand, SHORTHAND_FORMS } from '../config/target-shorthand.ts';
import { UsageError } from '../lib/errors.ts';
import { didYouMean } from '../lib/nearest.ts';
import type { CliIo } from './cli-io.ts';

/** A target of `candor.yaml`, those that only judge among them, or one on the spot. Throws UsageError, and ConfigError where the file is wrong. */
export async function namedTarget(
  name: string,
  { config, apiKeyEnv }: { readonly config?: string | undefined; readonly apiKeyEnv?: string | undefined },
  io: CliIo,
): Promise<ConfiguredTarget> {
  if (isShorthand(name)) return parseTargetShorthand(name, {}, apiKeyEnv ?? null, io.env);
  const file = resolve(io.cwd, config ?? CONFIG_FILE);
  const known =
    config === undefined && !existsSync(file)
      ? []
      : (await loadConfig(file, io.env, { targets: [name], judges: false })).known;
  const found = known.find(({ spec }) => spec.id === name);
  if (found !== undefined) return found;
  const ids = known.map(({ spec }) => spec.id);
  const has = ids.length === 0 ? '' : `a target of candor.yaml (${ids.join(', ')}), or `;
  throw new UsageError(`expected ${has}${SHORTHAND_FORMS}, got "${name}".${didYouMean(name, ids)}`);
}
