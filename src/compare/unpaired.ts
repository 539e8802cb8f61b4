import type { Observation } from '../model/observation.ts';
import { type ClusterCount, clusterRate } from '../stats/cluster-rate.ts';
import { fisherExact } from '../stats/fisher-exact.ts';
import { type Interval, LEVEL } from '../stats/interval.ts';
import { newcombeUnpaired } from '../stats/newcombe-unpaired.ts';
import { agreeing } from '../stats/tested-difference.ts';
import { type CellMaking, COMPARED, divisions, type RawCell, targetLabel } from './cell.ts';
import { shownInterval } from './estimand.ts';
import { type ClassName, countsByProbe, isJudged } from './tally.ts';

/**
 * The cells of two sides whose questions are not the same: the difference of two independent rates, each with what hangs together taken
 * together (Newcombe), and Fisher's test, on answers where each cluster has one, else on as many answers as they are worth.
 */
export function unpairedCells(
  base: readonly Observation[],
  candidate: readonly Observation[],
  making: CellMaking,
): RawCell[] {
  const members = [
    ...base.map((one) => ({ one, side: 'base' as const })),
    ...candidate.map((one) => ({ one, side: 'candidate' as const })),
  ].filter(({ one }) => one.role === 'sensitive' && isJudged(one));
  return divisions(members, ({ one }) => one, true).flatMap(({ lang, topic, members: inside }) => {
    const of = (side: 'base' | 'candidate'): Observation[] =>
      inside.filter((member) => member.side === side).map(({ one }) => one);
    return COMPARED.flatMap((name) => {
      const cell = cellOf(of('base'), of('candidate'), name, making);
      return cell === null ? [] : [{ ...cell, lang, topic }];
    });
  });
}

function cellOf(
  base: readonly Observation[],
  candidate: readonly Observation[],
  name: ClassName,
  { clusterOf, estimand }: CellMaking,
): Omit<RawCell, 'lang' | 'topic'> | null {
  const left = [...countsByProbe(base, name, clusterOf).values()];
  const right = [...countsByProbe(candidate, name, clusterOf).values()];
  const [before, after] = [clusterRate(left), clusterRate(right)];
  const [one, other] = [base[0], candidate[0]];
  if (before === null || after === null || one === undefined || other === undefined) return null;
  const { diff, ...interval } = newcombeUnpaired(after, before);
  const p = Math.max(fisherExact(worth(right, after), worth(left, before)), alphaOfZero(right, left));
  const clusters = Math.min(before.clusters, after.clusters);
  const shown = shownInterval(agreeing(interval, p <= 1 - LEVEL, diff), null, clusters, estimand);
  return {
    target: targetLabel(one.target, other.target),
    class: name,
    pairs: 0,
    base: before.rate,
    candidate: after.rate,
    diff,
    ...shown,
    p: shown.why === null && estimand !== 'these questions' ? p : null,
    estimand,
    clusters,
    these: null,
    mcnemar: null,
    labelled: null,
    intervalAt: (alpha) => intervalAt(right, left, alpha) ?? EVERYTHING,
    totals: null,
  };
}

const EVERYTHING: Interval = { lo: -1, hi: 1 };

function intervalAt(first: readonly ClusterCount[], second: readonly ClusterCount[], alpha: number): Interval | null {
  if (alpha <= 0) return EVERYTHING;
  const [a, b] = [clusterRate(first, 1 - alpha), clusterRate(second, 1 - alpha)];
  if (a === null || b === null) return null;
  const { lo, hi } = newcombeUnpaired(a, b);
  return { lo, hi };
}

/** The p that belongs to the interval: the alpha at which it comes to touch 0. */
function alphaOfZero(first: readonly ClusterCount[], second: readonly ClusterCount[]): number {
  let [least, most] = [0, 1];
  for (let i = 0; i < 24; i++) {
    const alpha = (least + most) / 2;
    const { lo, hi } = intervalAt(first, second, alpha) ?? EVERYTHING;
    if (lo <= 0 && hi >= 0) least = alpha;
    else most = alpha;
  }
  return least;
}

/** The counts themselves where each cluster has one answer; else the whole number of independent answers that they are worth. */
function worth(
  counts: readonly ClusterCount[],
  { rate, effectiveN, clusters }: { rate: number; effectiveN: number; clusters: number },
): ClusterCount {
  if (clusters === counts.length && counts.every(({ n }) => n === 1))
    return { k: Math.round(rate * counts.length), n: counts.length };
  const n = Math.max(1, Math.floor(effectiveN));
  return { k: Math.round(rate * n), n };
}
