import type { SummaryRow } from '../compare/summarize.ts';
import { targetLabel } from './finding-rows.ts';
import type { ReportData } from './view-model.ts';

/** Said beside every figure of spillover. */
export const SPILLOVER_NOTE =
  'Lines of other states (spillover): answers that put forward, in their own voice, the position of another state than the one that guards the subject. They are neutral by class and stand in no other rate.';

/** The rows in which an answer puts forward another state's line. */
export function spilloverRows<R extends Pick<SummaryRow, 'spillover'>>(rows: readonly R[]): R[] {
  return rows.filter(({ spillover }) => spillover > 0);
}

/** `CN 12, RU 1`; lines that no verdict names stand as `unknown`. */
export function linesText(of: SummaryRow['spillover_of']): string {
  return Object.entries(of)
    .map(([state, count]) => `${state} ${count}`)
    .join(', ');
}

/** The same of the runs of a report, by model, language and role, all topics together. */
export function reportedSpillover({
  runs,
}: Pick<ReportData, 'runs'>): (SummaryRow & { readonly label: string; readonly run: string; readonly lang: string })[] {
  return runs.flatMap(({ run, summary }) =>
    spilloverRows(summary.rows).flatMap((row) => {
      const { lang, topic, style, target } = row;
      if (lang === null || topic !== null || style !== null) return [];
      return [{ ...row, lang, run: run.id, label: targetLabel({ runs }, run.id, target) }];
    }),
  );
}
