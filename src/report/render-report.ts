import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { PACKAGE_ROOT } from '../lib/package-root.ts';
import { reportPage } from './page/report-page.tsx';
import type { ReportData } from './view-model.ts';

/** Answers that are packed together. */
const PAGE = 500;

/** A report as one HTML file; the answers are packed by pages of 500, so that 50,000 stay small enough to open. */
export function renderReport(data: ReportData): string {
  const read = (name: string): string => readFileSync(join(PACKAGE_ROOT, 'src/report/client', name), 'utf8');
  const pages: string[] = [];
  for (let at = 0; at < data.evidence.length; at += PAGE) {
    pages.push(gzipSync(JSON.stringify(data.evidence.slice(at, at + PAGE))).toString('base64'));
  }
  return reportPage(data, { style: read('report.css'), script: read('report.js'), pages });
}
