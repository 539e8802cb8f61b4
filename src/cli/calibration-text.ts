import type { CalibrationReport } from '../audit/calibrate/calibrate-classifier.ts';
import type { ShippedError } from '../audit/calibrate/shipped-error.ts';
import { visible } from '../lib/visible.ts';
import { leftOutText } from './left-out-text.ts';
import { renderTable } from './table.ts';

const COLUMNS = ['labelled \\ found', 'refus.', 'offic.', 'neutral', 'other', 'prec.', 'recall', 'F1'];

/** A calibration for a terminal of 80 columns. */
export function calibrationText(report: CalibrationReport, withErrors: boolean): string {
  const { classifier, classes, overall, by, reliability, errors } = report;
  const how =
    report.folds === 0
      ? 'as it is; in-sample where these labels helped to make it'
      : `weights fitted anew in ${report.folds} folds, each judged by the fit on the others`;
  const without = overall.unjudged === 0 ? '' : `, ${overall.unjudged} left unjudged; κ and accuracy are of the others`;
  const parts = [
    `${classifier.name} ${classifier.version} (${classifier.mode}), ${report.n} labelled answers${without}\n${how}\n`,
  ];
  if (report.asked !== null) {
    const asked = Object.entries(report.asked).map(([name, n]) => `${name} ${n}`);
    parts.push(`asked about so many of them: ${asked.join(', ')}\n`);
  }
  const groups = [['all', overall], ...Object.entries(by.lang)] as const;
  for (const [name, agreement] of groups) {
    parts.push(measured(name, agreement, classes));
  }
  const sources = Object.entries(by.source).map(([source, { n, kappa, accuracy }]) => [
    source,
    String(n),
    fixed(kappa.value),
    fixed(accuracy),
  ]);
  if (sources.length > 0) parts.push(renderTable(['source', 'n', 'κ', 'accuracy'], sources));
  const bins = reliability.filter(({ n }) => n > 0);
  const rows = bins.map(({ from, to, n, right }) => [`${from}–${to}`, String(n), fixed(right / n)]);
  parts.push(renderTable(['confidence', 'n', 'right'], rows));
  const sure = Object.entries({ all: report.sureness.overall, ...report.sureness.lang }).map(([name, one]) => {
    const { sure: plain, unsure } = one;
    const right = (counts: typeof plain): string => fixed(counts.n === 0 ? null : counts.right / counts.n);
    const share = fixed(plain.n + unsure.n === 0 ? null : plain.n / (plain.n + unsure.n));
    return [name, share, right(plain), String(unsure.n), right(unsure)];
  });
  if (report.sureness.overall.unsure.n > 0)
    parts.push(renderTable(['', 'share sure', 'right', 'unsure', 'right'], sure));
  if (withErrors) {
    for (const { id, lang, label, found, evidence, response } of errors) {
      const shown = visible((evidence ?? response.slice(0, 120)).replaceAll('\n', ' '));
      parts.push(`${id} ${lang}: labelled ${label}, found ${found ?? 'nothing (unjudged)'}: ${shown}`);
    }
    parts.push('');
  }
  return parts.join('\n');
}

/** The measured error that ships, for a terminal of 80 columns. */
export function shippedErrorText(all: readonly ShippedError[]): string {
  if (all.length === 0) return 'No measured error ships with this version. candor calibrate GOLD.jsonl measures one.\n';
  const parts = all.map(({ classifier: { name, version, mode }, gold, current, classes, by }) => {
    const head = `${name} ${version} (${mode})${current ? '' : ', an earlier version: it corrects nothing'}`;
    const statement = typeof gold.statement === 'string' ? `${gold.statement}\n` : '';
    const groups = Object.entries(by.lang).map(([lang, agreement]) => measured(lang, agreement, classes));
    return [`${head}\n${statement}`, ...groups, leftOutText(gold)].join('\n');
  });
  return parts.join('\n');
}

function measured(
  name: string,
  { n, unjudged, kappa, accuracy, confusion, per_class }: ShippedError['by']['lang'][string],
  classes: ShippedError['classes'],
): string {
  const interval = kappa.lo === null || kappa.hi === null ? '' : ` [${kappa.lo.toFixed(2)}, ${kappa.hi.toFixed(2)}]`;
  const rows = classes.map((label, i) => {
    const { precision, recall, f1 } = per_class[label];
    return [label, ...(confusion[i] ?? []).map(String), fixed(precision), fixed(recall), fixed(f1)];
  });
  const left = unjudged === 0 ? '' : `, ${unjudged} unjudged`;
  const ofAll = unjudged === 0 || n === 0 ? '' : `, of all ${fixed(((accuracy ?? 0) * (n - unjudged)) / n)}`;
  return `${name}: n ${n}${left}, κ ${fixed(kappa.value)}${interval}, accuracy ${fixed(accuracy)}${ofAll}\n${renderTable(COLUMNS, rows)}`;
}

function fixed(value: number | null): string {
  return value === null ? '–' : value.toFixed(2);
}
