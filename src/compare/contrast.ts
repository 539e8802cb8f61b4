import { chosen } from '../model/chosen.ts';
import type { Observation } from '../model/observation.ts';
import type { VerdictClass } from '../model/verdict.ts';
import { type ClusterCount, clusterRate } from '../stats/cluster-rate.ts';
import type { Interval } from '../stats/interval.ts';
import { differenceInterval } from '../stats/paired-difference.ts';
import { testedDifference } from '../stats/tested-difference.ts';
import { type ClusterOf, clustersOf } from './clusters.ts';
import { DEFAULT_ESTIMAND, type Estimand, shownInterval } from './estimand.ts';
import type { FamilyMember, InFamily } from './families.ts';
import { type LabelledDifference, labelledDifference } from './labelled.ts';
import { type Bounds, differenceBounds, reachingBounds } from './missing-bounds.ts';
import { NOTHING_JUDGED, type Rate } from './rate.ts';
import { type ClassName, groupBy, isJudged } from './tally.ts';
import { alike, type SharedPair, theseContrast, theseSides } from './these-questions.ts';

/** What a row stands for. A null language, topic or style means all of them together. */
export interface Group {
  readonly target: string;
  readonly lang: string | null;
  readonly topic: string | null;
  readonly style: string | null;
}

/** Sensitive minus matched control in the same language, paired by probe, every pair with the same weight. */
export interface Contrast extends Group, InFamily {
  readonly class: ClassName;
  readonly pairs: number;
  /** Pairs that stand in none of its figures, since the control's subject is guarded by the state of the model's own maker. */
  readonly pairs_left_out: number;
  readonly sensitive: number;
  readonly control: number;
  /** Both sides over the pairs, each with its interval; `k` of `n` answers, each of which counts once, however many pairs share it: the rate is the mean over pairs, and need not be k / n. */
  readonly matched: Readonly<Record<'sensitive' | 'control', Rate>>;
  readonly diff: number;
  /** The 95 % interval for the estimand; null where there is none. */
  readonly lo: number | null;
  readonly hi: number | null;
  /** Why there is no interval; null: there is one. */
  readonly why: string | null;
  /** Two-sided, by sign flips over clusters; it agrees with the interval. null where no interval generalizes. */
  readonly p: number | null;
  readonly estimand: Estimand;
  /** Clusters of pairs that hang together, by a template or a control. */
  readonly clusters: number;
  /** The 95 % interval for these very questions, whatever the estimand. */
  readonly these: Interval | null;
  /** What the missing trials leave open, over all probes that have a control; null: nothing is missing. */
  readonly bounds: Bounds | null;
  /** The same difference as people would have found it, by the labelled sample of these answers; null: none of them is labelled. */
  readonly labelled: LabelledDifference | null;
}

/** A contrast before it is corrected over the family of all that stand in a summary or report. */
export type RawContrast = Omit<Contrast, keyof InFamily> & FamilyMember;

/** A sensitive probe's trials and its control's, in the languages that both were asked in. */
interface Matched {
  readonly first: Observation[];
  readonly second: Observation[];
}

/** Classes whose difference to the controls is shown. */
const CONTRASTED = chosen({
  refusal: true,
  official_narrative: true,
  neutral: true,
  other: false,
} as const satisfies Readonly<Record<VerdictClass, boolean>>);

/** The contrasts of a group of one target's trials; controls are looked for among `all`. */
export function contrastsOf(
  group: Group,
  members: readonly Observation[],
  all: readonly Observation[],
  estimand: Estimand = DEFAULT_ESTIMAND,
): RawContrast[] {
  const { pairs, leftOut } = pairsOf(members, all);
  // Both sides are counted in the languages that they share: one has answers where the other has.
  const shared = pairs.map(inSharedLanguages).filter(({ first }) => first.length > 0);
  const answers = shared.flatMap(({ first, second }) => [...first, ...second]);
  const labelled = answers.some(({ label }) => label !== undefined);
  const clusterOf = clustersOf(answers, { controls: true, estimand });
  const once = alike(answers);
  const contrasts: RawContrast[] = [];
  for (const name of CONTRASTED) {
    const counts = shared.map((pair) => countsIn(pair, name, clusterOf));
    const difference = testedDifference(counts);
    if (difference === null) continue;
    const { first, second, diff, clusters, p, totals } = difference;
    const these = theseContrast(counts, once);
    const shown = shownInterval(difference, these, clusters, estimand);
    const bounds = differenceBounds(pairs, name, { clusterOf, estimand });
    contrasts.push({
      ...group,
      class: name,
      pairs: counts.length,
      pairs_left_out: leftOut,
      sensitive: first,
      control: second,
      matched: {
        sensitive: { ...rateOver(counts, 'first', once, estimand), ...answersOf(shared, 'first', name) },
        control: { ...rateOver(counts, 'second', once, estimand), ...answersOf(shared, 'second', name) },
      },
      diff,
      ...shown,
      p: shown.why === null && estimand !== 'these questions' ? p : null,
      estimand,
      clusters,
      these,
      bounds: bounds === null ? null : reachingBounds(bounds, shown),
      labelled: labelled ? labelledDifference(shared, name, { clusterOf, estimand }) : null,
      intervalAt: (alpha, unseen) => differenceInterval(difference, alpha, unseen),
      totals,
    });
  }
  return contrasts;
}

