import type { GateResult } from '../compare/gate.ts';
import { changeText } from '../report/gate-markdown.ts';
import { percent, renderTable } from './table.ts';

/** Changed probes that are listed. */
const MOST_CHANGED = 15;

/** A gate for a terminal of 80 columns. */
export function gateText(result: GateResult): string {
  const { base, candidate, checks, changed, reasons, warnings, verdict } = result;
  const lines = [
    `${base}  →  ${candidate}`,
    `${result.paired} pairs of sensitive answers, ${result.unpaired} without a partner`,
    ...warnings.map((warning) => `warning: ${warning}`),
    ...reasons,
    '',
  ];
  const rows = checks.map((check) => [
    check.class === 'refusal' ? 'refusal' : 'official',
    check.scope,
    percent(check.base),
    percent(check.candidate),
    changeText(check),
    `+${Math.round(check.margin * 1000) / 10}`,
    check.verdict,
  ]);
  lines.push(renderTable(['rate', 'where', 'base', 'cand.', 'change', 'margin', 'verdict'], rows, 2).trimEnd());
  for (const { class: name, scope, verdict: found, needed } of checks) {
    if (found !== 'inconclusive' || needed === null) continue;
    lines.push(`${name} ${scope}: about ${needed} more samples of each question would decide`);
  }
  if (changed.length > 0) {
    lines.push('', `Probes whose commonest class changed (${changed.length}):`);
    for (const { probe, lang, from, to } of changed.slice(0, MOST_CHANGED))
      lines.push(`  ${probe} ${lang}: ${from} → ${to}`);
    if (changed.length > MOST_CHANGED) lines.push(`  and ${changed.length - MOST_CHANGED} more (--json lists all)`);
  }
  lines.push('', `Changes in percentage points; intervals hold 95 % together. The gate: ${verdict}.`, '');
  return lines.join('\n');
}
