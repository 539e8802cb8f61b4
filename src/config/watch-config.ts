import { dirname } from 'node:path';
import { ConfigError, type Mistake } from '../lib/errors.ts';
import { maskerOf } from '../lib/mask-text.ts';
import { checkSource } from '../lib/schema-mistakes.ts';
import { parseYamlSource, valueAt } from '../lib/yaml-source.ts';
import { isReleaseName, SOURCE_KINDS, type SourceSpec } from '../model/release.ts';
import type { WatchAudit, WatchConfig } from './config.ts';
import { configureTarget, inFolder } from './configure-target.ts';
import { type Env, expandEnv } from './expand-env.ts';
import { probeNames, readConfig } from './load-config.ts';
import { SHORTEST, variablesOf } from './named-secrets.ts';
import { configSchema, type WrittenConfig, type WrittenTemplate, type WrittenWatch } from './schema.ts';

/** Words that a template keeps until a release is known. */
const PLACES = { release: `$\{release}`, digest: `$\{digest}` };

/** Reads `watch` of a `candor.yaml`; keys of its targets are not needed. Throws ConfigError, also where the file has none. */
export async function loadWatch(file: string, env: Env): Promise<WatchConfig> {
  const text = await readConfig(file);
  const source = parseYamlSource(text, file);
  const written = valueAt(source.value, ['watch']);
  if (source.mistakes.length === 0 && written === undefined) {
    const message =
      'expected a field "watch" that says where releases are looked for, got none: watch: { sources: [{ huggingface: AUTHOR }] }; docs/watch.md shows all of it';
    throw new ConfigError([{ file, line: null, column: null, message }]);
  }
  const { value, missing } = expandEnv(
    { watch: written, params: valueAt(source.value, ['params']) ?? {} },
    { ...env, ...PLACES },
  );
  const { data, mistakes } = checkSource({ ...source, value }, configSchema);
  const unset = missing.map(({ path, name }): Mistake => {
    return source.mistakeAt(path, `expected the variable ${name} to be set, got nothing`);
  });
  if (data?.watch === undefined || mistakes.length + unset.length > 0) {
    const masker = maskerOf(variablesOf(source.value, (found) => found.length >= SHORTEST, env));
    throw new ConfigError([...unset, ...(masker === null ? mistakes : masker.data(mistakes, true))]);
  }
  const { sources, interval, audit, canary, site } = data.watch;
  if (sources.length === 0 && audit !== undefined) {
    throw new ConfigError([
      source.mistakeAt(['watch'], 'expected a field "sources" with at least one source, got none'),
    ]);
  }
  return {
    sources: sources.map((one) => sourceOf(one, dirname(file))),
    interval,
    ...(audit === undefined
      ? {}
      : { audit: auditOf(audit, data, { file, unexpanded: valueAt(written, ['audit', 'target']), env }) }),
    ...(canary === undefined ? {} : { canary: { ...canary, probes: probeNames(canary.probes, dirname(file)) } }),
    ...(site === undefined ? {} : { site: inFolder(dirname(file), site) }),
  };
}

function sourceOf(
  { url, apiKey, family, include, exclude, ...kinds }: WrittenWatch['sources'][number],
  folder: string,
): SourceSpec {
  const kind = SOURCE_KINDS.find((one) => kinds[one] !== undefined) ?? 'file';
  const of = kinds[kind] ?? '';
  return {
    kind,
    of: kind === 'file' ? inFolder(folder, of) : of,
    url: url ?? null,
    apiKey: apiKey ?? null,
    family: family ?? null,
    include,
    exclude,
  };
}

function auditOf(
  { target, former, most, ...asks }: NonNullable<WrittenWatch['audit']>,
  { params }: WrittenConfig,
  { file, unexpanded, env }: { readonly file: string; readonly unexpanded: unknown; readonly env: Env },
): WatchAudit {
  const { probes, ...rest } = Object.fromEntries(Object.entries(asks).filter(([, value]) => value !== undefined));
  const folder = dirname(file);
  return {
    targetOf: (release) => {
      const filled = filledIn(target, release) as WrittenTemplate;
      const family = filled.family ?? release.family ?? undefined;
      const id = targetIdOf(release.name);
      const name = filled.name ?? (id === release.name ? undefined : release.name);
      const written = {
        ...filled,
        id,
        ...(name === undefined ? {} : { name }),
        ...(family === undefined ? {} : { family }),
        audit: true,
      };
      return configureTarget(written, params, folder, filledIn(unexpanded, release), env);
    },
    asks: { ...rest, ...(probes === undefined ? {} : { probes: probeNames(probes as string[], folder) }) },
    former: former ?? null,
    byDigest: JSON.stringify(target).includes(PLACES.digest),
    most,
  };
}

/** The id of a release's target: its name, with what an id cannot hold as `_`. */
export function targetIdOf(name: string): string {
  return name.replace(/[^\w.:@+-]+/g, '_');
}

/** A template with a release in it. A name that could mean more than itself is refused. Throws ConfigError. */
function filledIn(part: unknown, release: { readonly name: string; readonly digest: string | null }): unknown {
  const { name, digest } = release;
  if (!isReleaseName(name) || (digest !== null && !isReleaseName(digest)))
    throw new ConfigError([
      { file: 'watch.audit.target', line: null, column: null, message: `expected a name, got "${name}"` },
    ]);
  if (typeof part === 'string')
    return part.replaceAll(PLACES.release, () => name).replaceAll(PLACES.digest, () => digest ?? '');
  if (Array.isArray(part)) return part.map((item) => filledIn(item, release));
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, filledIn(item, release)]));
}
