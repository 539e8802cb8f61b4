import type { Delivery } from '../model/delivery.ts';
import type { Observation } from '../model/observation.ts';
import { CLASS_NAMES, type ClassName, groupBy, isJudged } from './tally.ts';

/** The least and the greatest value that a rate or difference could have had, 0…1 (−1…1 for differences). */
export interface Extremes {
  readonly lo: number;
  readonly hi: number;
}

/** What the trials that are missing could have made of each rate (Manski 1989): no model of why they are missing, no sampling error. */
export interface MissingBounds extends Readonly<Record<ClassName, Extremes>> {
  /** Trials whose opinion is unknown. */
  readonly missing: number;
}

/** Deliveries that leave an opinion unknown where no class was found. */
const LEAVES_UNKNOWN = {
  ok: true,
  truncated: true,
  provider_filter: true,
  empty: false,
  error: true,
} as const satisfies Readonly<Record<Delivery, boolean>>;

/**
 * True where the model's opinion is unknown: the call failed, was never made, the service withheld the answer, or nobody could judge
 * it. An empty answer is not missing: the model ended well and said nothing.
 */
export function isMissing(observation: Observation): boolean {
  const { delivery } = observation;
  return (delivery === null || LEAVES_UNKNOWN[delivery]) && !isJudged(observation);
}

/** Each rate if all missing trials had fallen outside its class, and if all had fallen into it; null where nothing is missing. */
export function missingBounds(observations: readonly Observation[]): MissingBounds | null {
  const missing = observations.filter(isMissing).length;
  if (missing === 0) return null;
  const judged = observations.filter(isJudged);
  const all = judged.length + missing;
  const bounds = CLASS_NAMES.map((name) => {
    const k = judged.filter((one) => one.class === name).length;
    return [name, { lo: k / all, hi: (k + missing) / all }];
  });
  return { missing, ...(Object.fromEntries(bounds) as Record<ClassName, Extremes>) };
}

/**
 * The paired difference if the missing trials of both sides had gone against it, and for it. `first` and `second` give the
 * trials of each pair; a pair of which nothing is known counts too. null where nothing is missing.
 */
export function differenceBounds(
  pairs: readonly { readonly first: readonly Observation[]; readonly second: readonly Observation[] }[],
  name: ClassName,
): Extremes | null {
  const counted = pairs
    .map(({ first, second }) => [extremes(first, name), extremes(second, name)] as const)
    .flatMap(([first, second]) => (first === null || second === null ? [] : [{ first, second }]));
  if (counted.every(({ first, second }) => first.lo === first.hi && second.lo === second.hi)) return null;
  const mean = (of: (pair: (typeof counted)[number]) => number): number =>
    counted.reduce((sum, pair) => sum + of(pair), 0) / counted.length;
  return {
    lo: mean(({ first, second }) => first.lo - second.hi),
    hi: mean(({ first, second }) => first.hi - second.lo),
  };
}

function extremes(observations: readonly Observation[], name: ClassName): Extremes | null {
  const counts = groupBy(observations, (one) => (isMissing(one) ? 'missing' : isJudged(one) ? one.class : 'empty'));
  const missing = counts.get('missing')?.length ?? 0;
  const all = observations.length - (counts.get('empty')?.length ?? 0);
  const k = counts.get(name)?.length ?? 0;
  return all === 0 ? null : { lo: k / all, hi: (k + missing) / all };
}
