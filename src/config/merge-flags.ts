import { UsageError } from '../lib/errors.ts';
import { didYouMean } from '../lib/nearest.ts';
import { normalizeLang } from '../model/lang.ts';
import type { FollowUpKind } from '../model/turn.ts';
import type { AuditConfig, ConfiguredTarget } from './config.ts';
import type { Env } from './expand-env.ts';
import { isShorthand, parseTargetShorthand, SHORTHAND_FORMS } from './target-shorthand.ts';

/** What the command line says; absent leaves the file's word. */
export interface AuditFlags {
  /** Ids in the file, or targets named on the spot. */
  readonly targets?: readonly string[];
  readonly probes?: readonly string[];
  readonly topics?: readonly string[];
  readonly styles?: readonly string[];
  readonly tags?: readonly string[];
  readonly languages?: readonly string[];
  readonly samples?: number;
  readonly phrasings?: number;
  readonly followUps?: readonly FollowUpKind[];
  readonly knowledge?: boolean;
  /** Trials at most. */
  readonly limit?: number;
  readonly seed?: number;
  /** Seconds. */
  readonly patience?: number;
  /** The variable that holds the key of `openai` targets named on the spot. */
  readonly apiKeyEnv?: string;
}

/** The file's configuration with the flags put over it. Throws UsageError for a target that means nothing. */
export function mergeFlags(config: AuditConfig, flags: AuditFlags, env: Env): AuditConfig {
  const over = <T>(flag: readonly T[] | undefined, own: readonly T[]) =>
    flag === undefined || flag.length === 0 ? own : flag;
  return {
    ...config,
    probes: over(flags.probes, config.probes),
    topics: over(flags.topics, config.topics),
    styles: over(flags.styles, config.styles),
    tags: over(flags.tags, config.tags),
    languages: [...new Set(over(flags.languages, config.languages).map(normalizeLang))],
    samples: flags.samples ?? config.samples,
    phrasings: flags.phrasings ?? config.phrasings,
    ...(flags.followUps === undefined ? {} : { followUps: flags.followUps }),
    ...(flags.knowledge === true ? { knowledge: true } : {}),
    ...(flags.limit === undefined ? {} : { limit: flags.limit }),
    seed: flags.seed ?? config.seed,
    ...(flags.patience === undefined ? {} : { patience: flags.patience }),
    targets: chooseTargets(config.targets, flags, env),
  };
}

function chooseTargets(own: readonly ConfiguredTarget[], flags: AuditFlags, env: Env): readonly ConfiguredTarget[] {
  if (flags.targets === undefined || flags.targets.length === 0) return own;
  const chosen = new Map<string, ConfiguredTarget>();
  for (const name of new Set(flags.targets)) {
    const target = own.find(({ spec }) => spec.id === name) ?? onTheSpot(name, own, flags, env);
    const id = freeId(
      target.spec.id,
      new Set([...chosen.keys(), ...own.filter((one) => one !== target).map(({ spec }) => spec.id)]),
    );
    chosen.set(id, { ...target, spec: { ...target.spec, id }, publicSpec: { ...target.publicSpec, id } });
  }
  return [...chosen.values()];
}

function onTheSpot(name: string, own: readonly ConfiguredTarget[], flags: AuditFlags, env: Env): ConfiguredTarget {
  if (isShorthand(name)) return parseTargetShorthand(name, {}, flags.apiKeyEnv ?? null, env);
  if (/^https?:\/\//.test(name)) {
    throw new UsageError(`expected a model with the address, as openai:MODEL@${name}, got the address alone`);
  }
  const ids = own.map(({ spec }) => spec.id);
  const known = ids.length === 0 ? '' : `a target of candor.yaml (${ids.join(', ')}), or `;
  throw new UsageError(`expected ${known}${SHORTHAND_FORMS}, got "${name}".${didYouMean(name, ids)}`);
}

function freeId(id: string, taken: ReadonlySet<string>): string {
  let free = id;
  for (let number = 2; taken.has(free); number++) free = `${id}-${number}`;
  return free;
}
