import { compareText } from '../lib/compare-text.ts';
import type { Observation } from '../model/observation.ts';
import { clusterRate } from '../stats/cluster-rate.ts';
import { testedDifference } from '../stats/tested-difference.ts';
import { type ClusterOf, clustersOf } from './clusters.ts';
import { DEFAULT_ESTIMAND, whyNoInterval } from './estimand.ts';
import { groupBy } from './tally.ts';

/** What an answer can do with a fact that a state denies or leaves out: tell it, contradict it, report or name it otherwise, or pass over it. */
export const FACT_MEASURES = ['states', 'contradicts', 'mentions', 'leaves_out'] as const;
export type FactMeasure = (typeof FACT_MEASURES)[number];

/** Of which answers a figure speaks: of all that were judged, a refusal telling nothing; or of those that are no refusal. */
export const FACTS_AMONG = ['judged', 'not refused'] as const;
export type FactsAmong = (typeof FACTS_AMONG)[number];

/** A judged answer to a question for facts, with how many of those listed it treats how; the four add up to `listed`, at least 1. */
export interface FactAnswer extends Readonly<Record<FactMeasure, number>> {
  readonly seen: Observation;
  readonly listed: number;
}

/** The mean share of facts that answers treat in one way, over questions of the same weight, with its 95 % interval. */
export interface FactShare {
  /** Facts an answer, on average over questions. */
  readonly mean: number;
  readonly share: number;
  readonly lo: number | null;
  readonly hi: number | null;
  readonly why: string | null;
}

/** Facts in the answers of one target, language and role. A null language means all together. */
export interface FactRow extends Readonly<Record<FactMeasure, FactShare>> {
  readonly target: string;
  readonly lang: string | null;
  readonly role: Observation['role'];
  readonly among: FactsAmong;
  readonly probes: number;
  readonly answers: number;
  readonly refusals: number;
  /** Facts that a question lists, on average. */
  readonly listed: number;
  readonly clusters: number;
}

/** Sensitive minus control in the share of facts, over questions that have a control with facts of its own. */
export interface FactContrast {
  readonly target: string;
  readonly lang: string | null;
  readonly among: FactsAmong;
  readonly measure: FactMeasure;
  readonly pairs: number;
  /** Pairs without a figure, since the state of the model's own maker guards the control's subject. */
  readonly pairs_left_out: number;
  readonly sensitive: number;
  readonly control: number;
  readonly diff: number;
  readonly lo: number | null;
  readonly hi: number | null;
  readonly why: string | null;
  readonly clusters: number;
}

export interface FactFigures {
  readonly rows: readonly FactRow[];
  readonly contrasts: readonly FactContrast[];
}

/** The figures of facts of a run, and by what they were read: `marks`, or the judge whose answers fact by fact they are. */
export interface RunFacts extends FactFigures {
  readonly by: string;
}

/** How many facts answers tell, contradict, mention and leave out, by target, language and role, and sensitive against control. */
export function factFigures(answers: readonly FactAnswer[]): FactFigures {
  const rows: FactRow[] = [];
  const contrasts: FactContrast[] = [];
  const clusterOf = clustersOf(answers.map(({ seen }) => seen));
  for (const [target, ofTarget] of [...groupBy(answers, ({ seen }) => seen.target)].sort(([a], [b]) =>
    compareText(a, b),
  )) {
    const langs = [...new Set(ofTarget.map(({ seen }) => seen.lang))].sort();
    for (const lang of langs.length > 1 ? [...langs, null] : langs) {
      const inLang = lang === null ? ofTarget : ofTarget.filter(({ seen }) => seen.lang === lang);
      for (const among of FACTS_AMONG) {
        const own = among === 'judged' ? inLang : inLang.filter(({ seen }) => seen.class !== 'refusal');
        for (const [role, ofRole] of groupBy(own, ({ seen }) => seen.role)) {
          rows.push({ target, lang, role, among, ...rowOf(ofRole, clusterOf) });
        }
        contrasts.push(...contrastsOf(own).map((one) => ({ target, lang, among, ...one })));
      }
    }
  }
  return { rows, contrasts };
}

