import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { embeddedAudit } from '../audit/run/embedded-audit.ts';
import { armedTargets } from '../config/armed-targets.ts';
import type { Asks } from '../config/asked-targets.ts';
import type { AuditConfig, ConfiguredTarget } from '../config/config.ts';
import { CONFIG_FILE, DEFAULT_CONFIG, loadConfig } from '../config/load-config.ts';
import { mergeFlags } from '../config/merge-flags.ts';
import { SHORTHAND_FORMS } from '../config/target-shorthand.ts';
import { UsageError } from '../lib/errors.ts';
import type { CliIo } from './cli-io.ts';
import type { AuditOptions } from './flags/audit-flags.ts';

/** The audit that a command line means. */
export interface LoadedAudit {
  readonly config: AuditConfig;
  /** True for the audit that ships with the package. */
  readonly embedded: boolean;
  /** Targets of the embedded audit left out because the optional engine is not installed. */
  readonly withoutEngine: readonly string[];
}

/** Reads `--config`, else `candor.yaml` where there is one, else the embedded audit, and puts the flags over it. */
export async function loadAudit(options: AuditOptions, io: CliIo): Promise<LoadedAudit> {
  const file = resolve(io.cwd, options.config ?? CONFIG_FILE);
  const hasFile = options.demo !== true && (options.config !== undefined || existsSync(file));
  const embedded = options.demo === true || (!hasFile && options.target === undefined);
  if (embedded && options.demo !== true) requireNoChoice(options);
  const base = hasFile
    ? { config: await loadConfig(file, io.env, asksOf(options.target, true)), withoutEngine: [] }
    : embedded
      ? await embeddedAudit(io.env)
      : { config: DEFAULT_CONFIG, withoutEngine: [] };
  const flags = {
    targets: options.target,
    probes: options.probes,
    topics: options.topic,
    styles: options.style,
    tags: options.tag,
    languages: options.lang,
    samples: options.samples,
    phrasings: options.phrasings,
    followUps: options.then,
    knowledge: options.knowledge,
    limit: options.limit,
    seed: options.seed,
    patience: options.patience,
    apiKeyEnv: options.apiKeyEnv,
  };
  const given = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
  return { config: mergeFlags(base.config, given, io.env), embedded, withoutEngine: base.withoutEngine };
}

/** Targets that are named are those that are asked; none: all. */
function asksOf(targets: readonly string[] | undefined, judges: boolean): Asks | null {
  return targets === undefined || targets.length === 0 ? null : { targets, judges };
}

/** The embedded audit has questions of its own: who chooses others means to ask a model, and has named none. */
function requireNoChoice({ probes, topic, style, tag }: AuditOptions): void {
  const given = Object.entries({ '--probes': probes, '--topic': topic, '--style': style, '--tag': tag });
  const [flag] = given.find(([, value]) => value !== undefined) ?? [];
  if (flag === undefined) return;
  throw new UsageError(
    `expected a target with ${flag}, got none: add --target ${SHORTHAND_FORMS.split(', ')[0]} (candor run --help tells the kinds), or let candor init write a ${CONFIG_FILE}. --demo carries out the embedded audit`,
  );
}

/** What of a file may be mended while a run is stopped: every target, and patience. */
export interface SavedSettings {
  readonly targets: readonly ConfiguredTarget[];
  /** Seconds; absent: the file says nothing. */
  readonly patience?: number;
}

/** That of `--config`, else of `candor.yaml` where there is one; no target without a file. With `only`, variables of other targets are not needed. */
export async function savedSettings(
  { config, demo }: Pick<AuditOptions, 'config' | 'demo'>,
  io: Pick<CliIo, 'cwd' | 'env'>,
  only?: readonly string[],
): Promise<SavedSettings> {
  const file = resolve(io.cwd, config ?? CONFIG_FILE);
  const hasFile = demo !== true && (config !== undefined || existsSync(file));
  if (!hasFile) return { targets: [] };
  const { known, targets, arms, patience } = await loadConfig(file, io.env, asksOf(only, false));
  return {
    targets: arms === undefined ? known : [...known, ...armedTargets(targets, arms)],
    ...(patience === undefined ? {} : { patience }),
  };
}
