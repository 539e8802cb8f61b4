import type { Cell } from '../compare/cell.ts';
import { change, percent } from './figures.ts';
import { labelCounts } from './label-words.ts';

/** A difference by the labelled samples of both sides, as text; the counts where they carry none. */
export interface LabelledChange {
  readonly cell: Cell;
  /** Labels of base and candidate. */
  readonly labels: readonly [string, string];
  readonly base: string;
  readonly candidate: string;
  readonly difference: string;
}

/** The differences by labels of totals, and of topics where the labels carry them. */
export function labelledChanges(cells: readonly Cell[]): LabelledChange[] {
  return cells.flatMap((cell) => {
    const { labelled, topic } = cell;
    if (labelled === null || (topic !== null && labelled.diff === null)) return [];
    const { first, second, diff, lo, hi, labels, events } = labelled;
    const [candidate = '–', base = '–'] = [0, 1].map((i) =>
      labelCounts({ labels: labels[i] ?? 0, events: events[i] ?? 0 }),
    );
    if (diff === null)
      return [{ cell, labels: [String(labels[1]), String(labels[0])], base, candidate, difference: '–' }];
    return [
      {
        cell,
        labels: [String(labels[1]), String(labels[0])],
        base: percent(second),
        candidate: percent(first),
        difference: change({ diff, lo, hi }),
      },
    ];
  });
}
