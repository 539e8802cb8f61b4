import type { Comparison } from '../compare/compare.ts';
import type { Withdrawal } from '../model/withdrawal.ts';
import type { FindingRow } from '../report/finding-rows.ts';
import type { ReportData, ReportedRun } from '../report/view-model.ts';

/** What a site says of itself. */
export interface SiteSettings {
  readonly title: string;
  /** Where it will stand, with a slash at its end, for the feed and the page of what is not found; null: not known. */
  readonly baseURL: string | null;
  /** Under which licence answers and verdicts are published; null: not stated. */
  readonly license: string | null;
  /** The same of the questions. */
  readonly probesLicense: string | null;
  /** Asks search engines to leave it out. */
  readonly noindex: boolean;
  /** Reasoning traces are published too. */
  readonly traces: boolean;
}

/** A run with what the report knows of it alone. */
export interface SiteRun {
  readonly reported: ReportedRun;
  readonly data: ReportData;
  readonly rows: readonly FindingRow[];
  /** Languages in which each target was asked. */
  readonly langs: ReadonlyMap<string, readonly string[]>;
}

/** A model over its releases: the target of one id in all runs. */
export interface SiteModel {
  readonly target: string;
  readonly name: string;
  readonly family: string | null;
  /** By the time of asking, the newest last. */
  readonly dated: readonly SiteRun[];
  /** Whose answers do not say when they were given; they stand on no timeline. */
  readonly undated: readonly SiteRun[];
  /** In which its id stood for another model, by the identities: no releases of this one. */
  readonly others: readonly SiteRun[];
  /** Each release against the one before. */
  readonly steps: readonly ReleaseStep[];
}

/** What a comparison of two sides came to. */
export interface Compared {
  readonly comparison: Comparison | null;
  /** Why there is no comparison. */
  readonly note: string | null;
}

/** One release against the one before, pair by pair. */
export interface ReleaseStep extends Compared {
  readonly base: SiteRun;
  readonly candidate: SiteRun;
}

/** The two models of one family that a run asked side by side, the second against the first. */
export interface FamilyPair extends Compared {
  readonly run: SiteRun;
  readonly base: Pick<SiteModel, 'target' | 'name'>;
  readonly candidate: Pick<SiteModel, 'target' | 'name'>;
}

/** A target that is asked the same questions every day, to see whether the model behind its name changes. */
export interface SiteCanary {
  readonly target: string;
  readonly name: string;
  readonly family: string | null;
  /** The days on which it was asked, in their order. */
  readonly days: readonly SiteCanaryDay[];
}

/** `asked`: nothing is known of what the day told, or too few answers came; `drifting`: it differs, but the days before hang together. */
export type CanaryState = 'asked' | 'learning' | 'same' | 'drifting' | 'alarm';

/** One of its days. */
export interface SiteCanaryDay {
  /** ISO 8601, the date alone. */
  readonly day: string;
  /** null: its run was removed. */
  readonly run: string | null;
  /** When that was over, as far as it is known; ISO 8601. */
  readonly at: string;
  readonly state: CanaryState;
  readonly p: number | null;
  /** How far its answers lie from those of the days before, 0…2. */
  readonly distance: number | null;
  readonly questions: number | null;
  /** From which day on the model is another, where this day was the alarm. */
  readonly since: string | null;
  /** What the service said of itself: served models, hosts and fingerprints. */
  readonly told: readonly string[];
  /** Other than on the day before. */
  readonly toldOtherwise: boolean;
}

/** Everything that pages are made of beside the answers, which come one question at a time. */
export interface SiteData {
  readonly settings: SiteSettings;
  readonly version: string;
  readonly all: ReportData;
  readonly runs: readonly SiteRun[];
  readonly models: readonly SiteModel[];
  /** Families of which a run asked exactly two models, such as a release and the one before it. */
  readonly familyPairs: readonly FamilyPair[];
  /** Comparisons of releases on the whole site: its sentences on changes are one family. */
  readonly comparisons: number;
  readonly withdrawn: readonly Withdrawal[];
  readonly canaries: readonly SiteCanary[];
}

/** The run in which a model was asked last; where none says when, the one that was taken in last. */
export function newestOf({ dated, undated }: SiteModel): SiteRun {
  const newest = dated.at(-1) ?? undated.at(-1);
  if (newest === undefined) throw new Error('a model without a run');
  return newest;
}

/** What a report knows of one target of a run. All targets stay in its list, by which names are told apart. */
export function partOf(data: ReportData, target: string): ReportData {
  const own = <T extends { readonly target: string }>(rows: readonly T[] = []): T[] =>
    rows.filter((row) => row.target === target);
  return {
    ...data,
    runs: data.runs.map((one) => ({
      ...one,
      summary: { ...one.summary, rows: own(one.summary.rows), contrasts: own(one.summary.contrasts) },
      languages: one.languages.filter(({ base }) => base.slice(0, base.lastIndexOf('/')) === target),
      home: own(one.home),
      knowledge: own(one.knowledge),
      ...(one.facts === undefined
        ? {}
        : { facts: { ...one.facts, rows: own(one.facts.rows), contrasts: own(one.facts.contrasts) } }),
      origins: [],
      originRanks: [],
    })),
    answers: data.answers.filter((answer) => answer.target === target),
  };
}
