import { percent, SHOWN_CLASSES, type ShownClass, share } from './figures.ts';
import type { FindingRow } from './finding-rows.ts';

/** A rate as found, by what is unsure, as people would have found it, and in the worst cases of what is missing. */
export interface Correction {
  readonly row: FindingRow;
  readonly class: ShownClass;
  readonly found: string;
  /** null: no verdict is unsure. */
  readonly unsure: string | null;
  /** null: not corrected. */
  readonly corrected: string | null;
  /** null: nothing is missing. */
  readonly worst: string | null;
}

/** What the classifier's measured error and the missing answers do to the rates of sensitive questions. */
export function corrections(rows: readonly FindingRow[]): Correction[] {
  return rows.flatMap((row) =>
    SHOWN_CLASSES.flatMap((name) => {
      const { bounds, unsureBounds, unsure, corrected } = row.sensitive;
      const rate = corrected[name];
      if (bounds === null && unsureBounds === null && rate === null) return [];
      const worst =
        bounds === null
          ? null
          : `${percent(bounds[name].lo)} to ${percent(bounds[name].hi)} (${bounds.missing} missing)`;
      const open =
        unsureBounds === null
          ? null
          : `${percent(unsureBounds[name].lo)} to ${percent(unsureBounds[name].hi)} (${unsure} unsure)`;
      const found = share(row.sensitive[name]);
      return [{ row, class: name, found, unsure: open, corrected: rate === null ? null : share(rate), worst }];
    }),
  );
}

/** Why rates are not corrected, or not all of them, with the models and languages that this holds for. */
export function whyNotCorrected(rows: readonly FindingRow[]): Map<string, FindingRow[]> {
  const reasons = new Map<string, FindingRow[]>();
  for (const row of rows) {
    const { reason } = row.sensitive.corrected;
    if (reason !== null) reasons.set(reason, [...(reasons.get(reason) ?? []), row]);
  }
  return reasons;
}
