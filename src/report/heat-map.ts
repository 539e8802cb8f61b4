import type { Contrast } from '../compare/summarize.ts';
import type { ShownClass } from './figures.ts';
import { targetLabel } from './finding-rows.ts';
import type { ReportData } from './view-model.ts';

/** A column of a heat map: a model in a language. */
export interface HeatColumn {
  readonly run: string;
  readonly target: string;
  readonly label: string;
  readonly lang: string;
}

/** Sensitive minus control by topic and model for one class; a cell is null where nothing is paired. */
export interface HeatMap {
  readonly class: ShownClass;
  readonly columns: readonly HeatColumn[];
  readonly rows: readonly { readonly topic: string; readonly cells: readonly (Contrast | null)[] }[];
}

/** Lays out the contrasts of a class by topic and model. */
export function heatMap(data: ReportData, name: ShownClass): HeatMap {
  const cells = data.runs.flatMap(({ run, summary }) =>
    summary.contrasts
      .filter((one) => one.topic !== null && one.style === null && one.lang !== null && one.class === name)
      .map((contrast) => ({ run: run.id, contrast })),
  );
  const columns = new Map<string, HeatColumn>();
  for (const { run, contrast } of cells) {
    const { target, lang } = contrast;
    const label = targetLabel(data, run, target);
    columns.set(JSON.stringify([run, target, lang]), { run, target, label, lang: lang ?? '' });
  }
  const topics = [...new Set(cells.map(({ contrast }) => contrast.topic ?? ''))].sort();
  return {
    class: name,
    columns: [...columns.values()],
    rows: topics.map((topic) => ({
      topic,
      cells: [...columns.values()].map(
        (column) =>
          cells.find(
            ({ run, contrast }) =>
              run === column.run &&
              contrast.target === column.target &&
              contrast.lang === column.lang &&
              contrast.topic === topic,
          )?.contrast ?? null,
      ),
    })),
  };
}

/** The classes of a heat map's cell: whose colour, and how strong. */
export function heatClass(name: string, diff: number): string {
  const step = heatStep(diff);
  return `${step < 0 ? 'below' : name} s${Math.abs(step)}`;
}

/** How strongly a cell is coloured: −5…5, 0 up to five points. */
export function heatStep(diff: number): number {
  return Math.sign(diff) * Math.min(5, Math.ceil((Math.abs(diff) - 0.05) * 6));
}
