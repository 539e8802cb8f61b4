import { reportRuns } from '../../../src/audit/read/report-runs.ts';
import { summarizeRun } from '../../../src/audit/read/summarize-run.ts';
import { summaryText } from '../../../src/cli/summary-text.ts';
import { UsageError } from '../../../src/lib/errors.ts';
import { renderReport } from '../../../src/report/render-report.ts';
import { reportMarkdown } from '../../../src/report/report-markdown.ts';
import { type PageText, pageText } from './page-text.ts';
import type { RandomStore } from './random-store.ts';

/** Everything that the program says of a store. Page and Markdown are null where it refuses to report, for nothing was ever asked. */
export interface Said {
  /** By run. */
  readonly terminal: ReadonlyMap<string, string>;
  readonly markdown: string | null;
  readonly page: PageText | null;
}

/** Lets the program speak. */
export async function saidOf({ store, runs }: RandomStore): Promise<Said> {
  const terminal = new Map<string, string>();
  for (const { id } of runs) terminal.set(id, summaryText(await summarizeRun(store, id), [], true));
  try {
    const data = await reportRuns(store, runs, null, { version: '0.0.0', note: null });
    return { terminal, markdown: reportMarkdown(data), page: pageText(renderReport(data)) };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { terminal, markdown: null, page: null };
  }
}
