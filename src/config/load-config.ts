import { dirname } from 'node:path';
import { stringify } from 'yaml';
import { z } from 'zod';
import { readTextFile } from '../lib/decode-text.ts';
import { ConfigError, type Mistake } from '../lib/errors.ts';
import { maskerOf } from '../lib/mask-text.ts';
import { didYouMean } from '../lib/nearest.ts';
import { checkSource } from '../lib/schema-mistakes.ts';
import { parseYamlSource, valueAt } from '../lib/yaml-source.ts';
import { type ArmFactors, MINIMAL_SYSTEM } from '../model/arm.ts';
import { isSecretValue } from '../model/secrets.ts';
import { type Asks, askedSource } from './asked-targets.ts';
import type { AuditConfig, ConfiguredTarget, GateConfig, JudgeConfig } from './config.ts';
import { configureTarget, inFolder } from './configure-target.ts';
import { type Env, expandConfig } from './expand-env.ts';
import { DEFAULT_GATE, gateOf } from './gate-config.ts';
import { namedSystem, SHORTEST, variablesOf } from './named-secrets.ts';
import { configSchema, type WrittenConfig, type WrittenSite } from './schema.ts';
import { isShorthand, parseTargetShorthand } from './target-shorthand.ts';

/** The file that is read where none is named. */
export const CONFIG_FILE = 'candor.yaml';
/** What an audit is where there is no file. */
export const DEFAULT_CONFIG: AuditConfig = {
  probes: [],
  topics: [],
  styles: [],
  tags: [],
  languages: ['en'],
  samples: 5,
  phrasings: 1,
  seed: null,
  targets: [],
  known: [],
  judges: [],
  gate: DEFAULT_GATE,
};

/** Reads a `candor.yaml`; `asks` says which targets it is read for (absent: all). Throws ConfigError with every mistake in it, or where it cannot be read. */
export async function loadConfig(file: string, env: Env, asks: Asks | null = null): Promise<AuditConfig> {
  return parseConfig(await readConfig(file), file, env, asks);
}

/** Reads the gate's margins alone, so that no key of a target is needed. Throws ConfigError. */
export async function loadGate(file: string): Promise<GateConfig> {
  const source = parseYamlSource(await readConfig(file), file);
  const { gate } = z.looseObject({ gate: z.unknown().optional() }).parse(source.value ?? {});
  const { data, mistakes } = checkSource({ ...source, value: gate === undefined ? {} : { gate } }, configSchema);
  if (data === null || mistakes.length > 0) throw new ConfigError(mistakes);
  return gateOf(data);
}

/** Reads what a site says of itself alone, likewise; empty where the file says nothing. Throws ConfigError. */
export async function loadSite(file: string): Promise<Partial<WrittenSite>> {
  const source = parseYamlSource(await readConfig(file), file);
  const { site } = z.looseObject({ site: z.unknown().optional() }).parse(source.value ?? {});
  const { data, mistakes } = checkSource({ ...source, value: site === undefined ? {} : { site } }, configSchema);
  if (data === null || mistakes.length > 0) throw new ConfigError(mistakes);
  return data.site ?? {};
}

/** Reads what a file registers before a run alone, likewise; nothing where it says nothing. Throws ConfigError. */
export async function loadPreregister(file: string): Promise<NonNullable<WrittenConfig['preregister']>> {
  const source = parseYamlSource(await readConfig(file), file);
  const { preregister } = z.looseObject({ preregister: z.unknown().optional() }).parse(source.value ?? {});
  const value = preregister === undefined ? {} : { preregister };
  const { data, mistakes } = checkSource({ ...source, value }, configSchema);
  if (data === null || mistakes.length > 0) throw new ConfigError(mistakes);
  return data.preregister ?? { hypotheses: [], analysis: [] };
}

/** What a file says of the gate, as YAML that stands alone; every default where it says nothing. Throws ConfigError. */
export async function gateYaml(file: string): Promise<string> {
  await loadGate(file);
  const { gate } = z
    .looseObject({ gate: z.unknown().optional() })
    .parse(parseYamlSource(await readConfig(file), file).value ?? {});
  return stringify(gate === undefined ? {} : { gate });
}

/** Reads the names of probes alone, likewise. Throws ConfigError. */
export async function loadProbeNames(file: string): Promise<string[]> {
  const source = parseYamlSource(await readConfig(file), file);
  const { probes } = z.looseObject({ probes: z.unknown().optional() }).parse(source.value ?? {});
  const { data, mistakes } = checkSource({ ...source, value: probes === undefined ? {} : { probes } }, configSchema);
  if (data === null || mistakes.length > 0) throw new ConfigError(mistakes);
  return probeNames(data.probes, dirname(file));
}

