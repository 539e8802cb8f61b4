import type { Observation } from '../model/observation.ts';
import { type ClusterCount, clusterRate } from '../stats/cluster-rate.ts';
import { fisherExact } from '../stats/fisher-exact.ts';
import { newcombeUnpaired } from '../stats/newcombe-unpaired.ts';
import { COMPARED, divisions, type RawCell, targetLabel } from './cell.ts';
import { type ClassName, countsByProbe, isJudged } from './tally.ts';

/**
 * The cells of two sides whose questions are not the same: the difference of two independent rates, each with its samples taken together
 * by probe (Newcombe), and Fisher's test, on answers where each probe has one, else on as many answers as they are worth.
 */
export function unpairedCells(base: readonly Observation[], candidate: readonly Observation[]): RawCell[] {
  const members = [
    ...base.map((one) => ({ one, side: 'base' as const })),
    ...candidate.map((one) => ({ one, side: 'candidate' as const })),
  ].filter(({ one }) => one.role === 'sensitive' && isJudged(one));
  return divisions(members, ({ one }) => one, true).flatMap(({ lang, topic, members: inside }) => {
    const of = (side: 'base' | 'candidate'): Observation[] =>
      inside.filter((member) => member.side === side).map(({ one }) => one);
    return COMPARED.flatMap((name) => {
      const cell = cellOf(of('base'), of('candidate'), name);
      return cell === null ? [] : [{ ...cell, lang, topic }];
    });
  });
}

function cellOf(
  base: readonly Observation[],
  candidate: readonly Observation[],
  name: ClassName,
): Omit<RawCell, 'lang' | 'topic'> | null {
  const [left, right] = [base, candidate].map((side) => [...countsByProbe(side, name).values()]);
  const [before, after] = [clusterRate(left ?? []), clusterRate(right ?? [])];
  const [one, other] = [base[0], candidate[0]];
  if (before === null || after === null || one === undefined || other === undefined) return null;
  return {
    target: targetLabel(one.target, other.target),
    class: name,
    pairs: 0,
    base: before.rate,
    candidate: after.rate,
    ...newcombeUnpaired(after, before),
    p: fisherExact(worth(right ?? [], after), worth(left ?? [], before)),
    mcnemar: null,
    bootstrap: null,
    labelled: null,
  };
}

/** The counts themselves where each probe has one answer; else the whole number of independent answers that they are worth. */
function worth(
  counts: readonly ClusterCount[],
  { rate, effectiveN }: { rate: number; effectiveN: number },
): ClusterCount {
  if (counts.every(({ n }) => n === 1)) return { k: Math.round(rate * counts.length), n: counts.length };
  const n = Math.max(1, Math.floor(effectiveN));
  return { k: Math.round(rate * n), n };
}
