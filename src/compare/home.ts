import type { Observation } from '../model/observation.ts';
import { clusterMean, type WeightedValue } from '../stats/cluster-variance.ts';
import { LEVEL } from '../stats/interval.ts';
import { tWithin } from '../stats/student-t.ts';
import { type ClusterOf, clustersOf } from './clusters.ts';
import { type Contrast, contrastsOf, type RawContrast } from './contrast.ts';
import { DEFAULT_ESTIMAND, whyNoInterval } from './estimand.ts';
import { groupBy, isJudged } from './tally.ts';

/** A difference of differences, in shares, with its 95 % interval. */
export interface HomeDifference {
  readonly diff: number;
  readonly lo: number | null;
  readonly hi: number | null;
  /** Why there is no interval; null: there is one. */
  readonly why: string | null;
}

/** Sensitive minus control over the pairs of a part of the subjects. */
export type HomeSide = Pick<
  Contrast,
  'pairs' | 'pairs_left_out' | 'sensitive' | 'control' | 'diff' | 'lo' | 'hi' | 'why' | 'clusters'
>;

/** How much more a model has a class on subjects that its own state guards than on those of other states, in one language. */
export interface HomeRow {
  readonly target: string;
  /** The state (ISO 3166) of the model's maker. */
  readonly jurisdiction: string;
  readonly lang: string;
  readonly class: (typeof CLASSES)[number];
  /** Sensitive minus control on subjects of the own state; null: none has a judged pair. */
  readonly home: HomeSide | null;
  /** The same on subjects of other states. */
  readonly away: HomeSide | null;
  /** `home − away` as observed: the subjects differ, and part of it may be theirs. */
  readonly observed: HomeDifference | null;
  /**
   * On the same subjects of the own state: this model's difference to the controls minus the mean of those of models of other
   * jurisdictions, paired by probe; null where no such model was asked.
   */
  readonly standardized: (HomeDifference & { readonly probes: number; readonly others: number }) | null;
}

const CLASSES = ['refusal', 'official_narrative'] as const;