/** The text of a configuration. Throws ConfigError where it cannot be read. */
export async function readConfig(file: string): Promise<string> {
  try {
    return await readTextFile(file);
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `expected a configuration, got an error (${reason}). \`candor init\` writes one`;
    throw new ConfigError([{ file, line: null, column: null, message }], { cause });
  }
}

/** The same from text; relative files in it begin at the folder of `file`. */
export function parseConfig(text: string, file: string, env: Env, asks: Asks | null = null): AuditConfig {
  const source = parseYamlSource(text, file);
  const expanded = expandConfig(source.value ?? {}, env);
  const asked = askedSource({ ...source, value: expanded.value }, expanded.missing, asks);
  const checked = checkSource(asked, configSchema);
  const masker = maskerOf(variablesOf(source.value, (found) => found.length >= SHORTEST, env));
  const masked = masker === null ? checked.mistakes : masker.data(checked.mistakes, true);
  const mistakes: Mistake[] = asked.missing.map(({ path, name }) => {
    return source.mistakeAt(
      path,
      `expected the variable ${name} to be set, got nothing. Set it, or write $\${${name}} to mean the text itself`,
    );
  });
  mistakes.push(...masked);
  if (checked.data === null || mistakes.length > 0) throw new ConfigError(mistakes);
  const written = checked.data;
  const targets = written.targets.map((target, index) => {
    return configureTarget(
      target,
      written.params,
      dirname(file),
      valueAt(source.value, ['targets', asked.places[index] ?? index]),
      env,
    );
  });
  const seen = new Set<string>();
  for (const [index, { id }] of written.targets.entries()) {
    if (seen.has(id)) {
      const message = `expected a target id of its own, got "${id}" again`;
      mistakes.push(asked.mistakeAt(['targets', index, 'id'], message));
    }
    seen.add(id);
  }
  const judges = written.judges.flatMap(({ target: name, languages, flags }, index): JudgeConfig[] => {
    const target = judgeTarget(name, targets, written, env);
    if (target !== null) return [{ target, languages, ...(flags ? { flags } : {}) }];
    const message = `expected the id of a target as judge, got "${name}".${didYouMean(name, seen)}`;
    mistakes.push(asked.mistakeAt(['judges', index, 'target'], message));
    return [];
  });
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  const probes = probeNames(written.probes, dirname(file));
  const { topics, styles, tags, languages, samples, phrasings, seed } = written;
  const audited = targets.filter(({ audit }) => audit);
  return {
    probes,
    topics,
    styles,
    tags,
    languages,
    samples,
    phrasings,
    ...(written.arms === undefined ? {} : { arms: armFactors(written.arms, source.value, env) }),
    ...(written.then.length === 0 ? {} : { followUps: written.then }),
    ...(written.knowledge ? { knowledge: true } : {}),
    seed: seed ?? null,
    ...(written.patience === undefined ? {} : { patience: written.patience }),
    targets: audited,
    known: targets,
    judges,
    gate: gateOf(written),
  };
}

/** Names of probes as a file gives them: files and patterns begin at its folder, ids stay. */
export function probeNames(names: readonly string[], folder: string): string[] {
  return names.map((name) => (/[\\/*?]|\.ya?ml$/.test(name) ? inFolder(folder, name) : name));
}

/** The factors of a file, with the words for system prompts put into texts. */
function armFactors(
  { system, temperature, think }: NonNullable<WrittenConfig['arms']>,
  unexpanded: unknown,
  env: Env,
): ArmFactors {
  const levels = system?.map((one, index) => {
    if (typeof one !== 'object') return { id: one, text: one === 'none' ? null : MINIMAL_SYSTEM };
    const written = valueAt(unexpanded, ['arms', 'system', index, 'text']);
    const secrets = variablesOf([written], isSecretValue, env);
    const named = namedSystem(one.text, written, secrets, env);
    return named === null ? one : { ...one, named: { ...named, secrets } };
  });
  return {
    ...(levels === undefined ? {} : { system: levels }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(think === undefined ? {} : { think }),
  };
}

function judgeTarget(
  name: string,
  targets: readonly ConfiguredTarget[],
  written: WrittenConfig,
  env: Env,
): ConfiguredTarget | null {
  const own = targets.find(({ spec }) => spec.id === name);
  if (own !== undefined || !isShorthand(name)) return own ?? null;
  return parseTargetShorthand(name, written.params, null, env);
}
