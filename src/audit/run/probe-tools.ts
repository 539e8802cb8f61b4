import { LANGS } from '../../model/lang.ts';
import { probeSetJsonSchemaText } from '../../probes/json-schema.ts';
import { type Finding, lintProbeSets } from '../../probes/lint.ts';
import { listProbes, type ProbeListing } from '../../probes/list.ts';
import { loadProbes, loadProbesForLint } from '../../probes/shipped.ts';

/** What lint found in how many probes. */
export interface LintReport {
  readonly findings: readonly Finding[];
  readonly probes: number;
}

/** Looks for what should be better in probe files; nothing named means all shipped sets. */
export async function lintProbeFiles(references: readonly string[], cwd: string): Promise<LintReport> {
  const loaded = await loadProbesForLint(references, cwd);
  const shipped = references.length === 0;
  const probes = loaded.sets.reduce((sum, { set }) => sum + set.probes.length, 0);
  return { findings: lintProbeSets(loaded, shipped ? LANGS : null), probes };
}

/** Counts probe files; nothing named means all shipped sets but the demo. */
export async function listProbeFiles(references: readonly string[], cwd: string): Promise<ProbeListing> {
  return listProbes((await loadProbes(references, cwd)).sets);
}

/** The JSON Schema of probe files, for editors. */
export function probeSchema(): string {
  return probeSetJsonSchemaText();
}
