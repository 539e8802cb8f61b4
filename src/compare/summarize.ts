import { compareText } from '../lib/compare-text.ts';
import type { AnswerLengths } from '../model/answer.ts';
import { type Delivery, isDelivered } from '../model/delivery.ts';
import type { Role } from '../model/probe.ts';
import type { ClassifierId } from '../model/verdict.ts';
import { clusterRate } from '../stats/cluster-rate.ts';
import { type ClusterOf, clustersOf } from './clusters.ts';
import { type Contrast, contrastsOf, type Group, pairsLeftOut, type RawContrast } from './contrast.ts';
import { DEFAULT_ESTIMAND, type Estimand, shownInterval } from './estimand.ts';
import { corrected } from './families.ts';

export type { Contrast } from './contrast.ts';
export type { Rate } from './rate.ts';

import type { Observation } from '../model/observation.ts';
import type { CorrectedRates, CorrectRates, UsedCalibration } from './corrected-rates.ts';
import { errorSensitivity } from './error-sensitivity.ts';
import { type LabelledRates, labelledRates } from './labelled.ts';
import { type Bounds, type MissingBounds, missingBounds, reachingBounds } from './missing-bounds.ts';
import { NOTHING_JUDGED, type Rate } from './rate.ts';
import { type Spillover, spilloverIn } from './spillover.ts';
import { CLASS_NAMES, type ClassName, countsByProbe, groupBy, isJudged } from './tally.ts';
import { theseRate } from './these-questions.ts';
import { isUnsureVerdict, type UnsureBounds, unsureBounds } from './unsure-bounds.ts';

/** Under which name trials of a delivery are counted; null: as delivered alone. */
export const COUNTED_AS = {
  ok: null,
  truncated: 'truncated',
  provider_filter: 'filtered',
  empty: 'empty',
  error: 'errors',
} as const satisfies Readonly<Record<Delivery, string | null>>;
export type DeliveryCount = NonNullable<(typeof COUNTED_AS)[Delivery]>;

/** Roles whose trials can stand in a contrast. */
const IN_CONTRASTS = { sensitive: true, control: true, neutral: false } as const satisfies Readonly<
  Record<Role, boolean>
>;

/** Counts and rates of one group. A null language, topic or style means all of them together. */
export interface SummaryRow extends Group, Spillover, Readonly<Record<ClassName, Rate>> {
  readonly role: Role;
  /** What the intervals speak of. */
  readonly estimand: Estimand;
  /** Trials planned. */
  readonly n: number;
  readonly delivered: number;
  readonly truncated: number;
  readonly filtered: number;
  readonly empty: number;
  readonly errors: number;
  /** Planned trials that no call was made for: those left when a run was stopped, and those of a target that was given up, which `errors` counts too. */
  readonly never_asked: number;
  readonly unjudged: number;
  /** Trials in which the service's filter or an empty answer withheld an opinion. */
  readonly withheld: number;
  /** Judged answers whose class is only the likeliest one. */
  readonly unsure: number;
  readonly probes: number;
  /** Pairs of these questions and their controls that no contrast counts, since the state of the model's own maker guards the control's subject. */
  readonly pairs_left_out: number;
  /** Share of probes with several judged samples whose classes differ; null where no probe has several. */
  readonly unstable: number | null;
  /** What the missing trials leave open of each rate; null where nothing is missing. */
  readonly bounds: MissingBounds | null;
  /** Each rate without the unsure verdicts of its class, and with all unsure ones; null where none is unsure. */
  readonly unsureBounds: UnsureBounds | null;
  /** What the measured error of the classifier would make of the rates: a sensitivity, not an estimate. */
  readonly corrected: CorrectedRates;
  /** The rates as people would have found them, by the labelled sample of these answers; null: none of them is labelled. */
  readonly labelled: LabelledRates | null;
}