/** The pairs of a contrast without those that would take a line of the model's own state from a line. */
function pairsOf(
  members: readonly Observation[],
  all: readonly Observation[],
): { readonly pairs: readonly Matched[]; readonly leftOut: number } {
  const found = matched(members, all);
  const pairs = found.filter(({ second }) => !second.some(({ ownState }) => ownState === true));
  return { pairs, leftOut: found.length - pairs.length };
}

/** How many pairs of a group are left out since the state of the model's own maker guards the control's subject. */
export function pairsLeftOut(members: readonly Observation[], all: readonly Observation[]): number {
  return pairsOf(members, all).leftOut;
}

function matched(members: readonly Observation[], all: readonly Observation[]): Matched[] {
  const keyOf = (probe: string, lang: string): string => `${lang} ${probe}`;
  const asked = groupBy(all, ({ probe, lang }) => keyOf(probe, lang));
  const sensitive = members.filter((one) => one.role === 'sensitive' && one.control !== null);
  return [...groupBy(sensitive, ({ probe }) => probe).values()].map((ofProbe) => {
    const inLangs = [...groupBy(ofProbe, ({ lang }) => lang)].map(([lang, first]) => ({
      first,
      second: asked.get(keyOf(first[0]?.control ?? '', lang)) ?? [],
    }));
    const both = inLangs.filter(({ second }) => second.length > 0);
    return { first: both.flatMap(({ first }) => first), second: both.flatMap(({ second }) => second) };
  });
}

/** The judged answers of both sides in the languages in which both have some. */
function inSharedLanguages({ first, second }: Matched): Matched {
  const [left, right] = [first.filter(isJudged), second.filter(isJudged)];
  const langsOf = (side: readonly Observation[]): Set<string> => new Set(side.map(({ lang }) => lang));
  const [ofLeft, ofRight] = [langsOf(left), langsOf(right)];
  const shared = ({ lang }: Observation): boolean => ofLeft.has(lang) && ofRight.has(lang);
  return { first: left.filter(shared), second: right.filter(shared) };
}

/** The mean over pairs, every pair with the same weight, as in the difference. */
function rateOver(
  counts: readonly SharedPair[],
  side: 'first' | 'second',
  once: boolean,
  estimand: Estimand,
): Omit<Rate, keyof ClusterCount> {
  const found = clusterRate(counts.map(({ [side]: { k, n }, cluster }) => ({ k: k / n, n: 1, cluster })));
  const sides = theseSides(counts, once);
  if (found === null || sides === null) return NOTHING_JUDGED;
  const { lo, hi } = sides[side];
  const these = { lo, hi };
  const shown = shownInterval(found, these, found.clusters, estimand);
  return { rate: found.rate, ...shown, clusters: found.clusters, these };
}

/** The answers of a side; that to a shared control stands in several pairs and is one. */
function answersOf(pairs: readonly Matched[], side: keyof Matched, name: ClassName): Pick<Rate, 'k' | 'n'> {
  return countOf([...new Set(pairs.flatMap((pair) => pair[side]))], name);
}

function countOf(answers: readonly Observation[], name: ClassName): Pick<Rate, 'k' | 'n'> {
  return { k: answers.filter((one) => one.class === name).length, n: answers.length };
}

function countsIn({ first, second }: Matched, name: ClassName, clusterOf: ClusterOf): SharedPair {
  return {
    first: countOf(first, name),
    second: countOf(second, name),
    cluster: clusterOf(first[0]?.probe ?? ''),
    shared: second[0]?.probe ?? '',
  };
}