/** Home and away of every target whose jurisdiction is known, language by language. Targets without sensitive probes of any state have no row. */
export function homeRows(observations: readonly Observation[], jurisdictions: ReadonlyMap<string, string>): HomeRow[] {
  const rows: HomeRow[] = [];
  for (const [lang, inLang] of [...groupBy(observations, (one) => one.lang)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const clusterOf = clustersOf(inLang, { controls: true });
    const byTarget = groupBy(inLang, ({ target }) => target);
    const excess = new Map(
      CLASSES.map((name) => [name, new Map([...byTarget].map(([target, own]) => [target, byProbe(own, name)]))]),
    );
    for (const [target, jurisdiction] of jurisdictions) {
      const own = byTarget.get(target) ?? [];
      const guarded = own.filter(({ role, state }) => role === 'sensitive' && state !== null);
      if (guarded.length === 0) continue;
      const atHome = guarded.filter(({ state }) => state === jurisdiction);
      const elsewhere = guarded.filter(({ state }) => state !== jurisdiction);
      const group = { target, lang, topic: null, style: null };
      const [home, away] = [contrastsOf(group, atHome, own), contrastsOf(group, elsewhere, own)];
      for (const name of CLASSES) {
        const differences = excess.get(name) ?? new Map<string, Map<string, number>>();
        const values = (part: readonly Observation[]): WeightedValue[] =>
          valuesOf(probesOf(part), differences.get(target) ?? new Map<string, number>(), clusterOf);
        const sides = { home: sideOf(home, name), away: sideOf(away, name) };
        rows.push({
          target,
          jurisdiction,
          lang,
          class: name,
          ...sides,
          observed: reaching(between(values(atHome), values(elsewhere)), sides),
          standardized: onSameSubjects(target, probesOf(atHome), differences, jurisdictions, clusterOf),
        });
      }
    }
  }
  return rows.sort((a, b) => (a.target < b.target ? -1 : a.target > b.target ? 1 : 0));
}

/** Sensitive minus control of every probe of one target that has judged answers on both sides, and a control that its own state does not guard. */
function byProbe(own: readonly Observation[], name: string): Map<string, number> {
  const shares = new Map(
    [...groupBy(own.filter(isJudged), ({ probe }) => probe)].map(
      ([probe, answers]) => [probe, answers.filter((one) => one.class === name).length / answers.length] as const,
    ),
  );
  const guarded = new Set(own.filter(({ ownState }) => ownState === true).map(({ probe }) => probe));
  const found = new Map<string, number>();
  for (const { probe, role, control } of own) {
    if (guarded.has(control ?? '')) continue;
    const [first, second] = [shares.get(probe), shares.get(control ?? '')];
    if (role === 'sensitive' && first !== undefined && second !== undefined) found.set(probe, first - second);
  }
  return found;
}

function sideOf(contrasts: readonly RawContrast[], name: HomeRow['class']): HomeSide | null {
  const found = contrasts.find((one) => one.class === name);
  if (found === undefined) return null;
  const { pairs, pairs_left_out, sensitive, control, diff, lo, hi, why, clusters } = found;
  return { pairs, pairs_left_out, sensitive, control, diff, lo, hi, why, clusters };
}

function probesOf(answers: readonly Observation[]): Set<string> {
  return new Set(answers.map(({ probe }) => probe));
}

function valuesOf(probes: Iterable<string>, of: ReadonlyMap<string, number>, clusterOf: ClusterOf): WeightedValue[] {
  return [...probes].flatMap((probe) => {
    const value = of.get(probe);
    return value === undefined ? [] : [{ value, weight: 1, cluster: clusterOf(probe) }];
  });
}

/** The difference of two means over different probes: CR2 variances added, with Welch's degrees of freedom. What links both sides only narrows it. */
function between(first: readonly WeightedValue[], second: readonly WeightedValue[]): HomeDifference | null {
  const [left, right] = [clusterMean(first), clusterMean(second)];
  if (left === null || right === null) return null;
  const [a, b] = [left.variance ?? 0, right.variance ?? 0];
  const variance = a + b;
  const df = variance === 0 ? 0 : variance ** 2 / (a ** 2 / Math.max(1, left.df) + b ** 2 / Math.max(1, right.df));
  return estimate(left.mean - right.mean, variance, df, Math.min(left.clusters, right.clusters), 2);
}

/**
 * The interval of a difference of two sides, at least as wide as the distances of theirs joined as independent ones (Zou and Donner 2008): they know
 * of rare moves, of which CR2 does not, so that a difference is never surer than the sides of which it is made.
 */
function reaching(
  found: HomeDifference | null,
  { home, away }: { readonly home: HomeSide | null; readonly away: HomeSide | null },
): HomeDifference | null {
  if (found === null || found.why !== null || home === null || away === null) return found;
  if (home.lo === null || home.hi === null || away.lo === null || away.hi === null) return found;
  const below = Math.hypot(home.diff - home.lo, away.hi - away.diff);
  const above = Math.hypot(home.hi - home.diff, away.diff - away.lo);
  return {
    ...found,
    lo: Math.max(-2, Math.min(found.lo ?? 0, found.diff - below)),
    hi: Math.min(2, Math.max(found.hi ?? 0, found.diff + above)),
  };
}

function onSameSubjects(
  target: string,
  home: ReadonlySet<string>,
  excess: ReadonlyMap<string, ReadonlyMap<string, number>>,
  jurisdictions: ReadonlyMap<string, string>,
  clusterOf: ClusterOf,
): HomeRow['standardized'] {
  const elsewhere = [...excess.keys()].filter((one) => {
    const place = jurisdictions.get(one);
    return place !== undefined && place !== jurisdictions.get(target);
  });
  const paired = new Map<string, number>();
  const used = new Set<string>();
  for (const [probe, value] of excess.get(target) ?? []) {
    if (!home.has(probe)) continue;
    const others = elsewhere.flatMap((one) => {
      const theirs = excess.get(one)?.get(probe);
      return theirs === undefined ? [] : [{ one, theirs }];
    });
    if (others.length === 0) continue;
    for (const { one } of others) used.add(one);
    paired.set(probe, value - others.reduce((sum, { theirs }) => sum + theirs, 0) / others.length);
  }
  const found = clusterMean(valuesOf(paired.keys(), paired, clusterOf));
  if (found === null) return null;
  const shown = estimate(found.mean, found.variance ?? 0, found.df, found.clusters, 2);
  return { ...shown, probes: paired.size, others: used.size };
}

/** `most`: the greatest size that a difference can have. */
function estimate(diff: number, variance: number, df: number, clusters: number, most: number): HomeDifference {
  const few = whyNoInterval(clusters, DEFAULT_ESTIMAND);
  const why = few ?? (variance <= 1e-15 ? 'all questions came out alike, which tells nothing of how they vary' : null);
  if (why !== null) return { diff, lo: null, hi: null, why };
  const half = tWithin(LEVEL, df) * Math.sqrt(variance);
  return { diff, lo: Math.max(-most, diff - half), hi: Math.min(most, diff + half), why: null };
}
