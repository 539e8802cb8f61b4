import type { Comparison } from '../compare/compare.ts';
import { percent, pointsWithInterval, renderTable } from './table.ts';

const NAMES: Readonly<Record<string, string>> = {
  official_narrative: 'official',
  refusal: 'refusal',
  neutral: 'neutral',
};
/** Changed probes that are listed. */
const MOST_CHANGED = 15;

/** A comparison for a terminal of 80 columns. */
export function comparisonText({ base, candidate, paired, unpaired, warnings, cells, changed }: Comparison): string {
  const lines = [`${base}  →  ${candidate}`, `${paired} pairs of sensitive answers, ${unpaired} without a partner`];
  for (const warning of warnings) lines.push(`warning: ${warning}`);
  const several = new Set(cells.map(({ target }) => target)).size > 1;
  const rows = cells.map((cell) => [
    [...(several ? [cell.target] : []), cell.lang ?? 'all', ...(cell.topic === null ? [] : [cell.topic])].join(' '),
    NAMES[cell.class] ?? cell.class,
    String(cell.pairs),
    percent(cell.base),
    percent(cell.candidate),
    pointsWithInterval(cell),
    cell.p_adjusted < 0.001 ? '<.001' : cell.p_adjusted.toFixed(3),
  ]);
  lines.push('', renderTable(['where', 'class', 'probes', 'base', 'cand.', 'difference', 'p adj.'], rows, 2).trimEnd());
  if (changed.length > 0) {
    lines.push('', `Probes whose commonest class changed (${changed.length}):`);
    for (const { probe, lang, from, to } of changed.slice(0, MOST_CHANGED))
      lines.push(`  ${probe} ${lang}: ${from} → ${to}`);
    if (changed.length > MOST_CHANGED) lines.push(`  and ${changed.length - MOST_CHANGED} more (--json lists all)`);
  }
  lines.push('', 'Intervals hold 95 %, clustered by probe; p by sign flips, corrected by Holm.', '');
  return lines.join('\n');
}
