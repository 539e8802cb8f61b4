import { compareText } from '../lib/compare-text.ts';
import { HAND_WRITTEN, type Observation } from '../model/observation.ts';
import { groupBy } from './tally.ts';

/** Name of the part in which all origins but hand-written stand together, where there are several. */
export const OTHERS_TOGETHER = 'all others together';

/** Observations by where their questions come from, hand-written ones under their own name; several others also as one. */
export function byOrigin(observations: readonly Observation[]): [string, Observation[]][] {
  const parts = groupBy(observations, ({ origin }) => origin ?? HAND_WRITTEN);
  const others = [...parts].filter(([origin]) => origin !== HAND_WRITTEN);
  const sorted = [...parts].sort(([a], [b]) => compareText(a, b));
  return others.length < 2 ? sorted : [...sorted, [OTHERS_TOGETHER, others.flatMap(([, own]) => own)]];
}
