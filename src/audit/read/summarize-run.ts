import type { UsedCalibration } from '../../compare/corrected-rates.ts';
import { type DividedBy, type DividedPart, dividedRates } from '../../compare/divided.ts';
import type { RunFacts } from '../../compare/facts.ts';
import type { HomeRow } from '../../compare/home.ts';
import { type KnowledgeRow, knowledgeRows, knownProbes } from '../../compare/knowledge.ts';
import { type OriginRank, originRanks } from '../../compare/origin-ranks.ts';
import {
  type LanguageSwitches,
  languageSwitches,
  type OtherReason,
  otherReasons,
} from '../../compare/other-reasons.ts';
import { type SummarizeOptions, type Summary, summarize } from '../../compare/summarize.ts';
import { type WordingStability, wordingStability } from '../../compare/wordings.ts';
import type { LabelSample } from '../../model/label-sample.ts';
import { type Limited, limitedOf } from '../../model/limited.ts';
import { type ShownNames, shownNames } from '../../model/target-names.ts';
import type { ClassifierId } from '../../model/verdict.ts';
import type { Store, TrialFilter } from '../../store/store.ts';
import { measuredError } from '../calibrate/measured-error.ts';
import { failureLines } from '../run/end-warnings.ts';
import { findingsOf } from '../run/run-findings.ts';
import { checkAnswers } from './check-answers.ts';
import { runFacts } from './fact-readings.ts';
import { type FirstTokenRow, firstTokenMass } from './first-token-mass.ts';
import { type ClassifierChoice, observe } from './observations.ts';
import { runHome } from './run-home.ts';
import { type ServedTarget, servedTargets } from './served-targets.ts';

export { DIVIDED_BY, type DividedBy } from '../../compare/divided.ts';

/** A run's rates and contrasts, and whose verdicts they count. */
export interface RunSummary extends Summary {
  readonly run: string;
  /** What people read of targets, by id; absent: their ids. */
  readonly names?: ShownNames;
  readonly classifiers: readonly ClassifierId[];
  /** The sample that was drawn for labelling; null: none was. */
  readonly sample: LabelSample | null;
  /** Why trials failed, a line a target and reason, the commonest first; absent: none failed. */
  readonly failures?: readonly string[];
  /** Who answered for each target. */
  readonly served: readonly ServedTarget[];
  /** What part of its questions the run asked; absent: all. */
  readonly limited?: Limited;
  /** How likely answers begin as refusals often do; absent: no answer tells of its first token. */
  readonly firstTokens?: readonly FirstTokenRow[];
  /** Rates by wording and by the levels of arms; absent: not asked for. */
  readonly divided?: readonly DividedPart[];
  /** How alike hand-written and other questions rank the models; absent: not asked for. */
  readonly originRanks?: readonly OriginRank[];
  /** How far answers hang on the wording; absent: no question has several. */
  readonly wordings?: readonly WordingStability[];
  /** What of a difference to the controls is kept back and what is not known; absent: no check was asked. */
  readonly knowledge?: readonly KnowledgeRow[];
  /** Why answers are of class `other`; absent: none is. */
  readonly otherReasons?: readonly OtherReason[];
  readonly languageSwitches?: readonly LanguageSwitches[];
  /** Subjects of the own state beside those of others; absent: not asked for. */
  readonly home?: readonly HomeRow[];
  /** Facts that answers tell, contradict and leave out; absent: not asked for. */
  readonly facts?: RunFacts;
}

/** Summarizes a run, or the part of it that a filter leaves. */
export async function summarizeRun(
  store: Store,
  run: string,
  options: Pick<SummarizeOptions, 'by' | 'crossed' | 'estimand'> & {
    readonly classifier?: ClassifierChoice;
    readonly filter?: TrialFilter;
    readonly home?: boolean;
    readonly facts?: boolean;
    /** Divides rates by wording, or by the levels of arms. */
    readonly divide?: readonly DividedBy[];
    /** Whose labels of the drawn sample count: people's where absent, else those of a judge or panel by its name. */
    readonly labelsBy?: string;
  } = {},
): Promise<RunSummary> {
  const { classifier, filter = {}, home = false, facts = false, divide = [], labelsBy, ...rest } = options;
  const { observations, classifiers, sample } = await observe(store, run, classifier ?? null, filter, labelsBy);
  const calibration = await measuredError(store, classifiers);
  const served = await servedTargets(store, run, filter);
  const names = shownNames(await store.targets(run));
  const limited = limitedOf(await store.overview(run));
  const firstTokens = await firstTokenMass(store, run, filter);
  const judged = { classifiers, calibration, ...(await lengthsFor(store, run, calibration)) };
  const summary = summarize(observations, { ...rest, ...judged });
  const speaking = rest.estimand === undefined ? judged : { ...judged, estimand: rest.estimand };
  const divided = divide.flatMap((by) => dividedRates(observations, by, speaking));
  const wordings = wordingStability(observations);
  const checks = await checkAnswers(store, run, filter);
  const knowledge = knowledgeRows(observations, knownProbes(checks));
  const others = otherReasons(observations);
  const switches = languageSwitches(observations);
  const asked = {
    classifier: classifier ?? null,
    filter,
    ...(rest.estimand === undefined ? {} : { estimand: rest.estimand }),
  };
  const told = facts ? { facts: await runFacts(store, run, asked) } : {};
  const found = home ? { home: await runHome(store, run, asked) } : {};
  return {
    run,
    ...summary,
    ...(Object.keys(names).length === 0 ? {} : { names }),
    classifiers,
    sample,
    served,
    ...(limited === null ? {} : { limited }),
    ...(summary.rows.some(({ errors }) => errors > 0) ? { failures: await failuresOf(store, run) } : {}),
    ...(firstTokens.length === 0 ? {} : { firstTokens }),
    ...(divide.length === 0 ? {} : { divided }),
    ...(divide.includes('origin') ? { originRanks: originRanks(observations) } : {}),
    ...(wordings.length === 0 ? {} : { wordings }),
    ...(knowledge.length === 0 ? {} : { knowledge }),
    ...(others.length === 0 ? {} : { otherReasons: others }),
    ...(switches.length === 0 ? {} : { languageSwitches: switches }),
    ...told,
    ...found,
  };
}

/** Why trials of a run failed or were not asked, by target; of one target where it is named. */
export async function failuresOf(store: Store, run: string, target?: string): Promise<string[]> {
  return (await findingsOf(store, run))
    .filter((found) => target === undefined || found.target.id === target)
    .flatMap((found) => failureLines(found).map((line) => `${found.target.id}: ${line}`));
}

/** The lengths of a run's answers, read where there is a measured error to hold them against. */
export async function lengthsFor(
  store: Store,
  run: string,
  calibration: UsedCalibration | null,
): Promise<Pick<SummarizeOptions, 'lengths'>> {
  return calibration === null ? {} : { lengths: await store.answerLengths(run) };
}
