import { CLASS_NAMES } from '../compare/tally.ts';
import { compareText } from '../lib/compare-text.ts';
import { cohenKappa } from '../stats/cohen-kappa.ts';
import type { ReportData } from './view-model.ts';

/** Two classifiers or people on the answers that both judged. */
export interface RaterPair {
  readonly first: string;
  readonly second: string;
  readonly answers: number;
  readonly same: number;
  /** null where chance alone explains all. */
  readonly kappa: number | null;
  /** `table[first][second]`, in the order of the classes. */
  readonly table: readonly (readonly number[])[];
}

/** Everybody who judged answers of a report, machine or person, the most diligent first. */
export function ratersOf({ answers }: Pick<ReportData, 'answers'>): string[] {
  const counts = new Map<string, number>();
  for (const { given } of answers) for (const by of given.keys()) counts.set(by, (counts.get(by) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || compareText(a, b)).map(([by]) => by);
}

/** How far every two of them agree, where they judged any answer both. */
export function raterAgreement(data: Pick<ReportData, 'answers'>): RaterPair[] {
  const raters = ratersOf(data);
  return raters.flatMap((first, i) =>
    raters.slice(i + 1).flatMap((second) => {
      const table = CLASS_NAMES.map(() => CLASS_NAMES.map(() => 0));
      for (const { given } of data.answers) {
        const a = given.get(first);
        const b = given.get(second);
        const row = a ? table[CLASS_NAMES.indexOf(a)] : undefined;
        if (row === undefined || !b) continue;
        row[CLASS_NAMES.indexOf(b)] = (row[CLASS_NAMES.indexOf(b)] ?? 0) + 1;
      }
      const answers = table.flat().reduce((sum, count) => sum + count, 0);
      if (answers === 0) return [];
      const same = CLASS_NAMES.reduce((sum, _, at) => sum + (table[at]?.[at] ?? 0), 0);
      const kappa = cohenKappa(table);
      return [{ first, second, answers, same, kappa: Number.isNaN(kappa) ? null : kappa, table }];
    }),
  );
}
