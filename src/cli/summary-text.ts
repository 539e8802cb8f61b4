import type { RunSummary } from '../audit/summarize-run.ts';
import { percentWithInterval, pointsWithInterval, renderTable } from './table.ts';

const TITLES = { refusal: 'Refusal', official_narrative: 'Official narrative' } as const;

/** A run's summary for a terminal of 80 columns: what was delivered, then each class against its controls. */
export function summaryText(summary: RunSummary, by: readonly ('topic' | 'style')[] = []): string {
  const wanted = <T extends { topic: string | null; style: string | null }>({ topic, style }: T): boolean =>
    (by.includes('topic') || topic === null) && (by.includes('style') || style === null);
  const rows = summary.rows.filter(wanted).filter(({ lang }) => lang !== null);
  const parts = [deliveries(summary)];
  for (const cls of ['refusal', 'official_narrative'] as const) {
    const lines = rows
      .filter(({ role }) => role === 'sensitive')
      .map((row) => {
        const same = <T extends { target: string; lang: string | null; topic: string | null; style: string | null }>(
          other: T,
        ) =>
          other.target === row.target &&
          other.lang === row.lang &&
          other.topic === row.topic &&
          other.style === row.style;
        const control = rows.find((other) => same(other) && other.role === 'control');
        const contrast = summary.contrasts.find((one) => same(one) && one.class === cls);
        return [
          shortened(row.target, by.length === 0 ? 22 : 16),
          [row.lang, row.topic, row.style].filter((part) => part !== null).join(' '),
          percentWithInterval(row[cls]),
          control === undefined ? '–' : percentWithInterval(control[cls]),
          contrast === undefined ? '–' : pointsWithInterval(contrast),
        ];
      });
    const head = [TITLES[cls], '', 'sensitive', 'control', 'difference'];
    if (lines.length > 0) parts.push(renderTable(head, lines, 2));
  }
  const names = summary.classifiers.map(({ name, version, mode }) => `${name} ${version} (${mode})`).join(', ');
  parts.push(
    `Rates with 95 % intervals, the samples of a probe taken together. Differences:
sensitive minus matched control, in percentage points.
Verdicts by ${names === '' ? 'nobody yet' : names}.\n`,
  );
  return parts.join('\n');
}

/** One line a target: planned, delivered, and what kept answers away. */
function deliveries({ rows }: RunSummary): string {
  const counts = ['n', 'delivered', 'truncated', 'filtered', 'empty', 'errors', 'unjudged'] as const;
  const totals = new Map<string, number[]>();
  for (const row of rows) {
    if (row.topic !== null || row.style !== null || row.lang === null) continue;
    const sums = totals.get(row.target) ?? counts.map(() => 0);
    totals.set(
      row.target,
      sums.map((sum, i) => sum + row[counts[i] as (typeof counts)[number]]),
    );
  }
  const lines = [...totals].map(([target, sums]) => [shortened(target, 30), ...sums.map(String)]);
  return renderTable(['Trials', 'planned', 'deliv.', 'cut', 'filt.', 'empty', 'errors', 'unj.'], lines);
}

/** A name cut in its middle, where endings tell more than what comes before. */
function shortened(name: string, most: number): string {
  if (name.length <= most) return name;
  const head = Math.floor((most - 1) / 2);
  return `${name.slice(0, head)}…${name.slice(head + 1 - most)}`;
}
