import type { Probe } from '../probes/probe.ts';
import { loadProbes } from '../probes/shipped.ts';

/** Every probe of the named files or sets, by id. Throws ConfigError, UsageError. */
export async function loadProbeMap(references: readonly string[], cwd: string): Promise<Map<string, Probe>> {
  const { sets } = await loadProbes(references, cwd);
  return new Map(sets.flatMap(({ probes }) => probes).map((probe) => [probe.id, probe]));
}
