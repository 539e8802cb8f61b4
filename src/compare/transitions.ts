import { type MarginalHomogeneity, marginalHomogeneity } from '../stats/marginal-homogeneity.ts';
import type { CellMaking } from './cell.ts';
import { whyNoInterval } from './estimand.ts';
import type { Pair } from './pair.ts';
import { CLASS_NAMES, type ClassName, groupBy } from './tally.ts';

/** From which class to which the paired answers of a language went; a null language means all of them together. */
export interface Transitions {
  readonly target: string;
  readonly lang: string | null;
  readonly classes: readonly ClassName[];
  /** Pairs of answers: rows are the base's classes, columns the candidate's. */
  readonly table: readonly (readonly number[])[];
  /** Of the pairs that the base refused, those in which the candidate gives the official narrative, and the other way round. */
  readonly refusal_to_narrative: number;
  readonly narrative_to_refusal: number;
  /** The test that both sides have the same mix of classes; null where so few clusters tell nothing of others, or nothing moved. */
  readonly test: MarginalHomogeneity | null;
}

/** The tables of transitions of paired answers, by language, the total first where there are several. */
export function transitionsOf(
  pairs: readonly Pair[],
  target: string,
  byLang: boolean,
  { clusterOf, estimand }: CellMaking,
): Transitions[] {
  const langs = byLang ? [...groupBy(pairs, ({ base }) => base.lang).keys()] : [];
  return (langs.length === 1 ? langs : [null, ...langs]).map((lang) => {
    const members = pairs.filter(({ base }) => (lang ?? base.lang) === base.lang);
    const table = CLASS_NAMES.map((from) =>
      CLASS_NAMES.map(
        (to) => members.filter(({ base, candidate }) => base.class === from && candidate.class === to).length,
      ),
    );
    const count = (from: ClassName, to: ClassName): number =>
      table[CLASS_NAMES.indexOf(from)]?.[CLASS_NAMES.indexOf(to)] ?? 0;
    const clusters = [...groupBy(members, ({ base }) => clusterOf(base.probe)).values()];
    const tested = estimand !== 'these questions' && whyNoInterval(clusters.length, estimand) === null;
    return {
      target,
      lang,
      classes: CLASS_NAMES,
      table,
      refusal_to_narrative: count('refusal', 'official_narrative'),
      narrative_to_refusal: count('official_narrative', 'refusal'),
      test: tested ? marginalHomogeneity(clusters.map(movesOf)) : null,
    };
  });
}

/** How many more answers of the candidate than of the base have each class. */
function movesOf(members: readonly Pair[]): number[] {
  return CLASS_NAMES.map((name) => {
    const count = (side: 'base' | 'candidate'): number => members.filter((pair) => pair[side].class === name).length;
    return count('candidate') - count('base');
  });
}
