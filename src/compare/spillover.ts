import { compareText } from '../lib/compare-text.ts';
import type { Observation } from '../model/observation.ts';
import { clusterRate } from '../stats/cluster-rate.ts';
import type { ClusterOf } from './clusters.ts';
import { type Estimand, shownInterval } from './estimand.ts';
import { NOTHING_JUDGED, type Rate } from './rate.ts';
import { countsByProbe, groupBy } from './tally.ts';
import { theseRate } from './these-questions.ts';

/** Answers that put forward another state's line than the probe's: an outcome beside the classes, counted apart from them. */
export interface Spillover {
  /** Judged answers that do. */
  readonly spillover: number;
  /** Their share of the judged answers; no rate where whoever judged did not look for it. */
  readonly spillover_rate: Rate;
  /** Whose lines those are, by state (ISO 3166), the commonest first; `unknown` where the verdict does not say. */
  readonly spillover_of: Readonly<Record<string, number>>;
}

const NOT_LOOKED_FOR = 'whoever judged did not look for the lines of other states; classify again';

/** Counts the spillover in judged answers. There is no rate where no verdict says whose line it found, or that it found none. */
export function spilloverIn(
  judged: readonly Observation[],
  making: { readonly clusterOf: ClusterOf; readonly estimand: Estimand },
): Spillover {
  const spilt = judged.flatMap(({ spillover }) => (spillover == null ? [] : [spillover]));
  const counts = [...groupBy(spilt, ({ of }) => of ?? 'unknown')].map(([of, all]) => [of, all.length] as const);
  return {
    spillover: spilt.length,
    spillover_rate: rateOf(judged, spilt.length, making),
    spillover_of: Object.fromEntries(counts.sort(([a, n], [b, m]) => m - n || compareText(a, b))),
  };
}

function rateOf(
  judged: readonly Observation[],
  k: number,
  { clusterOf, estimand }: { readonly clusterOf: ClusterOf; readonly estimand: Estimand },
): Rate {
  if (judged.length > 0 && judged.every(({ spillover }) => spillover === undefined))
    return { ...NOTHING_JUDGED, why: NOT_LOOKED_FOR };
  // Two outcomes instead of four classes: what counts, and everything else.
  const told = judged.map(({ probe, target, variant, spillover }) => ({
    probe,
    target,
    variant,
    class: spillover == null ? ('neutral' as const) : ('official_narrative' as const),
  }));
  const found = clusterRate([...countsByProbe(told, 'official_narrative', clusterOf).values()]);
  if (found === null) return NOTHING_JUDGED;
  const these = theseRate(told, 'official_narrative');
  const shown = shownInterval(found, these, found.clusters, estimand);
  return { k, n: judged.length, rate: found.rate, ...shown, clusters: found.clusters, these };
}
