import type { Cell } from '../compare/cell.ts';
import type { Comparison } from '../compare/compare.ts';
import { compareText } from '../lib/compare-text.ts';
import { nameIn } from '../model/target-names.ts';
import { reachOf } from './charts/strip.ts';
import type { Wanted } from './evidence-link.ts';
import { type Difference, languageName, SHOWN_CLASSES, type ShownClass } from './figures.ts';
import { targetLabel } from './finding-rows.ts';
import type { ReportData } from './view-model.ts';

/** One row of differences, a class each; null where nothing is paired. */
interface DifferenceRow {
  readonly label: string;
  readonly note: string;
  readonly differences: Readonly<Record<ShownClass, Difference | null>>;
  /** The answers behind the row, of one class. */
  readonly wanted: (name: ShownClass) => Wanted;
}

/** How far the axis of such rows reaches, as a share. */
export function differenceReach(rows: readonly ComparedRow[]): number {
  return reachOf(
    rows.flatMap(({ differences }) =>
      Object.values(differences).flatMap((one) => (one === null ? [] : [one.diff, one.lo, one.hi])),
    ),
  );
}

/** A row of the chart with the cells behind it, for the table. */
export interface ComparedRow extends DifferenceRow {
  readonly cells: readonly Cell[];
  /** The note for little room. */
  readonly short: string;
}

/** The gap between languages of each model: the second language minus the first, on the same questions. */
export function languageRows(data: ReportData): ComparedRow[] {
  return data.runs.flatMap(({ run, languages }) =>
    languages.flatMap(({ base, candidate, cells }) => {
      const own = cells.filter(({ topic }) => topic === null);
      const [one] = own;
      if (one === undefined) return [];
      const [from, to] = [base, candidate].map((side) => side.slice(side.lastIndexOf('/') + 1));
      const target = base.slice(0, base.lastIndexOf('/'));
      const note = `${languageName(to ?? '')} minus ${languageName(from ?? '')}`;
      return [
        rowOf(targetLabel(data, run.id, target), note, `${to} − ${from}`, own, (name) => ({
          run: run.id,
          target,
          class: name,
          role: 'sensitive',
        })),
      ];
    }),
  );
}

/** The change between two runs, by model, language and topic: the second run minus the first. */
export function releaseRows(release: Comparison, by: 'language' | 'topic'): ComparedRow[] {
  const nameOf = nameIn(release.names ?? {});
  const keys = new Map<string, Cell[]>();
  for (const cell of release.cells) {
    if ((by === 'topic') !== (cell.topic !== null) || (by === 'topic' && cell.lang !== null)) continue;
    const key = JSON.stringify([cell.target, cell.lang, cell.topic]);
    keys.set(key, [...(keys.get(key) ?? []), cell]);
  }
  const groups = [...keys.values()].sort(([a], [b]) => compareText(textOf(a), textOf(b)));
  return groups.flatMap((cells) => {
    const [one] = cells;
    if (one === undefined) return [];
    const [target] = one.target.split(' → ');
    const { lang, topic } = one;
    const note = by === 'topic' ? (topic ?? '') : languageName(lang);
    const wanted = { target: one.target.includes(' → ') ? null : (target ?? null), lang, topic, role: 'sensitive' };
    return [
      rowOf(nameOf(one.target), note, by === 'topic' ? note : (lang ?? 'all'), cells, (name) => ({
        ...wanted,
        class: name,
      })),
    ];
  });
}

function rowOf(
  label: string,
  note: string,
  short: string,
  cells: readonly Cell[],
  wanted: (name: ShownClass) => Wanted,
): ComparedRow {
  const differences = Object.fromEntries(
    SHOWN_CLASSES.map((name) => [name, cells.find((cell) => cell.class === name) ?? null]),
  ) as unknown as DifferenceRow['differences'];
  return { label, note, short, differences, cells, wanted };
}

/** Totals before languages and topics, since nothing sorts first. */
function textOf(cell: Cell | undefined): string {
  return `${cell?.target}\n${cell?.lang ?? ''}\n${cell?.topic ?? ''}`;
}
