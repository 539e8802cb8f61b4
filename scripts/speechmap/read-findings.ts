import { shippedCalibrations } from '../../src/audit/calibrate/measured-error.ts';
import { importAnswers } from '../../src/audit/collect/import-answers.ts';
import { observe } from '../../src/audit/read/observations.ts';
import { fileSource } from '../../src/formats/read-lines.ts';
import { isoTime } from '../../src/lib/clock.ts';
import { targetNames } from '../../src/model/target-names.ts';
import type { ClassifierId } from '../../src/model/verdict.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import type { Findings } from './findings-page.ts';
import { readJudgeLabels } from './judge-labels.ts';

/** The collection of which the classifier's left-out figures speak. */
const COLLECTION = 'SpeechMap, China and US';

/**
 * Reads SpeechMap's answers as `candor import` does, judges them by the rules, and takes the judges' labels from `labelFiles`; `now` in
 * milliseconds since 1970. Throws ConfigError where the file is none of SpeechMap's.
 */
export async function readFindings(
  file: string,
  labelFiles: readonly string[],
  now: number,
): Promise<Omit<Findings, 'files' | 'note'>> {
  const store = new MemoryStore();
  const { run, skipped } = await importAnswers(
    {
      source: fileSource(file),
      format: 'speechmap',
      file: null,
      columns: undefined,
      run: 'speechmap',
      name: null,
      packageVersion: 'findings',
      now,
    },
    store,
  );
  const { observations, classifiers } = await observe(store, run);
  const nameOf = targetNames(await store.targets(run));
  await store.close();
  const labels = (await Promise.all(labelFiles.map(readJudgeLabels))).flat();
  return {
    observations,
    classifiers,
    nameOf,
    kappa: kappaOf(classifiers),
    labels,
    skipped: skipped.length,
    day: isoTime(now).slice(0, 10),
  };
}

/** κ on the collection by a fit that had not seen it; empty where this version was not measured so. */
function kappaOf(classifiers: readonly ClassifierId[]): Record<string, number> {
  const [judge] = classifiers;
  const measured = shippedCalibrations().find(
    ({ classifier: { name, version, mode } }) =>
      name === judge?.name && version === judge.version && mode === judge.mode,
  );
  const rows = (measured?.gold.left_out ?? []) as unknown as { source: string; lang: string; kappa: number | null }[];
  return Object.fromEntries(
    rows.flatMap(({ source, lang, kappa }) => (source === COLLECTION && kappa !== null ? [[lang, kappa]] : [])),
  );
}
