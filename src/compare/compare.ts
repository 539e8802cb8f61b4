import { compareText } from '../lib/compare-text.ts';
import type { LabelSample } from '../model/label-sample.ts';
import type { Observation } from '../model/observation.ts';
import type { ShownNames } from '../model/target-names.ts';
import { type Cell, type CellMaking, pairedCells, type RawCell, targetLabel } from './cell.ts';
import { type ChangedProbe, changedProbes } from './changed-probes.ts';
import { type ClusterOf, clustersOf } from './clusters.ts';
import { equivalenceOf } from './equivalence.ts';
import { DEFAULT_ESTIMAND, type Estimand } from './estimand.ts';
import { type Correction, corrected } from './families.ts';
import { type Pair, pairUp, type Unmatched } from './pair.ts';
import { groupBy, isJudged } from './tally.ts';
import { type Transitions, transitionsOf } from './transitions.ts';
import { unpairedCells } from './unpaired.ts';
import { isUnsureVerdict } from './unsure-bounds.ts';
import { withheldWarning } from './withheld-warning.ts';

export { CORRECTIONS, type Correction } from './families.ts';

/** What two sides have in common and where they differ. */
export interface Comparison {
  readonly base: string;
  readonly candidate: string;
  /** What people read of targets, by id; absent: their ids. */
  readonly names?: ShownNames;
  /** Pairs of judged answers. */
  readonly paired: number;
  /** Trials of sensitive probes on either side without a judged partner. */
  readonly unpaired: number;
  /** Paired answers whose class is only the likeliest, on each side; of all judged ones where unpaired. They count by it. */
  readonly unsure: Readonly<Record<'base' | 'candidate', number>>;
  /** Where those trials are, by question. */
  readonly unmatched: readonly Unmatched[];
  readonly warnings: readonly string[];
  readonly correction: Correction;
  /** What the intervals and tests speak of. */
  readonly estimand: Estimand;
  readonly cells: readonly Cell[];
  /** From which class to which paired answers went; none where unpaired. */
  readonly transitions: readonly Transitions[];
  readonly changed: readonly ChangedProbe[];
  /** The samples of the sides that were drawn for labelling; absent: none was. */
  readonly samples?: readonly LabelSample[];
}

/**
 * How answers are matched: `variant` the same wording, `probe` the same probe in whatever language, `nothing` where the sides share no
 * questions and only their rates can be compared.
 */
export interface CompareOptions {
  readonly pairBy?: 'variant' | 'probe' | 'nothing';
  readonly warnings?: readonly string[];
  readonly correction?: Correction;
  readonly estimand?: Estimand;
  /** A margin, 0…1, that each cell is tested against for equivalence. */
  readonly equivalent?: number;
}

/** A comparison whose cells are not corrected yet, to stand in a family with those of others. */
export type RawComparison = Omit<Comparison, 'cells' | 'correction'> & { readonly cells: readonly RawCell[] };

/** Compares two sides by pairs of answers to the same wording (or probe) as the same sample, sensitive probes only. */
export function compare(
  base: readonly Observation[],
  candidate: readonly Observation[],
  labels: { readonly base: string; readonly candidate: string },
  { correction = 'maxt', ...options }: CompareOptions = {},
): Comparison {
  const found = compareRaw(base, candidate, labels, options);
  const used = options.pairBy === 'nothing' && correction === 'maxt' ? 'holm' : correction;
  return { ...found, correction: used, cells: corrected(found.cells, used) };
}

