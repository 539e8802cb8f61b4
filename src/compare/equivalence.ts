import type { Interval } from '../stats/interval.ts';
import type { FamilyMember } from './families.ts';

/** Whether a difference is shown to be smaller than a margin. */
export interface Equivalence extends Interval {
  /** What counts as no difference, 0…1. */
  readonly margin: number;
  /** The greater p of both one-sided tests; 0.5 where the difference itself is not inside. */
  readonly p: number;
  /** True where the 90 % interval lies inside the margins. */
  readonly equivalent: boolean;
}

/** The level of the two one-sided tests. */
const ALPHA = 0.05;

/**
 * Two one-sided tests at 5 % each (Schuirmann 1987): a difference is shown to be equivalent to none where its 90 % interval lies between −margin
 * and +margin. It needs no correction for the sides, and holds for each cell by itself; moves that were not seen are left out at 5 %. null where no interval generalizes.
 */
export function equivalenceOf(
  { p, intervalAt }: Pick<FamilyMember, 'p' | 'intervalAt'>,
  margin: number,
): Equivalence | null {
  if (p === null) return null;
  const { lo, hi } = intervalAt(2 * ALPHA, ALPHA);
  const inside = (alpha: number): boolean => {
    const at = intervalAt(alpha, alpha / 2);
    return at.lo > -margin && at.hi < margin;
  };
  // The smallest level at which both tests reject: the interval shrinks as alpha grows.
  let [least, most] = [0, 1];
  for (let i = 0; i < 40; i++) {
    const alpha = (least + most) / 2;
    if (inside(alpha)) most = alpha;
    else least = alpha;
  }
  return { margin, lo, hi, p: most / 2, equivalent: inside(2 * ALPHA) };
}
