import type { Contrast, SummaryRow } from '../compare/summarize.ts';
import type { ReportData } from './view-model.ts';

/** The rates of one model in one language beside its controls. */
export interface FindingRow {
  readonly run: string;
  readonly target: string;
  /** The target, with its run where there are several. */
  readonly label: string;
  readonly lang: string;
  readonly sensitive: SummaryRow;
  readonly control: SummaryRow | null;
  readonly contrasts: readonly Contrast[];
}

/** One row a run, target and language. */
export function findingRows({ runs }: ReportData): FindingRow[] {
  return runs.flatMap(({ run, summary: { rows, contrasts } }) => {
    const totals = rows.filter(({ topic, style, lang }) => topic === null && style === null && lang !== null);
    return totals
      .filter(({ role }) => role === 'sensitive')
      .map((sensitive): FindingRow => {
        const { target } = sensitive;
        const lang = sensitive.lang ?? '';
        return {
          run: run.id,
          target,
          label: targetLabel({ runs }, run.id, target),
          lang,
          sensitive,
          control: totals.find((row) => row.role === 'control' && row.target === target && row.lang === lang) ?? null,
          contrasts: contrasts.filter(
            (one) => one.target === target && one.lang === lang && one.topic === null && one.style === null,
          ),
        };
      });
  });
}

/** A target's name over what stands below it in a chart: the run moves to the second line. */
export function chartLines(label: string, note: string): { readonly name: string; readonly below: string } {
  const [name = '', run] = label.split(RUN_MARK);
  return { name, below: run === undefined ? note : `${note}${RUN_MARK}${run}` };
}

const RUN_MARK = ' · ';

/** A target's name in figures: with the run's name where there are several runs. */
export function targetLabel({ runs }: Pick<ReportData, 'runs'>, run: string, target: string): string {
  if (runs.length < 2) return target;
  const found = runs.find((one) => one.run.id === run)?.run;
  return `${target}${RUN_MARK}${found?.name ?? run}`;
}
