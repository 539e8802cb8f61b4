import { benjaminiHochberg } from '../stats/benjamini-hochberg.ts';
import { holm } from '../stats/holm.ts';
import { type Interval, LEVEL } from '../stats/interval.ts';
import { stepDownMaxT } from '../stats/max-t.ts';
import { tBeyond } from '../stats/student-t.ts';
import { agreeing } from '../stats/tested-difference.ts';

/**
 * How p is corrected over a family: `maxt` holds the chance of any false finding by the step-down maxT of shared sign flips, `holm` at
 * any dependence and without flips; `bh` holds the share of false ones among the findings.
 */
export const CORRECTIONS = ['maxt', 'holm', 'bh'] as const;
export type Correction = (typeof CORRECTIONS)[number];

const ALPHA = 1 - LEVEL;

/** A figure before it is corrected over its family. */
export interface FamilyMember {
  readonly topic: string | null;
  readonly style?: string | null;
  /** The figure itself, whose sign its interval has where it is found. */
  readonly diff: number;
  readonly p: number | null;
  readonly clusters: number;
  /** Its interval at another level, 1 − alpha; `unseen` as for `differenceInterval`. */
  readonly intervalAt: (alpha: number, unseen?: number) => Interval;
  /** What sign flips turn round, by cluster; null where unpaired. */
  readonly totals: ReadonlyMap<string, number> | null;
}

/** What the family says of a figure. */
export interface InFamily {
  /** p corrected over the family that it stands in; null where it has no p. */
  readonly p_adjusted: number | null;
  /** The interval that holds for all figures of the family together, and agrees with `p_adjusted`. A bound that is open at 0 stands as ±1e-9. null without p. */
  readonly family: Interval | null;
}

/** A figure as it is shown. */
export type Corrected<T extends FamilyMember> = Omit<T, 'intervalAt' | 'totals'> & InFamily;

/**
 * Corrects figures that are shown together. They are two families, declared beforehand: the totals (of all topics and styles, in each
 * language and together) first, the topics and styles after. The second is looked at only where the first has a finding
 * (serial gatekeeping): where nothing differs at all, the level holds for both together; where totals do differ, for each. Figures without a
 * p are in neither. Those that were compared unpaired have no flips; their family is corrected by Holm.
 */
export function corrected<T extends FamilyMember>(figures: readonly T[], correction: Correction): Corrected<T>[] {
  const tested = figures.filter(({ p }) => p !== null);
  const isTotal = ({ topic, style = null }: T): boolean => topic === null && style === null;
  const totals = tested.filter(isTotal);
  const parts = tested.filter((figure) => !isTotal(figure));
  const ofTotals = judgedTogether(totals, correction, 0);
  const gate = Math.min(...ofTotals.map((one) => one.p_adjusted ?? 1), totals.length === 0 ? 0 : 1);
  const judged = [...ofTotals, ...judgedTogether(parts, correction, gate)];
  const found = new Map([...totals, ...parts].map((figure, i) => [figure, judged[i]]));
  return figures.map((figure) => {
    const { intervalAt: _intervalAt, totals: _totals, ...shown } = figure;
    return { ...shown, ...(found.get(figure) ?? { p_adjusted: null, family: null }) };
  });
}

/** The members of one family; no adjusted p is under that of the gate before it. */
function judgedTogether(members: readonly FamilyMember[], correction: Correction, gate: number): InFamily[] {
  if (members.length === 0) return [];
  const flipped = members.flatMap(({ totals }) => (totals === null ? [] : [totals]));
  const ps = members.map(({ p }) => p ?? 1);
  if (correction === 'maxt' && flipped.length === members.length) {
    const { p, critical } = stepDownMaxT(flipped, LEVEL);
    return members.map((cell, i) => {
      // No family makes a figure surer than it is by itself.
      const adjusted = Math.max(gate, ps[i] ?? 1, p[i] ?? 1);
      return { p_adjusted: adjusted, family: familyInterval(cell, alphaOf(critical, cell.clusters), adjusted) };
    });
  }
  const adjusted = (correction === 'bh' ? benjaminiHochberg(ps) : holm(ps)).map((p) => Math.max(gate, p));
  const findings = adjusted.filter((p) => p <= ALPHA).length;
  // Bonferroni's level for all; for the false share, that of the findings (Benjamini and Yekutieli 2005).
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

/** A figure's interval at the family's level, made to agree with its adjusted p. */
function familyInterval({ diff, intervalAt }: FamilyMember, alpha: number, adjusted: number): Interval {
  return agreeing(intervalAt(Math.min(alpha, ALPHA)), adjusted <= ALPHA, diff);
}
