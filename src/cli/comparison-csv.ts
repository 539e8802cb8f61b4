import type { Comparison } from '../compare/compare.ts';
import { neutralizeFormula } from '../formats/neutralize-formula.ts';
import { namedComparison } from './named-comparison.ts';

type Cell = Comparison['cells'][number];

/** The figures of a cell, in the order of the columns. */
const FIGURES = {
  lang: ({ lang }) => lang,
  topic: ({ topic }) => topic,
  class: (cell) => cell.class,
  estimand: ({ estimand }) => estimand,
  pairs: ({ pairs }) => pairs,
  clusters: ({ clusters }) => clusters,
  rate_base: ({ base }) => base,
  rate_candidate: ({ candidate }) => candidate,
  diff: ({ diff }) => diff,
  lo: ({ lo }) => lo,
  hi: ({ hi }) => hi,
  p: ({ p }) => p,
  p_adjusted: (cell) => cell.p_adjusted,
  family_lo: ({ family }) => family?.lo ?? null,
  family_hi: ({ family }) => family?.hi ?? null,
  these_lo: ({ these }) => these?.lo ?? null,
  these_hi: ({ these }) => these?.hi ?? null,
  why: ({ why }) => why,
} as const satisfies Readonly<Record<string, (cell: Cell) => string | number | null>>;

/** All cells of comparisons as CSV, one a line: what `--json` has of them, for a spreadsheet, with the sides as people read them. Empty: null. */
export function comparisonCsv(comparisons: readonly Comparison[], within = false): string {
  const lines = [['base', 'candidate', ...Object.keys(FIGURES), 'base_name', 'candidate_name'].join(',')];
  for (const comparison of comparisons) {
    const { base, candidate, cells } = comparison;
    const named = namedComparison(comparison, within);
    const names = [named.base, named.candidate];
    for (const cell of cells)
      lines.push([base, candidate, ...Object.values(FIGURES).map((of) => of(cell)), ...names].map(csvField).join(','));
  }
  return `${lines.join('\n')}\n`;
}

/** A value as a field of CSV: text in quotes that no spreadsheet takes for a formula; null is empty. */
export function csvField(value: string | number | null): string {
  if (value === null) return '';
  return typeof value === 'number' ? String(value) : `"${neutralizeFormula(value).replaceAll('"', '""')}"`;
}
