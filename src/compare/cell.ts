import type { Observation } from '../model/observation.ts';
import type { Interval } from '../stats/interval.ts';
import { mcnemar } from '../stats/mcnemar.ts';
import { differenceInterval } from '../stats/paired-difference.ts';
import { testedDifference } from '../stats/tested-difference.ts';
import type { ClusterOf } from './clusters.ts';
import type { Equivalence } from './equivalence.ts';
import { type Estimand, shownInterval } from './estimand.ts';
import type { FamilyMember, InFamily } from './families.ts';
import { type LabelledDifference, labelledPairs } from './labelled.ts';
import { countPairs, type Pair, pairTable } from './pair.ts';
import { CLASS_NAMES, type ClassName, groupBy } from './tally.ts';
import { theseChange } from './these-questions.ts';

/** One difference of a rate, candidate minus base. A null language or topic means all of them together. */
export interface Cell extends InFamily {
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
  /** The 95 % interval for the estimand, of this cell by itself; null where there is none. */
  readonly lo: number | null;
  readonly hi: number | null;
  /** Why there is no interval; null: there is one. */
  readonly why: string | null;
  /** Two-sided: by sign flips over clusters; by Fisher's test where unpaired. It agrees with `lo` and `hi`; null where no interval generalizes. */
  readonly p: number | null;
  readonly estimand: Estimand;
  /** Clusters of probes that hang together; of the side with fewer, where unpaired. */
  readonly clusters: number;
  /** The 95 % interval for these very questions, whatever the estimand; null where unpaired. */
  readonly these: Interval | null;
  /** Whether it is shown to be smaller than a margin; absent where none was given, null where no interval generalizes. */
  readonly equivalence?: Equivalence | null;
  /** McNemar's two-sided p where every probe has one pair of answers and hangs together with no other; null elsewhere. */
  readonly mcnemar: { readonly exact: number; readonly mid_p: number } | null;
  /** The same difference as people would have found it, by the labelled samples of both sides; null: nothing is labelled, or unpaired. */
  readonly labelled: LabelledDifference | null;
}

/** A cell before its p is corrected. */
export type RawCell = Omit<Cell, keyof InFamily> & FamilyMember;

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

/** How cells are made: what hangs together, and what they speak of. */
export interface CellMaking {
  readonly clusterOf: ClusterOf;
  readonly estimand: Estimand;
}

/** The cells of paired answers. */
export function pairedCells(pairs: readonly Pair[], byLang: boolean, making: CellMaking): RawCell[] {
  return divisions(pairs, ({ base }) => base, byLang).flatMap(({ lang, topic, members }) =>
    COMPARED.flatMap((name) => {
      const cell = cellOf(members, name, making);
      return cell === null ? [] : [{ ...cell, lang, topic }];
    }),
  );
}

function cellOf(
  members: readonly Pair[],
  name: ClassName,
  { clusterOf, estimand }: CellMaking,
): Omit<RawCell, 'lang' | 'topic'> | null {
  const counts = countPairs(members, name, clusterOf);
  const found = testedDifference(counts);
  const [one] = members;
  if (found === null || one === undefined) return null;
  const { first, second, diff, clusters, p, totals } = found;
  const these = theseChange(members, name);
  const shown = shownInterval(found, these, clusters, estimand);
  const tested = shown.why === null && estimand !== 'these questions';
  const independent = members.length === counts.length && clusters === counts.length;
  const { exact, midP } = mcnemar(pairTable(members, name));
  return {
    target: targetLabel(one.base.target, one.candidate.target),
    class: name,
    pairs: counts.length,
    base: second,
    candidate: first,
    diff,
    ...shown,
    p: tested ? p : null,
    estimand,
    clusters,
    these,
    mcnemar: tested && independent ? { exact, mid_p: midP } : null,
    labelled: labelledPairs(members, name, { clusterOf, estimand }),
    intervalAt: (alpha, unseen) => differenceInterval(found, alpha, unseen),
    totals,
  };
}

/** Names of both sides' targets. */
export function targetLabel(base: string, candidate: string): string {
  return base === candidate ? base : `${base} → ${candidate}`;
}
