import type { LabelledRate } from '../compare/labelled.ts';
import { numberOf } from '../lib/number-of.ts';
import { percent, SHOWN_CLASSES, type ShownClass, share } from './figures.ts';
import type { FindingRow } from './finding-rows.ts';
import { labelCounts } from './label-words.ts';

/** What bounds are where a rate has no interval. */
export const BARE_BOUNDS =
  'Where a rate has no interval, its bounds are the least and the most that the missing leave open, without sampling error.';

/** A rate as found, by what is unsure, by labels, by the measured error, and by the bounds of what is missing. */
export interface Correction {
  readonly row: FindingRow;
  readonly class: ShownClass;
  readonly found: string;
  /** null: no verdict is unsure. */
  readonly unsure: string | null;
  /** By the labelled sample: a rate, or the counts where they carry none; null: nothing of it is labelled. */
  readonly labelled: string | null;
  /** What the measured error would make of it; null: that says nothing of these answers. */
  readonly sensitivity: string | null;
  /** null: nothing is missing. */
  readonly worst: string | null;
}

/** What labels, the classifier's measured error and the missing answers do to the rates of sensitive questions. */
export function corrections(rows: readonly FindingRow[]): Correction[] {
  return rows.flatMap((row) =>
    SHOWN_CLASSES.flatMap((name) => {
      const { bounds, unsureBounds, unsure, corrected, labelled } = row.sensitive;
      const rate = corrected[name];
      if (bounds === null && unsureBounds === null && rate === null && labelled === null) return [];
      const worst =
        bounds === null
          ? null
          : `${percent(bounds[name].lo ?? bounds[name].least)} to ${percent(bounds[name].hi ?? bounds[name].most)} (${bounds.missing} missing)`;
      const open =
        unsureBounds === null
          ? null
          : `${percent(unsureBounds[name].lo)} to ${percent(unsureBounds[name].hi)} (${unsure} of ${row.found.refusal.n} unsure)`;
      const found = share(row.found[name]);
      return [
        {
          row,
          class: name,
          found,
          unsure: open,
          labelled: labelled === null ? null : byLabels(labelled[name]),
          sensitivity: rate === null ? null : share(rate),
          worst,
        },
      ];
    }),
  );
}

function byLabels(rate: LabelledRate): string {
  return rate.rate === null ? labelCounts(rate) : `${share(rate)} (${numberOf(rate.labels, 'label')})`;
}

/** Why the measured error says nothing of rates, or not of all of them, with the models and languages that this holds for. */
export function whyNoSensitivity(rows: readonly FindingRow[]): Map<string, FindingRow[]> {
  const reasons = new Map<string, FindingRow[]>();
  for (const row of rows) {
    const { reason } = row.sensitive.corrected;
    if (reason !== null) reasons.set(reason, [...(reasons.get(reason) ?? []), row]);
  }
  return reasons;
}
