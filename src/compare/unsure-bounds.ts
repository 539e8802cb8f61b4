import type { Observation } from '../model/observation.ts';
import type { Extremes } from './missing-bounds.ts';
import { CLASS_NAMES, type ClassName, isJudged } from './tally.ts';

/** What the unsure verdicts leave open of each rate: as a share of judged answers, without sampling error. */
export interface UnsureBounds extends Readonly<Record<ClassName, Extremes>> {
  /** Share of judged answers whose verdict is unsure, 0…1. */
  readonly share: number;
}

/** True where the answer counts in the rates and its class is only the likeliest one. */
export function isUnsureVerdict(observation: Observation): boolean {
  return observation.unsure === true && isJudged(observation);
}

/** Each rate if no unsure verdict had been of its class, and if all of them had; null where none is unsure. */
export function unsureBounds(observations: readonly Observation[]): UnsureBounds | null {
  const judged = observations.filter(isJudged);
  const unsure = judged.filter(isUnsureVerdict).length;
  if (unsure === 0) return null;
  const bounds = CLASS_NAMES.map((name) => {
    const sure = judged.filter((one) => one.class === name && !isUnsureVerdict(one)).length;
    return [name, { lo: sure / judged.length, hi: (sure + unsure) / judged.length }];
  });
  return { share: unsure / judged.length, ...(Object.fromEntries(bounds) as Record<ClassName, Extremes>) };
}
