import { benjaminiHochberg } from '../stats/benjamini-hochberg.ts';
import { holm } from '../stats/holm.ts';
import { type Interval, LEVEL } from '../stats/interval.ts';
import { stepDownMaxT } from '../stats/max-t.ts';
import { tBeyond } from '../stats/student-t.ts';
import { agreeing } from '../stats/tested-difference.ts';
import type { Cell, RawCell } from './cell.ts';
import { groupBy } from './tally.ts';

/**
 * How p is corrected over a family: `maxt` holds the chance of any false finding by the step-down maxT of shared sign flips, `holm` at
 * any dependence and without flips; `bh` holds the share of false ones among the findings.
 */
export const CORRECTIONS = ['maxt', 'holm', 'bh'] as const;
export type Correction = (typeof CORRECTIONS)[number];

const ALPHA = 1 - LEVEL;

/**
 * Corrects cells that are shown together. They are two families, declared beforehand: the totals (of all topics, in each language and
 * together) and, after them, the topics. Cells without a p are in neither. Cells that were compared unpaired have no flips; their family is
 * corrected by Holm.
 */
export function corrected(cells: readonly RawCell[], correction: Correction): Cell[] {
  const families = groupBy(cells, ({ topic, p }) => (p === null ? 'none' : topic === null ? 'totals' : 'topics'));
  const found = new Map<RawCell, Pick<Cell, 'p_adjusted' | 'family'>>();
  for (const [name, members] of families) {
    if (name === 'none') continue;
    for (const [i, judged] of judgedTogether(members, correction).entries()) {
      const member = members[i];
      if (member !== undefined) found.set(member, judged);
    }
  }
  return cells.map((cell) => {
    const { intervalAt: _intervalAt, totals: _totals, ...shown } = cell;
    return { ...shown, ...(found.get(cell) ?? { p_adjusted: null, family: null }) };
  });
}

function judgedTogether(members: readonly RawCell[], correction: Correction): Pick<Cell, 'p_adjusted' | 'family'>[] {
  const flipped = members.flatMap(({ totals }) => (totals === null ? [] : [totals]));
  const ps = members.map(({ p }) => p ?? 1);
  if (correction === 'maxt' && flipped.length === members.length) {
    const { p, critical } = stepDownMaxT(flipped, LEVEL);
    return members.map((cell, i) => {
      // No family makes a cell surer than it is by itself.
      const adjusted = Math.max(ps[i] ?? 1, p[i] ?? 1);
      return { p_adjusted: adjusted, family: familyInterval(cell, alphaOf(critical, cell.clusters), adjusted) };
    });
  }
  const adjusted = correction === 'bh' ? benjaminiHochberg(ps) : holm(ps);
  const findings = adjusted.filter((p) => p <= ALPHA).length;
  // Bonferroni's level for all cells; for the false share, that of the findings (Benjamini and Yekutieli 2005).
  const alpha = (ALPHA * (correction === 'bh' ? Math.max(1, findings) : 1)) / members.length;
  return members.map((cell, i) => {
    return { p_adjusted: adjusted[i] ?? 1, family: familyInterval(cell, alpha, adjusted[i] ?? 1) };
  });
}

/** The two-sided level of t to which a limit of the statistic |Σ d| / √Σ d² over m clusters belongs: t² = (m − 1) T² / (m − T²). */
function alphaOf(critical: number, clusters: number): number {
  const squared = critical ** 2;
  if (squared >= clusters) return 0;
  return tBeyond(Math.sqrt(((clusters - 1) * squared) / (clusters - squared)), clusters - 1);
}

/** A cell's interval at the family's level, made to agree with its adjusted p. */
function familyInterval({ intervalAt, why }: RawCell, alpha: number, adjusted: number): Interval | null {
  return why === null ? agreeing(intervalAt(Math.min(alpha, ALPHA)), adjusted <= ALPHA) : null;
}
