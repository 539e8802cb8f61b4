import { groupBy } from '../../compare/tally.ts';
import { compareText } from '../../lib/compare-text.ts';
import { UsageError } from '../../lib/errors.ts';
import type { RunRecord } from '../../model/run.ts';
import { isSameLine } from '../../model/same-line.ts';
import type { NameOf } from '../../model/target-names.ts';
import { findingRows, modelNames } from '../../report/finding-rows.ts';
import type { ReportData, ReportedRun } from '../../report/view-model.ts';
import type {
  Compared,
  FamilyPair,
  ReleaseStep,
  SiteData,
  SiteModel,
  SiteRun,
  SiteSettings,
} from '../../site/site-data.ts';
import type { Store } from '../../store/store.ts';
import { compareSides } from '../compare/compare-runs.ts';
import type { ClassifierChoice } from '../read/observations.ts';
import { reportRuns } from '../read/report-runs.ts';
import type { Side } from '../read/resolve-side.ts';
import type { Annotators } from './annotators.ts';
import { siteCanaries } from './site-canaries.ts';
import { withdrawals } from './withdrawals.ts';

/** Collects all figures of a site, without the answers' texts. Throws UsageError where no run has an answer. */
export async function siteFigures(
  store: Store,
  given: readonly RunRecord[],
  classifier: ClassifierChoice | null,
  {
    settings,
    version,
    annotators,
    canaries: wanted,
  }: { settings: SiteSettings; version: string; annotators: Annotators; canaries: readonly string[] },
): Promise<SiteData> {
  const unique = [...new Map(given.map((run) => [run.id, run])).values()];
  const found = await reportRuns(store, unique, classifier, { version, note: null, texts: false, mostShown: 0 });
  const all = annotators.unnamed(found);
  const ofRun = groupBy(all.answers, ({ run }) => run);
  const runs = [...all.runs]
    .sort((a, b) => compareText(timeOf(a), timeOf(b)) || compareText(a.run.id, b.run.id))
    .map((reported) => siteRun(reported, all, ofRun.get(reported.run.id) ?? []));
  const models = await modelsOf(store, runs, modelNames(all), classifier);
  const familyPairs = await familyPairsOf(store, runs, modelNames(all), classifier);
  const allCompared = [...models.flatMap((model) => model.steps), ...familyPairs];
  const canaries = await siteCanaries(store, [...models.map(({ target }) => target), ...wanted]);
  const known = new Set([
    ...unique.map(({ id }) => id),
    ...canaries.flatMap(({ days }) => days.flatMap(({ run }) => run ?? [])),
  ]);
  return {
    settings,
    version,
    all: { ...all, runs: runs.map(({ reported }) => reported) },
    runs,
    models,
    familyPairs,
    comparisons: allCompared.filter(({ comparison }) => (comparison?.paired ?? 0) > 0).length,
    withdrawn: (await withdrawals(store)).filter(({ run }) => known.has(run)),
    canaries,
  };
}

function timeOf({ asked, run }: ReportedRun): string {
  return asked?.first ?? run.startedAt;
}

function siteRun(reported: ReportedRun, all: ReportData, answers: ReportData['answers']): SiteRun {
  const probes = new Set(answers.map(({ probe }) => probe));
  const questions = new Set(answers.map(({ target, lang, probe }) => `${target}\n${lang}\n${probe}`));
  const data: ReportData = {
    ...all,
    runs: [reported],
    answers,
    askedAgain: questions.size < answers.length,
    probes: new Map([...all.probes].filter(([id]) => probes.has(id))),
    release: null,
    releaseNote: null,
  };
  const langs = new Map<string, string[]>();
  for (const { target, lang } of answers) {
    const own = langs.get(target) ?? [];
    if (own.length === 0) langs.set(target, own);
    if (!own.includes(lang)) own.push(lang);
  }
  for (const own of langs.values()) own.sort(compareText);
  return { reported, data, rows: findingRows(data), langs };
}

async function modelsOf(
  store: Store,
  runs: readonly SiteRun[],
  nameOf: NameOf,
  classifier: ClassifierChoice | null,
): Promise<SiteModel[]> {
  const targets = [...new Set(runs.flatMap(({ langs }) => [...langs.keys()]))].sort(compareText);
  const models: SiteModel[] = [];
  for (const target of targets) {
    const own = runs.filter(({ langs }) => langs.has(target));
    const newest = own.at(-1);
    if (newest === undefined) continue;
    const { reported } = newest;
    const now = recordOf(newest, target);
    const isRelease = (run: SiteRun): boolean => {
      const record = recordOf(run, target);
      return now === undefined || record === undefined || isSameLine(record, now);
    };
    const dated = own.filter((run) => run.reported.asked !== null && isRelease(run));
    models.push({
      target,
      name: nameOf(target),
      family: reported.targets.find(({ id }) => id === target)?.family ?? null,
      dated,
      undated: own.filter((run) => run.reported.asked === null && isRelease(run)),
      others: own.filter((run) => !isRelease(run)),
      steps: await stepsOf(store, target, dated, classifier),
    });
  }
  return models;
}

function recordOf({ reported }: SiteRun, target: string): ReportedRun['targets'][number] | undefined {
  return reported.targets.find(({ id }) => id === target);
}

/** Each release of a model against the one before; where that would mislead, why. */
async function stepsOf(
  store: Store,
  target: string,
  dated: readonly SiteRun[],
  classifier: ClassifierChoice | null,
): Promise<ReleaseStep[]> {
  const steps: ReleaseStep[] = [];
  for (const [i, candidate] of dated.slice(1).entries()) {
    const base = dated[i];
    if (base === undefined) continue;
    const [from, to] = [sideOf(base, target), sideOf(candidate, target)];
    steps.push({ base, candidate, ...(await compared(store, from, to, classifier)) });
  }
  return steps;
}

/** The two models of each family of which a run asked two, in the order of the run. */
async function familyPairsOf(
  store: Store,
  runs: readonly SiteRun[],
  nameOf: NameOf,
  classifier: ClassifierChoice | null,
): Promise<FamilyPair[]> {
  const pairs: FamilyPair[] = [];
  for (const run of runs) {
    const asked = run.reported.targets.filter(({ id, family }) => family !== null && run.langs.has(id));
    for (const own of groupBy(asked, ({ family }) => family).values()) {
      const [base, candidate, ...more] = own.map(({ id }) => ({ target: id, name: nameOf(id) }));
      if (base === undefined || candidate === undefined || more.length > 0) continue;
      const [from, to] = [sideOf(run, base.target), sideOf(run, candidate.target)];
      pairs.push({ run, base, candidate, ...(await compared(store, from, to, classifier)) });
    }
  }
  return pairs;
}

function sideOf({ reported: { run } }: SiteRun, target: string): Side {
  return { reference: run.name ?? run.id, run, filter: { target } };
}

/** The comparison of two sides, or why it would mislead. */
async function compared(store: Store, from: Side, to: Side, classifier: ClassifierChoice | null): Promise<Compared> {
  try {
    return { comparison: await compareSides(store, from, to, { force: false, classifier }), note: null };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { comparison: null, note: error.message };
  }
}
