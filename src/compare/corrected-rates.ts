import type { CalibrationRecord } from '../model/calibration.ts';
import type { Observation } from '../model/observation.ts';
import type { ClassifierId } from '../model/verdict.ts';
import { clusterRate } from '../stats/cluster-rate.ts';
import {
  type ConfusionCorrection,
  confusionCorrection,
  correctShares,
  LABELS_FLOOR,
} from '../stats/confusion-correction.ts';
import type { IntervalRate } from '../stats/newcombe-unpaired.ts';
import { roganGladen } from '../stats/rogan-gladen.ts';
import { weightedSum } from '../stats/weighted-sum.ts';
import type { ClusterOf } from './clusters.ts';
import { CLASS_NAMES, type ClassName, countsByProbe, groupBy } from './tally.ts';

/** The measured error by which rates are corrected; `shipped`: it came with the package, none of the store's own was found. */
export interface UsedCalibration extends CalibrationRecord {
  readonly shipped: boolean;
}

/** Rates as people would have found them, with 95 % intervals; null where the classifier's error does not allow it. */
export interface CorrectedRates extends Readonly<Record<ClassName, IntervalRate | null>> {
  /** `matrix`: three classes at once; `single`: a class against all others; null: nothing is corrected. */
  readonly method: 'matrix' | 'single' | null;
  /** Why rates are not corrected, or not all of them; null: all are. */
  readonly reason: string | null;
}

/** Corrects the rates of groups of answers that one classifier judged. */
export type CorrectRates = (judged: readonly Observation[], clusterOf?: ClusterOf) => CorrectedRates;

const NOTHING = { refusal: null, official_narrative: null, neutral: null, other: null, method: null } as const;
/** The classes that are told apart by the matrix; `other` is too rare to be measured, and taken as found. */
const MEASURED = CLASS_NAMES.filter((name) => name !== 'other');

/**
 * How to correct what `classifiers` found. Languages have an error of their own; where answers in several are taken
 * together, each is corrected by its own and weighs by its answers. Where the matrix of the three classes is refused, each class that is found
 * well enough is corrected against all others, at the mix of classes of the labels.
 */
export function rateCorrection(
  classifiers: readonly ClassifierId[],
  calibration: UsedCalibration | null,
): CorrectRates {
  const refusal = whyNot(classifiers, calibration);
  if (refusal !== null || calibration === null) return () => ({ ...NOTHING, reason: refusal });
  const matrices = new Map<string, ConfusionCorrection | string>();
  const correctionOf = (lang: string, confusion: Confusion): ConfusionCorrection | string => {
    const known = matrices.get(lang) ?? confusionCorrection(measuredPart(confusion), MEASURED);
    matrices.set(lang, known);
    return known;
  };
  return (judged, clusterOf) => {
    if (judged.length === 0) return { ...NOTHING, reason: 'nothing was judged' };
    const parts = [...groupBy(judged, ({ lang }) => lang)].map(([lang, members]) => {
      const confusion = calibration.byLang[lang];
      const weight = members.length / judged.length;
      if (confusion === undefined) return { weight, ...NOTHING, reason: `the error was not measured in ${lang}` };
      return { weight, ...correctedIn(members, confusion, correctionOf(lang, confusion), clusterOf) };
    });
    const [only] = parts;
    if (parts.length === 1 && only !== undefined) {
      const { weight: _weight, ...rates } = only;
      return rates;
    }
    const together = CLASS_NAMES.map((name) => [name, weightedSum(parts.map((part) => [part.weight, part[name]]))]);
    const rates = Object.fromEntries(together) as Record<ClassName, IntervalRate | null>;
    const reasons = [...new Set(parts.flatMap(({ reason }) => (reason === null ? [] : [reason])))];
    const some = MEASURED.some((name) => rates[name] !== null);
    const method = !some ? null : parts.every((part) => part.method === 'matrix') ? 'matrix' : 'single';
    return { ...rates, method, reason: reasons.length === 0 ? null : reasons.join('; ') };
  };
}

