import { newcombePaired, type PairTable, type TableDifference } from '../stats/newcombe-paired.ts';

/**
 * The interval that a gate holds against its margin: Newcombe's for paired answers, its lower bound lessened by one pair of answers
 * (the continuity correction of Edwards 1948), so that an unchanged model is called a regression no oftener than the level says. null without pairs.
 */
export function gateInterval(table: PairTable, level: number): TableDifference | null {
  const found = newcombePaired(table, level);
  if (found === null) return null;
  const { both, firstOnly, secondOnly, neither } = table;
  return { ...found, lo: Math.max(-1, found.lo - 1 / (both + firstOnly + secondOnly + neither)) };
}
