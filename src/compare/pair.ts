import type { Observation } from '../model/observation.ts';
import type { PairTable } from '../stats/newcombe-paired.ts';
import type { CountPair } from '../stats/paired-difference.ts';
import type { ClusterOf } from './clusters.ts';
import { type PairBy, Partners } from './partners.ts';
import { type ClassName, clusterIn, groupBy, isJudged } from './tally.ts';

/** Two judged answers to the same question as the same sample. */
export interface Pair {
  readonly base: Observation;
  readonly candidate: Observation;
}

/** What could not be paired: trials of a question on either side without a judged partner. */
export interface Unmatched {
  readonly probe: string;
  readonly lang: string;
  readonly base: number;
  readonly candidate: number;
}

/** The pairs of two sides, sensitive probes only, and what is left without a partner. */
export interface Pairing {
  readonly pairs: readonly Pair[];
  readonly unmatched: readonly Unmatched[];
}

/** Pairs answers to the same wording (`variant`) or to the same probe in whatever language (`probe`), sample by sample. */
export function pairUp(base: readonly Observation[], candidate: readonly Observation[], pairBy: PairBy): Pairing {
  const sensitive = (one: Observation): boolean => one.role === 'sensitive';
  const partners = new Partners(pairBy);
  for (const one of candidate) if (sensitive(one) && isJudged(one)) partners.add(one);
  const pairs: Pair[] = [];
  const alone: { readonly one: Observation; readonly side: 'base' | 'candidate' }[] = [];
  for (const one of base) {
    if (!sensitive(one)) continue;
    const partner = isJudged(one) ? partners.of(one) : undefined;
    if (partner === undefined) alone.push({ one, side: 'base' });
    else pairs.push({ base: one, candidate: partner });
  }
  const used = new Set(pairs.map((pair) => pair.candidate));
  for (const one of candidate) if (sensitive(one) && !used.has(one)) alone.push({ one, side: 'candidate' });
  const unmatched = [...groupBy(alone, ({ one }) => `${one.probe}/${one.lang}`).values()].flatMap((members) => {
    const count = (side: 'base' | 'candidate'): number => members.filter((member) => member.side === side).length;
    const [first] = members;
    if (first === undefined) return [];
    const { probe, lang } = first.one;
    return [{ probe, lang, base: count('base'), candidate: count('candidate') }];
  });
  return { pairs, unmatched };
}

/** By probe: how many of its paired answers have a class, the candidate's first and the base's second. */
export function countPairs(pairs: readonly Pair[], name: ClassName, clusterOf?: ClusterOf): CountPair[] {
  return [...groupBy(pairs, ({ base }) => base.probe)].map(([probe, members]) => {
    const k = (side: 'base' | 'candidate'): number => members.filter((pair) => pair[side].class === name).length;
    const n = members.length;
    return { first: { k: k('candidate'), n }, second: { k: k('base'), n }, ...clusterIn(clusterOf, probe) };
  });
}

/** How many pairs have a class on both sides, on the candidate's (first) or the base's (second) only, on neither. */
export function pairTable(pairs: readonly Pair[], name: ClassName): PairTable {
  const count = (candidate: boolean, base: boolean): number =>
    pairs.filter((pair) => (pair.candidate.class === name) === candidate && (pair.base.class === name) === base).length;
  return {
    both: count(true, true),
    firstOnly: count(true, false),
    secondOnly: count(false, true),
    neither: count(false, false),
  };
}
