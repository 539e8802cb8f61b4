import { type Interval, LEVEL, zOf } from './interval.ts';
import { wilsonInterval } from './wilson.ts';

/** Counts of pairs: where both sides are successes, only the first, only the second, neither. */
export interface PairTable {
  readonly both: number;
  readonly firstOnly: number;
  readonly secondOnly: number;
  readonly neither: number;
}

/** `diff` is the first rate minus the second. */
export interface TableDifference extends Interval {
  readonly first: number;
  readonly second: number;
  readonly diff: number;
}

/**
 * The difference of two rates over paired answers: Wilson's intervals of both, joined by φ with its continuity correction
 * (Newcombe 1998, Statistics in Medicine 17:2635, method 10). It keeps a width where no pair differs. null without pairs.
 */
export function newcombePaired(table: PairTable, level = LEVEL): TableDifference | null {
  const { both, firstOnly, secondOnly, neither } = table;
  const n = both + firstOnly + secondOnly + neither;
  if (n === 0) return null;
  const z = zOf(level);
  const first = (both + firstOnly) / n;
  const second = (both + secondOnly) / n;
  const a = wilsonInterval(both + firstOnly, n, z);
  const b = wilsonInterval(both + secondOnly, n, z);
  const phi = correctedPhi(table, n);
  const join = (x: number, y: number): number => Math.sqrt(Math.max(0, x * x - 2 * phi * x * y + y * y));
  const diff = first - second;
  return {
    first,
    second,
    diff,
    lo: Math.max(-1, diff - join(first - a.lo, b.hi - second)),
    hi: Math.min(1, diff + join(a.hi - first, second - b.lo)),
  };
}

function correctedPhi({ both, firstOnly, secondOnly, neither }: PairTable, n: number): number {
  const margins = (both + firstOnly) * (secondOnly + neither) * (both + secondOnly) * (firstOnly + neither);
  if (margins === 0) return 0;
  const product = both * neither - firstOnly * secondOnly;
  return (product > 0 ? Math.max(0, product - n / 2) : product) / Math.sqrt(margins);
}
