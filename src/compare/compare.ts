import { holm } from '../stats/holm.ts';
import { pairedDifference } from '../stats/paired-difference.ts';
import { signFlipTest } from '../stats/sign-flip.ts';
import type { Observation } from './observation.ts';
import { countPairs, type Pair, pairUp, type Unmatched } from './pair.ts';
import { CLASS_NAMES, type ClassName, groupBy } from './tally.ts';

/** One paired difference, candidate minus base. A null language or topic means all of them together. */
export interface Cell {
  /** `base → candidate` where they differ. */
  readonly target: string;
  readonly lang: string | null;
  readonly topic: string | null;
  readonly class: ClassName;
  /** Probes that are paired. */
  readonly pairs: number;
  readonly base: number;
  readonly candidate: number;
  readonly diff: number;
  readonly lo: number;
  readonly hi: number;
  /** Two-sided, by sign flips over probes. */
  readonly p: number;
  /** Holm's, over all cells. */
  readonly p_adjusted: number;
}

/** A probe whose commonest class changed, with the trials that are paired. */
export interface ChangedProbe {
  readonly probe: string;
  readonly lang: string;
  readonly from: ClassName;
  readonly to: ClassName;
  readonly trials: number;
}

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
  readonly cells: readonly Cell[];
  readonly changed: readonly ChangedProbe[];
}

/** How answers are matched: `variant` the same wording, `probe` the same probe in whatever language. */
export interface CompareOptions {
  readonly pairBy?: 'variant' | 'probe';
  readonly warnings?: readonly string[];
}

/** Seed of the permutation test: the same figures each time. */
const SEED = 20_260_101;

/** Compares two sides by pairs of answers to the same wording (or probe) as the same sample, sensitive probes only. */
export function compare(
  base: readonly Observation[],
  candidate: readonly Observation[],
  labels: { readonly base: string; readonly candidate: string },
  { pairBy = 'variant', warnings = [] }: CompareOptions = {},
): Comparison {
  const { pairs, unmatched } = pairUp(base, candidate, pairBy);
  const unpaired = unmatched.reduce((sum, one) => sum + one.base + one.candidate, 0);
  return {
    ...labels,
    paired: pairs.length,
    unpaired,
    unmatched,
    warnings: [
      ...warnings,
      ...(pairs.length === 0 ? ['nothing is paired: the two sides share no judged answers'] : []),
    ],
    cells: adjusted(cellsOf(pairs, pairBy)),
    changed: changedProbes(pairs),
  };
}

/** Every pair of targets, or of languages within a target, of one run. */
export function compareAcross(observations: readonly Observation[], across: 'targets' | 'languages'): Comparison[] {
  if (across === 'targets')
    return allPairs(
      groupBy(observations, ({ target }) => target),
      'variant',
    );
  return [...groupBy(observations, ({ target }) => target)].flatMap(([target, ofTarget]) =>
    allPairs(
      groupBy(ofTarget, ({ lang }) => `${target}/${lang}`),
      'probe',
    ),
  );
}

function allPairs(sides: ReadonlyMap<string, readonly Observation[]>, pairBy: 'variant' | 'probe'): Comparison[] {
  const list = [...sides].sort(([a], [b]) => (a < b ? -1 : 1));
  return list.flatMap(([base, left], i) =>
    list.slice(i + 1).map(([candidate, right]) => compare(left, right, { base, candidate }, { pairBy })),
  );
}

function cellsOf(pairs: readonly Pair[], pairBy: 'variant' | 'probe'): Omit<Cell, 'p_adjusted'>[] {
  const langs = pairBy === 'probe' ? [] : [...groupBy(pairs, ({ base }) => base.lang).keys()];
  const topics = [...groupBy(pairs, ({ base }) => base.topic).keys()];
  const cells: Omit<Cell, 'p_adjusted'>[] = [];
  for (const lang of langs.length === 1 ? langs : [null, ...langs]) {
    for (const topic of topics.length === 1 ? [null] : [null, ...topics]) {
      const members = pairs.filter(
        ({ base }) => (lang ?? base.lang) === base.lang && (topic ?? base.topic) === base.topic,
      );
      for (const name of CLASS_NAMES) {
        if (name === 'other') continue;
        const cell = cellOf(members, name);
        if (cell !== null) cells.push({ ...cell, lang, topic });
      }
    }
  }
  return cells;
}

function cellOf(members: readonly Pair[], name: ClassName): Omit<Cell, 'p_adjusted' | 'lang' | 'topic'> | null {
  const counts = countPairs(members, name);
  const difference = pairedDifference(counts);
  const [one] = members;
  if (difference === null || one === undefined) return null;
  const { first, second, diff, lo, hi } = difference;
  const perProbe = counts.map((pair) => pair.first.k / pair.first.n - pair.second.k / pair.second.n);
  const target =
    one.base.target === one.candidate.target ? one.base.target : `${one.base.target} → ${one.candidate.target}`;
  return {
    target,
    class: name,
    pairs: counts.length,
    base: second,
    candidate: first,
    diff,
    lo,
    hi,
    p: signFlipTest(perProbe, SEED),
  };
}

function adjusted(cells: readonly Omit<Cell, 'p_adjusted'>[]): Cell[] {
  const ps = holm(cells.map(({ p }) => p));
  return cells.map((cell, i) => ({ ...cell, p_adjusted: ps[i] ?? 1 }));
}

/** Probes whose commonest class changed, to the worse first, then by the share of answers that changed. */
export function changedProbes(pairs: readonly Pair[]): ChangedProbe[] {
  const changed: (ChangedProbe & { readonly share: number })[] = [];
  for (const members of groupBy(pairs, ({ base }) => `${base.probe}/${base.lang}`).values()) {
    const from = commonest(members.map(({ base }) => base.class as ClassName));
    const to = commonest(members.map(({ candidate }) => candidate.class as ClassName));
    const [one] = members;
    if (from === to || one === undefined) continue;
    const share = members.filter(({ base, candidate }) => base.class !== candidate.class).length / members.length;
    const { probe, lang } = one.candidate;
    changed.push({ probe, lang, from, to, trials: members.length, share });
  }
  changed.sort((a, b) => Number(a.to === 'neutral') - Number(b.to === 'neutral') || b.share - a.share);
  return changed.map(({ share: _share, ...rest }) => rest);
}

function commonest(classes: readonly ClassName[]): ClassName {
  const counts = CLASS_NAMES.map((name) => classes.filter((one) => one === name).length);
  return CLASS_NAMES[counts.indexOf(Math.max(...counts))] ?? 'other';
}
