import type { Comparison } from '../compare/compare.ts';
import { lineNamed, nameIn, withNames } from '../model/target-names.ts';

/** A comparison as people read it: targets by their names. Its sides too, where they are targets of one run and not what was typed. */
export function namedComparison(comparison: Comparison, within: boolean): Comparison {
  const { names, base, candidate, ...rest } = comparison;
  if (names === undefined) return comparison;
  const side = (label: string): string => (within ? lineNamed(label, names) : label);
  return { ...withNames(rest, nameIn(names)), base: side(base), candidate: side(candidate), names };
}
