import type { SummaryRow } from '../compare/summarize.ts';
import { linesText, SPILLOVER_NOTE, spilloverRows } from '../report/spillover-rows.ts';
import { percentWithInterval, renderTable, shortNames, wrapped } from './table.ts';

/** The answers that put forward another state's line than that of who guards the subject, where there are any. */
export function spilloverText(rows: readonly SummaryRow[]): string[] {
  const shown = spilloverRows(rows);
  if (shown.length === 0) return [];
  const nameOf = shortNames(shown.map(({ target }) => target));
  const lines = shown.map(({ target, lang, topic, style, role, spillover_rate, spillover_of }) => [
    nameOf(target),
    [lang, topic, style].filter((part) => part !== null).join(' '),
    role,
    percentWithInterval(spillover_rate),
    linesText(spillover_of),
  ]);
  const table = renderTable(['Lines of other states', '', 'questions', 'answers', 'whose'], lines, 3);
  return [table, `${wrapped(SPILLOVER_NOTE)}\n`];
}
