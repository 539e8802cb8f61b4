import type { Cell } from './cell.ts';

/**
 * How unequal the classifier's errors on the two sides would have to be to undo a difference: the net share of answers wrongly put into
 * the class (those put in wrongly less those left out), by how much it would have to be larger on the side with the higher rate.
 * Errors that are the same on both sides cannot turn a difference round. All 0…1.
 */
export interface Undone {
  /** For the difference itself to be 0. */
  readonly difference: number;
  /** For 0 to come inside its interval. */
  readonly interval: number;
}

/** How unequal errors would have to be to undo a difference whose interval leaves 0 out; null where it does not. */
export function undoneBy({ diff, lo, hi }: Pick<Cell, 'diff' | 'lo' | 'hi'>): Undone | null {
  if (lo !== null && lo > 0) return { difference: diff, interval: lo };
  if (hi !== null && hi < 0) return { difference: -diff, interval: -hi };
  return null;
}
