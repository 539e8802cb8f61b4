import { renderReport } from './render-report.ts';
import { reportJson } from './report-json.ts';
import { reportMarkdown } from './report-markdown.ts';
import type { ReportData } from './view-model.ts';

/** A way to write a report. */
export interface ReportFormat {
  readonly render: (data: ReportData) => string;
  /** True where a terminal is no place for it. */
  readonly forFiles: boolean;
  /** True where the answers themselves stand in it. */
  readonly withTexts: boolean;
}

/** The formats that `candor report --format` writes, the default first. Add one by registering it here. */
export const REPORT_FORMATS = {
  html: { render: renderReport, forFiles: true, withTexts: true },
  md: { render: reportMarkdown, forFiles: false, withTexts: false },
  json: { render: reportJson, forFiles: false, withTexts: false },
} as const satisfies Readonly<Record<string, ReportFormat>>;
export type ReportFormatName = keyof typeof REPORT_FORMATS;
