import type { ShownClass } from './figures.ts';

/** A column of a ledger: what its marks show, and the axis above them. */
export interface LedgerPanel {
  readonly title: string;
  /** The class whose mark stands before the title; null: none. */
  readonly class: ShownClass | null;
  readonly ticks: readonly (readonly [at: number, text: string])[];
  /** Where fine lines cross the panel: quarters from 0, or both sides of 0. */
  readonly grid: 'shares' | 'differences' | 'none';
}

/** One line of a model in a ledger: a language, or what else divides it, with a strip for every panel. */
export interface LedgerLine {
  readonly name: string;
  /** The same for little room. */
  readonly short: string;
  /** SVG elements. */
  readonly strips: readonly string[];
}

/** A model with its lines; without a run and a target it leads to no answers of its own. */
export interface LedgerRow {
  readonly run: string | null;
  readonly target: string | null;
  readonly label: string;
  readonly lines: readonly LedgerLine[];
}

/** Rows under a heading; null: without one. */
export interface LedgerGroup {
  readonly title: string | null;
  readonly rows: readonly LedgerRow[];
}
