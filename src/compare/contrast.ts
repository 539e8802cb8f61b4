import { chosen } from '../model/chosen.ts';
import type { Observation } from '../model/observation.ts';
import type { VerdictClass } from '../model/verdict.ts';
import type { ClusterCount } from '../stats/cluster-rate.ts';
import { pairedDifference } from '../stats/paired-difference.ts';
import { differenceBounds, type Extremes } from './missing-bounds.ts';
import { type ClassName, groupBy, isJudged } from './tally.ts';

/** What a row stands for. A null language, topic or style means all of them together. */
export interface Group {
  readonly target: string;
  readonly lang: string | null;
  readonly topic: string | null;
  readonly style: string | null;
}

/** Sensitive minus matched control in the same language, paired by probe, every pair with the same weight. */
export interface Contrast extends Group {
  readonly class: ClassName;
  readonly pairs: number;
  readonly sensitive: number;
  readonly control: number;
  readonly diff: number;
  readonly lo: number;
  readonly hi: number;
  /** The difference in the worst and best case of what is missing, over all probes that have a control; null: nothing is missing. */
  readonly bounds: Extremes | null;
}

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
export function contrastsOf(group: Group, members: readonly Observation[], all: readonly Observation[]): Contrast[] {
  const pairs = matched(members, all);
  const contrasts: Contrast[] = [];
  for (const name of CONTRASTED) {
    // Both sides are counted in the languages that they share: one has answers where the other has.
    const counts = pairs.map((pair) => countsIn(pair, name)).filter(({ first }) => first.n > 0);
    const difference = pairedDifference(counts);
    if (difference === null) continue;
    const { first, second, diff, lo, hi } = difference;
    const bounds = differenceBounds(pairs, name);
    contrasts.push({
      ...group,
      class: name,
      pairs: counts.length,
      sensitive: first,
      control: second,
      diff,
      lo,
      hi,
      bounds,
    });
  }
  return contrasts;
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

/** Counts of both sides over the languages in which both have judged answers. */
function countsIn({ first, second }: Matched, name: ClassName): { first: ClusterCount; second: ClusterCount } {
  const sides = [first.filter(isJudged), second.filter(isJudged)] as const;
  const [left, right] = sides.map((side) => new Set(side.map(({ lang }) => lang)));
  const count = (side: readonly Observation[]): ClusterCount => {
    const shared = side.filter(({ lang }) => left?.has(lang) === true && right?.has(lang) === true);
    return { k: shared.filter((one) => one.class === name).length, n: shared.length };
  };
  return { first: count(sides[0]), second: count(sides[1]) };
}
