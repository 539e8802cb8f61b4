import { basename, dirname, join, resolve } from 'node:path';
import { tryTexts } from '../../classify/try-texts.ts';
import { readTextFile } from '../../lib/decode-text.ts';
import { LANGS } from '../../model/lang.ts';
import type { Finding } from '../../probes/finding.ts';
import { lintProbeSets } from '../../probes/lint.ts';
import type { LoadResult } from '../../probes/load-probe-set.ts';
import { loadProbesForLint, SHIPPED_FOLDER, shippedSetIds } from '../../probes/shipped.ts';
import { parseTriedTexts, type TriedText } from '../../probes/tried-texts.ts';

/** What `candor probes lint` found, in how many probes, and how many texts their marks were tried on. */
export interface LintedSets {
  readonly findings: readonly Finding[];
  readonly probes: number;
  readonly tried: number;
}

/** Folder beside a set's file, with a file of the same name that holds texts to try its marks on. */
const TRIED_FOLDER = 'tried';

/** Lints named sets, or all that ship, and tries their marks on the texts beside them. Throws UsageError for a name that means nothing. */
export async function lintSets(references: readonly string[], cwd: string): Promise<LintedSets> {
  const loaded = await loadProbesForLint(references, cwd);
  const findings = lintProbeSets(loaded, references.length === 0 ? LANGS : null);
  const byId = new Map(
    [...loaded.sets, ...loaded.companions].flatMap(({ set }) => set.probes.map((probe) => [probe.id, probe] as const)),
  );
  const read = await Promise.all(loaded.sets.map(({ set }) => triedBeside(set.file, cwd)));
  const texts: TriedText[] = read.flatMap((one) => one.texts);
  const mistakes = read.flatMap((one) => one.mistakes);
  return {
    findings: [
      ...findings,
      ...takenIds(loaded, await shippedSetIds(), cwd),
      ...mistakes.map((one): Finding => ({ ...one, probe: null, rule: 'load', severity: 'error' })),
      ...tryTexts(texts, byId),
    ],
    probes: probesOf(loaded),
    tried: texts.length,
  };
}

/** Sets of one's own that have the id of a shipped one. */
function takenIds({ sets }: LoadResult, shipped: ReadonlySet<string>, cwd: string): Finding[] {
  return sets.flatMap(({ set, source }): Finding[] => {
    if (!shipped.has(set.id) || dirname(resolve(cwd, set.file)) === SHIPPED_FOLDER) return [];
    const message = `expected a set id of its own, got "${set.id}", which a set that ships has: --probes ${set.id} would not mean this one`;
    return [{ ...source.mistakeAt(['id'], message), probe: null, rule: 'set-id', severity: 'warning' }];
  });
}

async function triedBeside(file: string, cwd: string): Promise<ReturnType<typeof parseTriedTexts>> {
  const beside = join(dirname(file), TRIED_FOLDER, basename(file));
  const text = await readTextFile(resolve(cwd, beside), beside).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  });
  return text === null ? { texts: [], mistakes: [] } : parseTriedTexts({ file: beside, text });
}

function probesOf({ sets }: LoadResult): number {
  return sets.reduce((sum, { set }) => sum + set.probes.length, 0);
}
