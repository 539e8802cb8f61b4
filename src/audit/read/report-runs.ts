import { compareAcross } from '../../compare/compare.ts';
import { dividedRates } from '../../compare/divided.ts';
import { homeRows } from '../../compare/home.ts';
import { knowledgeRows, knownProbes } from '../../compare/knowledge.ts';
import { originRanks } from '../../compare/origin-ranks.ts';
import { correctedSummaries, type RawSummary, type Summary, summarizeRaw } from '../../compare/summarize.ts';
import { UsageError } from '../../lib/errors.ts';
import type { Probe } from '../../model/probe.ts';
import type { RunRecord } from '../../model/run.ts';
import { AnswerPages } from '../../report/evidence-pack.ts';
import type { AnswerNote, ReportData, ReportedRun, ShownAnswer } from '../../report/view-model.ts';
import type { Store } from '../../store/store.ts';
import { measuredError } from '../calibrate/measured-error.ts';
import { compareSides } from '../compare/compare-runs.ts';
import { checkAnswers } from './check-answers.ts';
import { runFacts } from './fact-readings.ts';
import { targetJurisdictions } from './jurisdictions.ts';
import { type ClassifierChoice, observe } from './observations.ts';
import { registrationFindings } from './registration-findings.ts';
import { reportAnswers } from './report-evidence.ts';
import { MOST_SHOWN, shownRule } from './shown-answers.ts';
import { failuresOf, lengthsFor } from './summarize-run.ts';

/** What a report says of itself, and how many answers stand in it. */
export interface ReportOptions extends Pick<ReportData, 'version' | 'note'> {
  /** false: no texts of answers are packed, for formats that show none. */
  readonly texts?: boolean;
  /** Answers whose texts stand in it at most, shared evenly by its runs. */
  readonly mostShown?: number;
}

/** Collects what a report shows of runs. Throws UsageError where none was answered. */
export async function reportRuns(
  store: Store,
  runs: readonly RunRecord[],
  classifier: ClassifierChoice | null,
  { version, note, texts = true, mostShown = MOST_SHOWN }: ReportOptions,
): Promise<ReportData> {
  const reported: Omit<ReportedRun, 'summary'>[] = [];
  const summarized: RawSummary[] = [];
  const answers: (readonly AnswerNote[])[] = [];
  const shown: (readonly ShownAnswer[])[] = [];
  const pages = new AnswerPages();
  let askedAgain = false;
  const probes = new Map<string, Probe>();
  for (const run of runs) {
    const { summary, shownRule, hasFailures, ...figures } = await figuresOf(
      store,
      run,
      classifier,
      Math.floor(mostShown / runs.length),
    );
    summarized.push(summary);
    const read = await reportAnswers(store, run, classifier, shownRule, (one) => texts && pages.add(one));
    answers.push(read.answers);
    shown.push(read.shown);
    askedAgain ||= read.askedAgain;
    reported.push({
      run,
      asked: read.asked,
      shownRule,
      targets: await store.targets(run.id),
      ...figures,
      facts: await runFacts(store, run.id, { classifier }),
      ...(hasFailures ? { failures: await failuresOf(store, run.id) } : {}),
      registration: await registrationFindings(store, run),
      served: await store.served(run.id),
    });
    for (const { probe } of await store.variants(run.id)) probes.set(probe.id, probe);
  }
  if (answers.every(({ length }) => length === 0)) throw new UsageError('expected answers to report, got none');
  const [only, ...others] = answers;
  const all = only !== undefined && others.length === 0 ? only : answers.flat();
  // The sentences of all runs of a report are one family.
  const summaries = correctedSummaries(summarized);
  return {
    runs: reported.map((one, i) => ({ ...one, summary: summaries[i] as Summary })),
    ...(await releaseOf(store, runs, classifier)),
    answers: all,
    shown: shown.flat(),
    pages: pages.end(),
    askedAgain,
    probes: answered(probes, all),
    version,
    note,
  };
}

/** What is made of the observations of a run, which nobody holds any longer when its answers are read: either may take much room. */
async function figuresOf(store: Store, run: RunRecord, classifier: ClassifierChoice | null, mostShown: number) {
  const { observations, classifiers, sample } = await observe(store, run.id, classifier);
  const found = await Promise.all(classifiers.map((one) => measuredError(store, [one])));
  const calibration = await measuredError(store, classifiers);
  const judged = { classifiers, calibration, ...(await lengthsFor(store, run.id, calibration)) };
  return {
    summary: summarizeRaw(observations, { by: ['topic', 'style'], ...judged }),
    shownRule: shownRule(observations, mostShown),
    hasFailures: observations.some(({ delivery }) => delivery === 'error'),
    sample,
    classifiers,
    calibrations: found.filter((one) => one !== null),
    languages: compareAcross(observations, 'languages'),
    home: homeRows(observations, await targetJurisdictions(store, run.id)),
    knowledge: knowledgeRows(observations, knownProbes(await checkAnswers(store, run.id))),
    origins: dividedRates(observations, 'origin', judged),
    originRanks: originRanks(observations),
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

function answered(probes: ReadonlyMap<string, Probe>, answers: readonly AnswerNote[]): ReadonlyMap<string, Probe> {
  const ids = new Set(answers.map(({ probe }) => probe));
  return new Map([...probes].filter(([id]) => ids.has(id)));
}
