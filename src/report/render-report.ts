import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../lib/package-root.ts';
import { packEvidence } from './evidence-pack.ts';
import { reportPage } from './page/report-page.tsx';
import type { ReportData } from './view-model.ts';

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
];
/** In the order in which they need each other. */
const SCRIPTS = [
  'unseen.js',
  'evidence.js',
  'quotation.js',
  'answer-card.js',
  'dossier.js',
  'find-model.js',
  'report.js',
];

/** A report as one HTML file. */
export function renderReport(data: ReportData): string {
  return reportPage(data, {
    style: STYLES.map(clientFile).join('\n'),
    script: `(() => {\n${SCRIPTS.map((name) => joined(clientFile(name))).join('\n')}})();\n`,
    packed: packEvidence(data),
  });
}

/** The style that a chart takes with it into a file of its own: the light colours written out, for programs that know no variables. */
export function chartStyle(): string {
  const light = new Map<string, string>();
  for (const [, name = '', value = ''] of clientFile('palette.css').matchAll(/(--[\w-]+):\s*light-dark\(([^,]+),/g)) {
    light.set(name, value);
  }
  return clientFile('chart.css').replaceAll(/var\((--[\w-]+)\)/g, (_, name) => light.get(name) ?? 'sans-serif');
}

function clientFile(name: string): string {
  return readFileSync(join(PACKAGE_ROOT, 'src/report/client', name), 'utf8');
}

/** A module as part of one script: its imports are defined above it. */
function joined(module: string): string {
  return module.replaceAll(/^import .*$\n/gm, '').replaceAll(/^export (?=function|const|async)/gm, '');
}
