import { armedTargets } from '../../config/armed-targets.ts';
import type { AuditConfig } from '../../config/config.ts';
import { UsageError } from '../../lib/errors.ts';
import type { Probe } from '../../model/probe.ts';
import { withFollowUps } from '../../probes/follow-ups.ts';
import { knowledgeProbes } from '../../probes/knowledge-probes.ts';
import { selectProbes } from '../../probes/select.ts';
import { loadProbes } from '../../probes/shipped.ts';
import { limitProbes } from './limit-probes.ts';
import type { AuditRequest } from './prepare-run.ts';

/** Loads and selects what a configuration names. `seed` is taken where the configuration has none. Throws ConfigError, UsageError. */
export async function auditRequest(config: AuditConfig, cwd: string, seed: number): Promise<AuditRequest> {
  const { languages, samples, phrasings } = config;
  const targets = armedTargets(config.targets, config.arms);
  const { sets, probes: named } = await selectedProbes(config, cwd);
  const { followUps, limit } = config;
  const drawnSeed = config.seed ?? seed;
  if (limit !== undefined && config.knowledge === true)
    throw new UsageError('expected --limit or --knowledge, got both: checks of facts are not drawn. Leave one out');
  const { probes: selected, limited } =
    limit === undefined
      ? { probes: named, limited: undefined }
      : limitProbes(named, { trials: limit, languages, copies: samples * targets.length, seed: drawnSeed });
  const asked = followUps === undefined ? selected : selected.map((probe) => withFollowUps(probe, followUps));
  const probes = config.knowledge === true ? [...asked, ...checksOf(selected)] : asked;
  const part = limited === undefined ? {} : { limited };
  return { sets, probes, languages, samples, phrasings, seed: drawnSeed, ...part, targets };
}

/** The questions that show what targets know of the selected probes' facts. Throws UsageError where none has any. */
function checksOf(selected: readonly Probe[]): Probe[] {
  const checks = selected.flatMap(knowledgeProbes);
  if (checks.length > 0) return checks;
  throw new UsageError(
    'expected sensitive probes whose facts have a check, for --knowledge, got none among the selected; docs/probe-format.md shows how one is written',
  );
}

/** The sets that are named, and those of their probes that are selected. Throws ConfigError, UsageError where none is left. */
export async function selectedProbes(
  {
    probes: names,
    topics,
    styles,
    tags,
    languages,
  }: Pick<AuditConfig, 'probes' | 'topics' | 'styles' | 'tags' | 'languages'>,
  cwd: string,
): Promise<Pick<AuditRequest, 'sets' | 'probes'>> {
  const { sets, filter } = await loadProbes(names, cwd);
  const probes = selectProbes(sets, { ...filter, topics, styles, tags });
  if (!probes.some(({ ask }) => languages.some((lang) => ask[lang] !== undefined))) {
    const written = [...new Set(probes.flatMap(({ ask }) => Object.keys(ask)))].sort().join(', ');
    throw new UsageError(
      `expected probes in ${languages.join(', ')}, got none among the ${probes.length} selected${written === '' ? '' : `, which are written in ${written}`}`,
    );
  }
  const unwritten = languages.filter((lang) => probes.every(({ ask }) => ask[lang] === undefined));
  if (unwritten.length > 0) {
    throw new UsageError(
      `expected languages that probes are written in, got ${unwritten.join(', ')}, in which none of the ${probes.length} selected is`,
    );
  }
  return { sets, probes };
}