/** The rates of a run and its contrasts. */
export interface Summary {
  readonly rows: readonly SummaryRow[];
  readonly contrasts: readonly Contrast[];
  /** Whose verdicts were counted; null: nobody's, or those of several. */
  readonly classifier: ClassifierId | null;
  /** The measured error that rates were corrected by; null: there is none. */
  readonly calibration: UsedCalibration | null;
}

/** Which divisions to show beside the totals, whose verdicts the observations hold, and the measured error of that classifier. */
export interface SummarizeOptions {
  readonly by?: readonly ('topic' | 'style')[];
  /** Adds every topic in every style. */
  readonly crossed?: boolean;
  readonly classifiers?: readonly ClassifierId[];
  readonly calibration?: UsedCalibration | null;
  readonly estimand?: Estimand;
  /** Characters of the answers by trial, by which they are held against those of the calibration; absent: not known. */
  readonly lengths?: AnswerLengths;
}

/**
 * Rates by target, language and role, and contrasts by target and language; with `by` also by topic and style. Intervals
 * hold 95 % for the estimand and take together what hangs together; truncated answers count, undelivered and unjudged ones do not.
 */
export function summarize(observations: readonly Observation[], options: SummarizeOptions = {}): Summary {
  const [summary] = summarizeTogether([{ observations, options }]);
  return summary ?? { rows: [], contrasts: [], classifier: null, calibration: null };
}

/** Summaries that stand in one report: their contrasts are one family, so that no more of its sentences are false than of one. */
export function summarizeTogether(
  runs: readonly { readonly observations: readonly Observation[]; readonly options?: SummarizeOptions }[],
): Summary[] {
  return correctedSummaries(runs.map(({ observations, options = {} }) => summarizeRaw(observations, options)));
}

/** A summary whose contrasts are not corrected yet, to stand in a family with those of others. It holds no observations. */
export type RawSummary = Omit<Summary, 'contrasts'> & { readonly contrasts: readonly RawContrast[] };

/** The same as {@link summarizeTogether} for summaries that were made one by one, so that nobody has to hold the observations of all. */
export function correctedSummaries(raw: readonly RawSummary[]): Summary[] {
  const contrasts = corrected(
    raw.flatMap((one) => one.contrasts),
    'maxt',
  );
  let start = 0;
  return raw.map((one) => {
    const own = contrasts.slice(start, start + one.contrasts.length);
    start += one.contrasts.length;
    return { ...one, contrasts: own };
  });
}

/** Rates and contrasts of one run, for {@link correctedSummaries}. */
export function summarizeRaw(
  observations: readonly Observation[],
  {
    by = [],
    crossed = false,
    classifiers = [],
    calibration = null,
    estimand = DEFAULT_ESTIMAND,
    lengths,
  }: SummarizeOptions,
): RawSummary {
  const correct = errorSensitivity(classifiers, calibration, lengths ?? null);
  const clusterOf = clustersOf(observations, { estimand });
  const rows: SummaryRow[] = [];
  const contrasts: RawContrast[] = [];
  for (const [, ofTarget] of sorted(groupBy(observations, ({ target }) => target))) {
    const langs = [...groupBy(ofTarget, ({ lang }) => lang).keys()].sort();
    for (const lang of langs.length > 1 ? [...langs, null] : langs) {
      const inLang = lang === null ? ofTarget : ofTarget.filter((one) => one.lang === lang);
      const controls = inLang.filter(({ role }) => IN_CONTRASTS[role]);
      for (const [group, members] of divisions(inLang, by, crossed, ofTarget[0]?.target ?? '', lang)) {
        const left_out = pairsLeftOut(members, controls);
        for (const [role, ofRole] of groupBy(members, ({ role }) => role))
          rows.push(rowOf(group, role, ofRole, role === 'sensitive' ? left_out : 0, { correct, clusterOf, estimand }));
        contrasts.push(...contrastsOf(group, members, controls, estimand));
      }
    }
  }
  return { rows, contrasts, classifier: classifiers.length === 1 ? (classifiers[0] ?? null) : null, calibration };
}

