import type { Observation } from '../model/observation.ts';
import { clusterBootstrap } from '../stats/cluster-bootstrap.ts';
import type { Interval } from '../stats/interval.ts';
import { mcnemar } from '../stats/mcnemar.ts';
import { pairedDifference } from '../stats/paired-difference.ts';
import { signFlipTest } from '../stats/sign-flip.ts';
import { type LabelledDifference, labelledPairs } from './labelled.ts';
import { countPairs, type Pair, pairTable } from './pair.ts';
import { CLASS_NAMES, type ClassName, groupBy } from './tally.ts';

/** One difference of a rate, candidate minus base. A null language or topic means all of them together. */
export interface Cell {
  /** `base → candidate` where they differ. */
  readonly target: string;
  readonly lang: string | null;
  readonly topic: string | null;
  readonly class: ClassName;
  /** Probes that are paired; 0 where the sides are compared unpaired. */
  readonly pairs: number;
  readonly base: number;
  readonly candidate: number;
  readonly diff: number;
  readonly lo: number;
  readonly hi: number;
  /** Two-sided: by sign flips over probes; by Fisher's test where unpaired. */
  readonly p: number;
  /** Corrected over all cells that are shown together. */
  readonly p_adjusted: number;
  /** McNemar's two-sided p where every probe has one pair of answers; null elsewhere: samples of a probe are not independent. */
  readonly mcnemar: { readonly exact: number; readonly mid_p: number } | null;
  /** The interval by resampling probes (BCa), as a check on `lo` and `hi`; null where unpaired, or with fewer than two probes. */
  readonly bootstrap: Interval | null;
  /** The same difference as people would have found it, by the labelled samples of both sides; null: nothing is labelled, or unpaired. */
  readonly labelled: LabelledDifference | null;
}

/** A cell before its p is corrected. */
export type RawCell = Omit<Cell, 'p_adjusted'>;

/** Seed of permutations and resampling: the same figures each time. */
const SEED = 20_260_101;
/** Draws of the bootstrap that checks each interval. */
const DRAWS = 1_000;

/** The members of every division by language and topic, with the totals first; a division of one is the total. */
export function divisions<T>(
  members: readonly T[],
  of: (member: T) => Observation,
  byLang: boolean,
): { readonly lang: string | null; readonly topic: string | null; readonly members: readonly T[] }[] {
  const langs = byLang ? [...groupBy(members, (one) => of(one).lang).keys()] : [];
  const topics = [...groupBy(members, (one) => of(one).topic).keys()];
  const shownLangs = langs.length === 1 ? langs : [null, ...langs];
  const shownTopics = topics.length === 1 ? [null] : [null, ...topics];
  return shownLangs.flatMap((lang) =>
    shownTopics.map((topic) => ({
      lang,
      topic,
      members: members.filter(
        (one) => (lang ?? of(one).lang) === of(one).lang && (topic ?? of(one).topic) === of(one).topic,
      ),
    })),
  );
}

/** The classes that cells are made for. */
export const COMPARED = CLASS_NAMES.filter((name) => name !== 'other');

/** The cells of paired answers. */
export function pairedCells(pairs: readonly Pair[], byLang: boolean): RawCell[] {
  return divisions(pairs, ({ base }) => base, byLang).flatMap(({ lang, topic, members }) =>
    COMPARED.flatMap((name) => {
      const cell = cellOf(members, name);
      return cell === null ? [] : [{ ...cell, lang, topic }];
    }),
  );
}

function cellOf(members: readonly Pair[], name: ClassName): Omit<RawCell, 'lang' | 'topic'> | null {
  const counts = countPairs(members, name);
  const difference = pairedDifference(counts);
  const [one] = members;
  if (difference === null || one === undefined) return null;
  const { first, second, diff, lo, hi } = difference;
  const perProbe = counts.map((pair) => pair.first.k / pair.first.n - pair.second.k / pair.second.n);
  const { exact, midP } = mcnemar(pairTable(members, name));
  return {
    target: targetLabel(one.base.target, one.candidate.target),
    class: name,
    pairs: counts.length,
    base: second,
    candidate: first,
    diff,
    lo,
    hi,
    p: signFlipTest(perProbe, SEED),
    mcnemar: members.length === counts.length ? { exact, mid_p: midP } : null,
    bootstrap: clusterBootstrap(perProbe, mean, { draws: DRAWS, seed: SEED, method: 'bca' }),
    labelled: labelledPairs(members, name),
  };
}

/** Names of both sides' targets. */
export function targetLabel(base: string, candidate: string): string {
  return base === candidate ? base : `${base} → ${candidate}`;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