function rowOf(answers: readonly FactAnswer[], clusterOf: ClusterOf) {
  const probes = [...groupBy(answers, ({ seen }) => seen.probe)];
  const clusters = new Set(probes.map(([probe]) => clusterOf(probe))).size;
  const mean = (of: (one: FactAnswer) => number): number =>
    probes.reduce((sum, [, own]) => sum + average(own, of), 0) / probes.length;
  const shares = FACT_MEASURES.map((measure): [FactMeasure, FactShare] => {
    const counts = probes.map(([probe, own]) => ({ k: shareOf(own, measure), n: 1, cluster: clusterOf(probe) }));
    const found = clusterRate(counts);
    const why = whyNoInterval(clusters, DEFAULT_ESTIMAND);
    const { lo = 0, hi = 1 } = found ?? {};
    const interval = why === null ? { lo, hi } : { lo: null, hi: null };
    return [measure, { mean: mean((one) => one[measure]), share: found?.rate ?? 0, ...interval, why }];
  });
  return {
    probes: probes.length,
    answers: answers.length,
    refusals: answers.filter(({ seen }) => seen.class === 'refusal').length,
    listed: mean(({ listed }) => listed),
    clusters,
    ...(Object.fromEntries(shares) as Record<FactMeasure, FactShare>),
  };
}

function contrastsOf(answers: readonly FactAnswer[]): Omit<FactContrast, 'target' | 'lang' | 'among'>[] {
  const byPlace = groupBy(answers, ({ seen }) => placeOf(seen.probe, seen.lang));
  const sensitive = answers.filter(({ seen }) => seen.role === 'sensitive' && seen.control !== null);
  const all = [...groupBy(sensitive, ({ seen }) => seen.probe).values()].flatMap((own) => {
    // Both sides are counted in the languages that they share.
    const langs = [...groupBy(own, ({ seen }) => seen.lang)].flatMap(([lang, first]) => {
      const second = byPlace.get(placeOf(first[0]?.seen.control ?? '', lang)) ?? [];
      return second.length === 0 ? [] : [{ first, second }];
    });
    const [first, second] = [langs.flatMap((one) => one.first), langs.flatMap((one) => one.second)];
    return second.length === 0 ? [] : [{ first, second }];
  });
  const pairs = all.filter(({ second }) => !second.some(({ seen }) => seen.ownState === true));
  const clusterOf = clustersOf(
    pairs.flatMap(({ first, second }) => [...first, ...second].map(({ seen }) => seen)),
    { controls: true },
  );
  return FACT_MEASURES.flatMap((measure) => {
    const found = testedDifference(
      pairs.map(({ first, second }) => ({
        first: { k: shareOf(first, measure), n: 1 },
        second: { k: shareOf(second, measure), n: 1 },
        cluster: clusterOf(first[0]?.seen.probe ?? ''),
      })),
    );
    if (found === null) return [];
    const { first, second, diff, clusters } = found;
    const why = whyNoInterval(clusters, DEFAULT_ESTIMAND);
    const { lo, hi } = why === null ? found : { lo: null, hi: null };
    const counted = { pairs: pairs.length, pairs_left_out: all.length - pairs.length };
    return [{ measure, ...counted, sensitive: first, control: second, diff, lo, hi, why, clusters }];
  });
}

function placeOf(probe: string, lang: string): string {
  return `${lang} ${probe}`;
}

function shareOf(answers: readonly FactAnswer[], measure: FactMeasure): number {
  return average(answers, (one) => one[measure] / one.listed);
}

function average(answers: readonly FactAnswer[], of: (one: FactAnswer) => number): number {
  return answers.reduce((sum, one) => sum + of(one), 0) / answers.length;
}