/** The same without correction, for `correctedTogether`. */
export function compareRaw(
  base: readonly Observation[],
  candidate: readonly Observation[],
  labels: { readonly base: string; readonly candidate: string },
  {
    pairBy = 'variant',
    warnings = [],
    estimand = DEFAULT_ESTIMAND,
    equivalent,
    clusterOf = clustersOf(sensitiveOf([...base, ...candidate]), { estimand }),
  }: Omit<CompareOptions, 'correction'> & { readonly clusterOf?: ClusterOf } = {},
): RawComparison {
  const making: CellMaking = { clusterOf, estimand };
  const held = (cells: readonly RawCell[]): RawCell[] =>
    cells.map((cell) => (equivalent === undefined ? cell : { ...cell, equivalence: equivalenceOf(cell, equivalent) }));
  if (pairBy === 'nothing') {
    const note = 'compared unpaired: the sides’ questions differ, and a difference may be theirs and not the models’';
    return {
      ...labels,
      paired: 0,
      unpaired: sensitiveOf([...base, ...candidate]).filter(isJudged).length,
      unsure: { base: unsureIn(sensitiveOf(base)), candidate: unsureIn(sensitiveOf(candidate)) },
      unmatched: [],
      warnings: [...warnings, note],
      estimand,
      cells: held(unpairedCells(base, candidate, making)),
      transitions: [],
      changed: [],
    };
  }
  const { pairs, unmatched } = pairUp(base, candidate, pairBy);
  const unpaired = unmatched.reduce((sum, one) => sum + one.base + one.candidate, 0);
  const withheld = withheldWarning(sensitiveOf(base), sensitiveOf(candidate), pairBy, clusterOf);
  return {
    ...labels,
    paired: pairs.length,
    unpaired,
    unsure: {
      base: unsureIn(pairs.map((pair) => pair.base)),
      candidate: unsureIn(pairs.map((pair) => pair.candidate)),
    },
    unmatched,
    warnings: [...warnings, ...pairingWarnings(pairs.length, unpaired), ...(withheld === null ? [] : [withheld])],
    estimand,
    cells: held(pairedCells(pairs, pairBy === 'variant', making)),
    transitions: pairs.length === 0 ? [] : transitionsOf(pairs, targetOf(pairs), pairBy === 'variant', making),
    changed: changedProbes(pairs),
  };
}

/** Every pair of targets in one arm, or of languages within a target, of one run; p is corrected over the cells of all of them. */
export function compareAcross(
  observations: readonly Observation[],
  across: 'targets' | 'languages',
  correction: Correction = 'maxt',
  { estimand = DEFAULT_ESTIMAND, equivalent }: Pick<CompareOptions, 'estimand' | 'equivalent'> = {},
): Comparison[] {
  const clusterOf = clustersOf(sensitiveOf(observations), { estimand });
  const pairsOf = (
    sides: ReadonlyMap<string, readonly Observation[]>,
    pairBy: 'variant' | 'probe',
  ): RawComparison[] => {
    const list = [...sides].sort(([a], [b]) => compareText(a, b));
    return list.flatMap(([base, left], i) =>
      list
        .slice(i + 1)
        .filter(([, [other]]) => across === 'languages' || other?.arm === left[0]?.arm)
        .map(([candidate, right]) =>
          compareRaw(
            left,
            right,
            { base, candidate },
            { pairBy, estimand, clusterOf, ...(equivalent === undefined ? {} : { equivalent }) },
          ),
        ),
    );
  };
  const targets = groupBy(observations, ({ target }) => target);
  const found =
    across === 'targets'
      ? pairsOf(targets, 'variant')
      : [...targets].flatMap(([target, ofTarget]) =>
          pairsOf(
            groupBy(ofTarget, ({ lang }) => `${target}/${lang}`),
            'probe',
          ),
        );
  return correctedTogether(found, correction);
}

/** Comparisons that are shown together, with p corrected over the cells of all of them. */
export function correctedTogether(comparisons: readonly RawComparison[], correction: Correction): Comparison[] {
  const cells = corrected(
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

function unsureIn(observations: readonly Observation[]): number {
  return observations.filter(isUnsureVerdict).length;
}

function targetOf([pair]: readonly Pair[]): string {
  return pair === undefined ? '' : targetLabel(pair.base.target, pair.candidate.target);
}

function sensitiveOf(observations: readonly Observation[]): Observation[] {
  return observations.filter(({ role }) => role === 'sensitive');
}

function pairingWarnings(paired: number, unpaired: number): string[] {
  if (paired === 0)
    return ['nothing is paired: the two sides share no judged answers (--unpaired compares their rates)'];
  return unpaired > paired
    ? ['more answers are without a partner than with one; the pairs may not stand for the rest']
    : [];
}
