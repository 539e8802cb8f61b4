import { compareAcross } from '../../compare/compare.ts';
import { dividedRates } from '../../compare/divided.ts';
import { homeRows } from '../../compare/home.ts';
import { knowledgeRows, knownProbes } from '../../compare/knowledge.ts';
import { originRanks } from '../../compare/origin-ranks.ts';
import { type Summary, summarizeTogether } from '../../compare/summarize.ts';
import { UsageError } from '../../lib/errors.ts';
import type { Probe } from '../../model/probe.ts';
import type { RunRecord } from '../../model/run.ts';
import type { Evidence, ReportData, ReportedRun } from '../../report/view-model.ts';
import type { Store } from '../../store/store.ts';
import { measuredError } from '../calibrate/measured-error.ts';
import { compareSides } from '../compare/compare-runs.ts';
import { checkAnswers } from './check-answers.ts';
import { runFacts } from './fact-readings.ts';
import { targetJurisdictions } from './jurisdictions.ts';
import { type ClassifierChoice, observe } from './observations.ts';
import { reportEvidence } from './report-evidence.ts';
import { lengthsFor } from './summarize-run.ts';

/** Collects what a report shows of runs. Throws UsageError where none was answered. */
export async function reportRuns(
  store: Store,
  runs: readonly RunRecord[],
  classifier: ClassifierChoice | null,
  { version, note }: Pick<ReportData, 'version' | 'note'>,
): Promise<ReportData> {
  const reported: Omit<ReportedRun, 'summary'>[] = [];
  const summarized: Parameters<typeof summarizeTogether>[0][number][] = [];
  const evidence: Evidence[] = [];
  const probes = new Map<string, Probe>();
  for (const run of runs) {
    const { observations, classifiers, sample } = await observe(store, run.id, classifier);
    const found = await Promise.all(classifiers.map((one) => measuredError(store, [one])));
    const calibration = await measuredError(store, classifiers);
    const lengths = await lengthsFor(store, run.id, calibration);
    summarized.push({ observations, options: { by: ['topic', 'style'], classifiers, calibration, ...lengths } });
    reported.push({
      run,
      targets: await store.targets(run.id),
      sample,
      classifiers,
      calibrations: found.filter((one) => one !== null),
      languages: compareAcross(observations, 'languages'),
      facts: await runFacts(store, run.id, { classifier }),
      home: homeRows(observations, await targetJurisdictions(store, run.id)),
      knowledge: knowledgeRows(observations, knownProbes(await checkAnswers(store, run.id))),
      origins: dividedRates(observations, 'origin', { classifiers, calibration, ...lengths }),
      originRanks: originRanks(observations),
      served: await store.served(run.id),
    });
    for (const one of await reportEvidence(store, run, classifier)) evidence.push(one);
    for (const { probe } of await store.variants(run.id)) probes.set(probe.id, probe);
  }
  if (evidence.length === 0) throw new UsageError('expected answers to report, got none');
  // The sentences of all runs of a report are one family.
  const summaries = summarizeTogether(summarized);
  return {
    runs: reported.map((one, i) => ({ ...one, summary: summaries[i] as Summary })),
    ...(await releaseOf(store, runs, classifier)),
    evidence,
    probes: answered(probes, evidence),
    version,
    note,
  };
}

async function releaseOf(
  store: Store,
  [first, second]: readonly RunRecord[],
  classifier: ClassifierChoice | null,
): Promise<Pick<ReportData, 'release' | 'releaseNote'>> {
  if (first === undefined || second === undefined) return { release: null, releaseNote: null };
  const side = (run: RunRecord) => ({ reference: run.name ?? run.id, run, filter: {} });
  try {
    const release = await compareSides(store, side(first), side(second), { force: false, classifier });
    return { release, releaseNote: null };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { release: null, releaseNote: error.message };
  }
}

function answered(probes: ReadonlyMap<string, Probe>, evidence: readonly Evidence[]): ReadonlyMap<string, Probe> {
  const ids = new Set(evidence.map(({ probe }) => probe));
  return new Map([...probes].filter(([id]) => ids.has(id)));
}
