import { compareText } from '../lib/compare-text.ts';
import type { Observation } from '../model/observation.ts';
import { benjaminiHochberg } from '../stats/benjamini-hochberg.ts';
import { holm } from '../stats/holm.ts';
import { type Cell, pairedCells, type RawCell } from './cell.ts';
import { type ChangedProbe, changedProbes } from './changed-probes.ts';
import { pairUp, type Unmatched } from './pair.ts';
import { groupBy, isJudged } from './tally.ts';
import { unpairedCells } from './unpaired.ts';

/** How p is corrected for the number of cells: `holm` holds the chance of any false finding, `bh` the share of false ones among the findings. */
export const CORRECTIONS = ['holm', 'bh'] as const;
export type Correction = (typeof CORRECTIONS)[number];

/** What two sides have in common and where they differ. */
export interface Comparison {
  readonly base: string;
  readonly candidate: string;
  /** Pairs of judged answers. */
  readonly paired: number;
  /** Trials of sensitive probes on either side without a judged partner. */
  readonly unpaired: number;
  /** Where those trials are, by question. */
  readonly unmatched: readonly Unmatched[];
  readonly warnings: readonly string[];
  readonly correction: Correction;
  readonly cells: readonly Cell[];
  readonly changed: readonly ChangedProbe[];
}

/**
 * How answers are matched: `variant` the same wording, `probe` the same probe in whatever language, `nothing` where the sides share no
 * questions and only their rates can be compared.
 */
export interface CompareOptions {
  readonly pairBy?: 'variant' | 'probe' | 'nothing';
  readonly warnings?: readonly string[];
  readonly correction?: Correction;
}

/** Compares two sides by pairs of answers to the same wording (or probe) as the same sample, sensitive probes only. */
export function compare(
  base: readonly Observation[],
  candidate: readonly Observation[],
  labels: { readonly base: string; readonly candidate: string },
  { pairBy = 'variant', warnings = [], correction = 'holm' }: CompareOptions = {},
): Comparison {
  if (pairBy === 'nothing') {
    const sensitive = [...base, ...candidate].filter(({ role }) => role === 'sensitive');
    const note = 'compared unpaired: the sides’ questions differ, and a difference may be theirs and not the models’';
    const cells = adjusted(unpairedCells(base, candidate), correction);
    const unpaired = sensitive.filter(isJudged).length;
    return {
      ...labels,
      paired: 0,
      unpaired,
      unmatched: [],
      warnings: [...warnings, note],
      correction,
      cells,
      changed: [],
    };
  }
  const { pairs, unmatched } = pairUp(base, candidate, pairBy);
  const unpaired = unmatched.reduce((sum, one) => sum + one.base + one.candidate, 0);
  return {
    ...labels,
    paired: pairs.length,
    unpaired,
    unmatched,
    warnings: [...warnings, ...pairingWarnings(pairs.length, unpaired)],
    correction,
    cells: adjusted(pairedCells(pairs, pairBy === 'variant'), correction),
    changed: changedProbes(pairs),
  };
}

/** Every pair of targets, or of languages within a target, of one run; p is corrected over the cells of all of them. */
export function compareAcross(
  observations: readonly Observation[],
  across: 'targets' | 'languages',
  correction: Correction = 'holm',
): Comparison[] {
  const targets = groupBy(observations, ({ target }) => target);
  const found =
    across === 'targets'
      ? allPairs(targets, 'variant')
      : [...targets].flatMap(([target, ofTarget]) =>
          allPairs(
            groupBy(ofTarget, ({ lang }) => `${target}/${lang}`),
            'probe',
          ),
        );
  return correctedTogether(found, correction);
}

/** The same comparisons with p corrected over the cells of all of them, as they are shown together. */
export function correctedTogether(comparisons: readonly Comparison[], correction: Correction): Comparison[] {
  const cells = adjusted(
    comparisons.flatMap((one) => one.cells),
    correction,
  );
  let start = 0;
  return comparisons.map((one) => {
    const own = cells.slice(start, start + one.cells.length);
    start += one.cells.length;
    return { ...one, correction, cells: own };
  });
}

function allPairs(sides: ReadonlyMap<string, readonly Observation[]>, pairBy: 'variant' | 'probe'): Comparison[] {
  const list = [...sides].sort(([a], [b]) => compareText(a, b));
  return list.flatMap(([base, left], i) =>
    list.slice(i + 1).map(([candidate, right]) => compare(left, right, { base, candidate }, { pairBy })),
  );
}

function adjusted(cells: readonly RawCell[], correction: Correction): Cell[] {
  const ps = cells.map(({ p }) => p);
  const corrected = correction === 'bh' ? benjaminiHochberg(ps) : holm(ps);
  return cells.map((cell, i) => ({ ...cell, p_adjusted: corrected[i] ?? 1 }));
}

function pairingWarnings(paired: number, unpaired: number): string[] {
  if (paired === 0)
    return ['nothing is paired: the two sides share no judged answers (--unpaired compares their rates)'];
  return unpaired > paired
    ? ['more answers are without a partner than with one; the pairs may not stand for the rest']
    : [];
}