type Confusion = readonly (readonly number[])[];

function whyNot(classifiers: readonly ClassifierId[], calibration: UsedCalibration | null): string | null {
  const [classifier] = classifiers;
  if (classifier === undefined) return 'nothing was judged';
  if (classifiers.length > 1) return 'several classifiers judged; each has an error of its own';
  if (classifier.name === 'human') return 'people judged; there is nothing to correct them by';
  const { name, version, mode } = classifier;
  return calibration === null ? `the error of ${name} ${version} (${mode}) has not been measured` : null;
}

function correctedIn(
  judged: readonly Observation[],
  confusion: Confusion,
  correction: ConfusionCorrection | string,
  clusterOf?: ClusterOf,
): CorrectedRates {
  const rates = CLASS_NAMES.map((name) => clusterRate([...countsByProbe(judged, name, clusterOf).values()]));
  const found = rates.slice(0, MEASURED.length).map((rate) => rate?.rate ?? 0);
  const measured = found.reduce((sum, share) => sum + share, 0);
  if (measured === 0) return { ...NOTHING, reason: 'no answer has one of the three classes' };
  if (typeof correction !== 'string') {
    // The fewest independent answers that any class is worth.
    const effectiveN = Math.min(...rates.slice(0, MEASURED.length).map((rate) => rate?.effectiveN ?? 0)) * measured;
    const shares = correctShares(
      found.map((share) => share / measured),
      effectiveN,
      correction,
    );
    if (shares.some(isOutside)) return { ...NOTHING, reason: OUTSIDE };
    const scaled = shares.map(({ rate, lo, hi }) => ({ rate: rate * measured, lo: lo * measured, hi: hi * measured }));
    return { ...byClass((i) => scaled[i] ?? null), method: 'matrix', reason: null };
  }
  let outside = false;
  const single = byClass((i) => {
    const error = errorOf(confusion, i);
    const rate = error === null ? null : roganGladen(rates[i]?.rate ?? 0, rates[i]?.effectiveN ?? 0, error);
    outside ||= rate !== null && isOutside(rate);
    return rate === null || isOutside(rate) ? null : rate;
  });
  const some = Object.values(single).some((rate) => rate !== null);
  return { ...single, method: some ? 'single' : null, reason: outside ? `${correction}; ${OUTSIDE}` : correction };
}

/** Why a class has no corrected rate although its error was measured. */
const OUTSIDE =
  'a class was found so seldom or so often that the error, as it was measured on other answers, cannot be that of these';

/** True where no share between 0 and 1 fits what was found and the measured error: an interval without a width. */
function isOutside({ lo, hi }: IntervalRate): boolean {
  return hi - lo < 1e-9;
}

function byClass(of: (i: number) => IntervalRate | null): Record<ClassName, IntervalRate | null> {
  const measured = MEASURED.map((name, i) => [name, of(i)]);
  return { ...(Object.fromEntries(measured) as Record<ClassName, IntervalRate | null>), other: null };
}

/** Rows and columns of the three classes. */
function measuredPart(confusion: Confusion): number[][] {
  return confusion.slice(0, MEASURED.length).map((row) => row.slice(0, MEASURED.length));
}

/** The error in telling a class from all others; null where it has too few labels on either side. */
function errorOf(confusion: Confusion, i: number) {
  const sum = (row: readonly number[]): number => row.reduce((total, count) => total + count, 0);
  const positives = sum(confusion[i] ?? []);
  const negatives = sum(confusion.map(sum)) - positives;
  if (positives < LABELS_FLOOR || negatives < LABELS_FLOOR) return null;
  const hits = confusion[i]?.[i] ?? 0;
  const wrong = sum(confusion.map((row) => row[i] ?? 0)) - hits;
  return { sensitivity: hits / positives, positives, specificity: 1 - wrong / negatives, negatives };
}
