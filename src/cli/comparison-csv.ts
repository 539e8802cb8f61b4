import type { Comparison } from '../compare/compare.ts';
import { neutralizeFormula } from '../formats/neutralize-formula.ts';

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

/** All cells of comparisons as CSV, one a line: what `--json` has of them, for a spreadsheet. Empty: null. */
export function comparisonCsv(comparisons: readonly Comparison[]): string {
  const lines = [['base', 'candidate', ...Object.keys(FIGURES)].join(',')];
  for (const { base, candidate, cells } of comparisons) {
    for (const cell of cells)
      lines.push([base, candidate, ...Object.values(FIGURES).map((of) => of(cell))].map(csvField).join(','));
  }
  return `${lines.join('\n')}\n`;
}

/** A value as a field of CSV: text in quotes that no spreadsheet takes for a formula; null is empty. */
export function csvField(value: string | number | null): string {
  if (value === null) return '';
  return typeof value === 'number' ? String(value) : `"${neutralizeFormula(value).replaceAll('"', '""')}"`;
}
