import type { SummaryRow } from '../compare/summarize.ts';
import { numberOf } from '../lib/number-of.ts';

/** Why pairs stand in no contrast. */
export const LEFT_OUT_NOTE =
  'Pairs whose control is a subject that the state of the model’s own maker guards, or has a stake in, stand in no difference: it would take a line from a line.';

/** `12 of 14 pairs left out`, where a row has such pairs and others; null: it has none. `pairs`: those that are left. */
export function leftOutText({ pairs_left_out: out }: Pick<SummaryRow, 'pairs_left_out'>, pairs: number): string | null {
  return out === 0 ? null : `${out} of ${numberOf(out + pairs, 'pair')} left out`;
}
