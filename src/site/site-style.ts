import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../lib/package-root.ts';

/** The report's styles and what the site adds to them. */
const STYLES = [
  'palette.css',
  'page.css',
  'table.css',
  'chart.css',
  'ledger.css',
  'many.css',
  'heat.css',
  'answers.css',
  'print.css',
  'site.css',
];

/** The one style sheet of a site. */
export function siteStyle(): string {
  return STYLES.map((name) => readFileSync(join(PACKAGE_ROOT, 'src/report/client', name), 'utf8')).join('\n');
}
