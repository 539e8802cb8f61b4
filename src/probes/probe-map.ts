import type { Probe } from '../model/probe.ts';
import { loadProbes, shippedProbeFiles } from './shipped.ts';

/** Every probe of the named files or sets, by id; of all shipped sets, the demo too, where none is named. Throws ConfigError, UsageError. */
export async function loadProbeMap(references: readonly string[], cwd: string): Promise<Map<string, Probe>> {
  const { sets } = await loadProbes(references.length === 0 ? await shippedProbeFiles() : references, cwd);
  return new Map(sets.flatMap(({ probes }) => probes).map((probe) => [probe.id, probe]));
}