function divisions(
  observations: readonly Observation[],
  by: readonly ('topic' | 'style')[],
  crossed: boolean,
  target: string,
  lang: string | null,
): [Group, readonly Observation[]][] {
  const all: [Group, readonly Observation[]][] = [[{ target, lang, topic: null, style: null }, observations]];
  for (const field of by) {
    for (const [value, members] of sorted(groupBy(observations, (one) => one[field]))) {
      all.push([{ target, lang, topic: null, style: null, [field]: value }, members]);
    }
  }
  if (!crossed) return all;
  for (const [, members] of sorted(groupBy(observations, ({ topic, style }) => `${topic} ${style}`))) {
    const [one] = members;
    if (one !== undefined) all.push([{ target, lang, topic: one.topic, style: one.style }, members]);
  }
  return all;
}

interface RowMaking {
  readonly correct: CorrectRates;
  readonly clusterOf: ClusterOf;
  readonly estimand: Estimand;
}

function rowOf(
  group: Group,
  role: Role,
  members: readonly Observation[],
  leftOut: number,
  making: RowMaking,
): SummaryRow {
  const count = (test: (one: Observation) => boolean): number => members.filter(test).length;
  const judged = members.filter(isJudged);
  const deliveries = deliveryCounts(members);
  const byProbe = [...groupBy(judged, ({ probe, lang }) => `${probe} ${lang}`).values()];
  const repeated = byProbe.filter((samples) => samples.length > 1);
  const unstable = repeated.filter((samples) => new Set(samples.map((one) => one.class)).size > 1).length;
  const rates = Object.fromEntries(CLASS_NAMES.map((name) => [name, rateOf(judged, name, making)])) as Record<
    ClassName,
    Rate
  >;
  return {
    ...group,
    role,
    estimand: making.estimand,
    n: members.length,
    delivered: count(({ delivery }) => isDelivered(delivery)),
    ...deliveries,
    never_asked: count(({ delivery, neverAsked }) => delivery === null || neverAsked === true),
    unjudged: count((one) => one.unjudged),
    withheld: deliveries.filtered + deliveries.empty,
    unsure: count(isUnsureVerdict),
    ...spilloverIn(judged, making),
    probes: new Set(members.map(({ probe }) => probe)).size,
    pairs_left_out: leftOut,
    unstable: repeated.length === 0 ? null : unstable / repeated.length,
    bounds: boundsOf(members, rates, making),
    unsureBounds: unsureBounds(members),
    corrected: making.correct(judged, making.clusterOf),
    labelled: labelledRates(judged, making),
    ...rates,
  };
}

function boundsOf(
  members: readonly Observation[],
  rates: Readonly<Record<ClassName, Rate>>,
  making: RowMaking,
): MissingBounds | null {
  const found = missingBounds(members, making);
  if (found === null) return null;
  const reaching = CLASS_NAMES.map((name) => [name, reachingBounds(found[name], rates[name])]);
  return { ...found, ...(Object.fromEntries(reaching) as Record<ClassName, Bounds>) };
}

function deliveryCounts(members: readonly Observation[]): Record<DeliveryCount, number> {
  const counts = { truncated: 0, filtered: 0, empty: 0, errors: 0 } satisfies Record<DeliveryCount, number>;
  for (const { delivery } of members) {
    const field = delivery === null ? null : COUNTED_AS[delivery];
    if (field !== null) counts[field] += 1;
  }
  return counts;
}

function rateOf(judged: readonly Observation[], name: ClassName, { clusterOf, estimand }: RowMaking): Rate {
  const k = judged.filter((one) => one.class === name).length;
  const rate = clusterRate([...countsByProbe(judged, name, clusterOf).values()]);
  const these = theseRate(judged, name);
  if (rate === null) return { ...NOTHING_JUDGED, k };
  const shown = shownInterval(rate, these, rate.clusters, estimand);
  return { k, n: judged.length, rate: rate.rate, ...shown, clusters: rate.clusters, these };
}

function sorted<T>(groups: ReadonlyMap<string, T>): [string, T][] {
  return [...groups].sort(([a], [b]) => compareText(a, b));
}
