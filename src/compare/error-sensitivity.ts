import type { AnswerLengths } from '../model/answer.ts';
import type { Observation } from '../model/observation.ts';
import type { ClassifierId } from '../model/verdict.ts';
import { clusterRate } from '../stats/cluster-rate.ts';
import type { IntervalRate } from '../stats/newcombe-unpaired.ts';
import { type CorrectedRates, type CorrectRates, rateCorrection, type UsedCalibration } from './corrected-rates.ts';
import { DEFAULT_ESTIMAND, FEWEST_CLUSTERS, whyNoInterval } from './estimand.ts';
import { profileIn, unlikeGold } from './like-gold.ts';
import { CLASS_NAMES, type ClassName, countsByProbe, groupBy } from './tally.ts';

const REFUSED = { refusal: null, official_narrative: null, neutral: null, other: null, method: null } as const;

/**
 * What the measured error of the classifier would make of rates, if it erred on these answers as on those that it was measured on. That is
 * refused where the answers are seen to be others (`unlikeGold`), and cannot be known where they are not: it shows how much hangs
 * on the error, and estimates nothing. Its interval is never narrower than that of the rate as found. `lengths` are the answers'
 * characters, by trial; null: not known.
 */
export function errorSensitivity(
  classifiers: readonly ClassifierId[],
  calibration: UsedCalibration | null,
  lengths: AnswerLengths | null,
): CorrectRates {
  const correct = rateCorrection(classifiers, calibration);
  return (judged, clusterOf) => {
    const corrected = correct(judged, clusterOf);
    if (corrected.method === null || calibration === null) return corrected;
    const { clusters = 0 } = clusterRate([...countsByProbe(judged, 'neutral', clusterOf).values()]) ?? {};
    // Where so few questions give the rate no interval, none is made here either.
    if (clusters < FEWEST_CLUSTERS) return { ...REFUSED, reason: whyNoInterval(clusters, DEFAULT_ESTIMAND) };
    for (const [lang, members] of groupBy(judged, (one) => one.lang)) {
      const profile = profileIn(calibration.gold, lang);
      const unlike =
        lengths === null ? 'the lengths of the answers are not known' : unlikeGold(members, profile, lengths);
      if (unlike !== null) return { ...REFUSED, reason: unlike };
    }
    return widened(corrected, judged);
  };
}

function widened(corrected: CorrectedRates, judged: readonly Observation[]): CorrectedRates {
  const rates = CLASS_NAMES.map((name): [ClassName, IntervalRate | null] => {
    const rate = corrected[name];
    const found = clusterRate([...countsByProbe(judged, name).values()]);
    if (rate === null || found === null) return [name, rate];
    return [
      name,
      {
        rate: rate.rate,
        lo: Math.max(0, Math.min(rate.lo, rate.rate - (found.rate - found.lo))),
        hi: Math.min(1, Math.max(rate.hi, rate.rate + (found.hi - found.rate))),
      },
    ];
  });
  return { ...corrected, ...(Object.fromEntries(rates) as Record<ClassName, IntervalRate | null>) };
}
