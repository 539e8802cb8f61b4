import type { TableDifference } from '../stats/newcombe-paired.ts';

/** More than this is no advice. */
const MOST = 100_000;

/**
 * How many further samples of each question on both sides would decide a gate's check if the rates stayed as they are, with
 * `samples` of each now: the width of the interval falls with the root of the samples. null where no number of them decides.
 */
export function furtherSamples(
  { diff, lo, hi }: Pick<TableDifference, 'diff' | 'lo' | 'hi'>,
  samples: number,
  margin: number,
): number | null {
  const toPass = (margin - diff) / (hi - diff);
  const toFail = diff / (diff - lo);
  const shrink = Math.max(toPass, toFail);
  const further = Math.ceil(samples / shrink ** 2 - samples);
  return further <= MOST ? Math.max(1, further) : null;
}
