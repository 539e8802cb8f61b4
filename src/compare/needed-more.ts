import type { PairedClusters } from '../stats/paired-clusters.ts';

/** More than this is no advice. */
const MOST = 100_000;

/** What would decide a check if the rates stayed as they are; null: nothing of that kind would. */
export interface Needed {
  /** Further samples of each question on both sides. */
  readonly samples: number | null;
  /** Questions in all, with as many samples of each as now. */
  readonly questions: number | null;
}

/**
 * How much more would decide a check that has so many questions and samples of each now. Further samples are worth the less, the more those
 * of one cluster resemble each other (the intraclass correlation that the design effect shows); further questions are worth
 * as much as those that are there.
 */
export function neededMore(
  found: PairedClusters,
  { questions, samples }: { readonly questions: number; readonly samples: number },
  decides: (found: PairedClusters) => boolean,
): Needed {
  const { pairs, copies, effective } = found;
  const each = pairs / copies;
  const alike = each <= 1 ? 1 : Math.min(1, Math.max(0, (pairs / effective - 1) / (each - 1)));
  const withSamples = (times: number): PairedClusters => {
    return { ...found, pairs: pairs * times, effective: (pairs * times) / (1 + alike * (each * times - 1)) };
  };
  const withQuestions = (times: number): PairedClusters => {
    return { ...found, pairs: pairs * times, copies: copies * times, effective: effective * times };
  };
  const further = leastTimes(MOST / samples, (times) => decides(withSamples(times)));
  const more = leastTimes(MOST / questions, (times) => decides(withQuestions(times)));
  return {
    samples: further === null ? null : Math.max(1, Math.ceil(samples * (further - 1) - 1e-6)),
    questions: more === null ? null : Math.max(questions + 1, Math.ceil(questions * more - 1e-6)),
  };
}

/** The least factor from 1 to `most` at which the check decides, by doubling and halving; null: none does. */
function leastTimes(most: number, decides: (times: number) => boolean): number | null {
  let [lo, hi] = [1, 2];
  while (!decides(hi)) {
    if (hi >= most) return null;
    [lo, hi] = [hi, hi * 2];
  }
  for (let i = 0; i < 12; i++) {
    const middle = (lo + hi) / 2;
    if (decides(middle)) hi = middle;
    else lo = middle;
  }
  return hi;
}
