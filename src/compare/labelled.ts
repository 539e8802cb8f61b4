import type { Observation } from '../model/observation.ts';
import { type Interval, LEVEL } from '../stats/interval.ts';
import { type SampledAnswer, type SampledArm, sampledArm } from '../stats/ppi.ts';
import { sampledDifference, sampledInterval } from '../stats/sampled-interval.ts';
import { type ClusterOf, clusterCount } from './clusters.ts';
import { DEFAULT_ESTIMAND, type Estimand, whyNoInterval } from './estimand.ts';
import type { Pair } from './pair.ts';
import { CLASS_NAMES, type ClassName, groupBy, isJudged } from './tally.ts';
import { alike } from './these-questions.ts';

/** With fewer labels of a class in an arm its rate is not estimated: counts are all that there is to say. */
export const EVENTS_FLOOR = 10;

/** The rate of a class as people would have found it, by a labelled sample of these very answers. */
export interface LabelledRate {
  /** null where the labels do not carry it. */
  readonly rate: number | null;
  readonly lo: number | null;
  readonly hi: number | null;
  /** Labelled answers of the arm, and those of them that people put into the class. */
  readonly labels: number;
  readonly events: number;
  /** Why there is no rate; null: there is one. */
  readonly why: string | null;
  /** Labels of this arm at which about ten fall into the class, if it goes on as before; null: the arm has not that many, or nothing tells. */
  readonly needed: number | null;
}

/** The rates of an arm by its labelled sample. */
export interface LabelledRates extends Readonly<Record<ClassName, LabelledRate>> {
  readonly labels: number;
}

/** The difference of two arms as people would have found it. */
export interface LabelledDifference {
  readonly first: number | null;
  readonly second: number | null;
  /** The intervals of both arms; null where the labels do not carry them. */
  readonly sides: readonly [Interval, Interval] | null;
  readonly diff: number | null;
  readonly lo: number | null;
  readonly hi: number | null;
  /** Two-sided; it agrees with the interval. */
  readonly p: number | null;
  readonly labels: readonly [number, number];
  readonly events: readonly [number, number];
  readonly why: string | null;
}

/** Answers of two arms that belong together, such as those to a probe and to its control. */
export interface LabelledPair {
  readonly first: readonly Observation[];
  readonly second: readonly Observation[];
}

/** What hangs together, what the intervals speak of, and how often they hold; two-sided, so that 0.9 gives one-sided bounds of 95 %. */
export interface LabelledMaking {
  readonly clusterOf: ClusterOf;
  readonly estimand?: Estimand;
  readonly level?: number;
}

/** The rates of judged answers by their labelled sample; null where none of them was drawn and labelled. */
export function labelledRates(judged: readonly Observation[], making: LabelledMaking): LabelledRates | null {
  const labels = judged.filter(({ label }) => label !== undefined).length;
  if (labels === 0) return null;
  const rates = CLASS_NAMES.map((name) => [name, labelledRate(judged, name, making)]);
  return { labels, ...(Object.fromEntries(rates) as Record<ClassName, LabelledRate>) };
}

function labelledRate(
  judged: readonly Observation[],
  name: ClassName,
  { clusterOf, estimand = DEFAULT_ESTIMAND, level = LEVEL }: LabelledMaking,
): LabelledRate {
  const linked = linkedBy(judged, clusterOf, estimand);
  const arm = sampledArm(
    judged.map((one) => sampledAnswer(one, name, 1, linked(one))),
    level,
  );
  const { labels = 0, events = 0 } = arm ?? {};
  const counts = { labels, events, needed: neededLabels(judged, name, labels, events) };
  const why = whyNot(arm, name) ?? whyNoInterval(clusterCount(judged, clusterOf), estimand);
  if (arm === null || why !== null) return { rate: null, lo: null, hi: null, ...counts, why };
  return { rate: arm.rate, ...sampledInterval(arm, level), ...counts, why: null };
}

/**
 * With whom an answer is not independent: the probes of its cluster; for these questions nobody but its own repeats, where all repeats of every
 * question were alike.
 */
function linkedBy(
  judged: readonly Observation[],
  clusterOf: ClusterOf,
  estimand: Estimand,
): (one: Observation) => string {
  if (estimand !== 'these questions') return ({ probe }) => clusterOf(probe);
  const once = alike(judged);
  return ({ trial, target, variant, sample }) =>
    once ? `${target} ${variant}` : `${target} ${variant} ${sample} ${trial}`;
}

/**
 * `first − second` over pairs, every pair with the same weight, by the labelled samples of both arms. Answers without a verdict are
 * left out, and pairs that have none on a side. For these very questions only
 * answers that are `paired` go together, and not those to a question and to its control.
 */
export function labelledDifference(
  pairs: readonly LabelledPair[],
  name: ClassName,
  { clusterOf, estimand = DEFAULT_ESTIMAND, level = LEVEL }: LabelledMaking,
  paired: PairedAnswers | null = null,
): LabelledDifference {
  const judged = pairs
    .map(({ first, second }) => ({ first: first.filter(isJudged), second: second.filter(isJudged) }))
    .filter(({ first, second }) => first.length > 0 && second.length > 0);
  const these = estimand === 'these questions';
  // Both sides of a pair are in the cluster of its first side; for these questions an answer is in its own.
  const armOf = (side: 'first' | 'second'): SampledArm | null => {
    const linked = linkedBy(
      judged.flatMap((pair) => pair[side]),
      clusterOf,
      estimand,
    );
    // An answer may stand in several pairs, as that to a shared control: it is one answer with their weights together.
    const answers = new Map<Observation, SampledAnswer>();
    for (const pair of judged) {
      const cluster = clusterOf(pair.first[0]?.probe ?? '');
      for (const one of pair[side]) {
        const share = (answers.get(one)?.share ?? 0) + 1 / pair[side].length;
        answers.set(
          one,
          sampledAnswer(one, name, share, these ? (paired?.linkOf(one) ?? `${side} ${linked(one)}`) : cluster),
        );
      }
    }
    return sampledArm([...answers.values()], level);
  };
  const [first, second] = [armOf('first'), armOf('second')];
  const labels = [first?.labels ?? 0, second?.labels ?? 0] as const;
  const events = [first?.events ?? 0, second?.events ?? 0] as const;
  const clusters = new Set(judged.map((pair) => clusterOf(pair.first[0]?.probe ?? ''))).size;
  const why = whyNot(first, name) ?? whyNot(second, name) ?? whyNoInterval(clusters, estimand);
  if (first === null || second === null || why !== null) {
    return { first: null, second: null, sides: null, diff: null, lo: null, hi: null, p: null, labels, events, why };
  }
  const rho = these
    ? (paired?.rho ?? 0)
    : correlation(judged.map((pair) => [shareOf(pair.first, name), shareOf(pair.second, name)]));
  const sides = [sampledInterval(first, level), sampledInterval(second, level)] as const;
  const found = sampledDifference(first, second, rho, level);
  return { ...found, p: these ? null : found.p, sides, labels, events, why: null };
}

/** The difference candidate minus base over pairs of answers by the labelled samples of both sides; null where nothing is labelled. */
export function labelledPairs(
  pairs: readonly Pair[],
  name: ClassName,
  making: LabelledMaking,
): LabelledDifference | null {
  if (pairs.every(({ base, candidate }) => base.label === undefined && candidate.label === undefined)) return null;
  const byProbe = groupBy(pairs, ({ base }) => base.probe).values();
  const matched = [...byProbe].map((members) => ({
    first: members.map(({ candidate }) => candidate),
    second: members.map(({ base }) => base),
  }));
  return labelledDifference(matched, name, making, pairedAnswers(pairs, name));
}

/** Answers of two sides that go together one by one. */
interface PairedAnswers {
  readonly rho: number;
  readonly linkOf: (one: Observation) => string | undefined;
}

/** Each pair by itself; all pairs of a wording together where its answers were always alike on both sides. */
function pairedAnswers(pairs: readonly Pair[], name: ClassName): PairedAnswers {
  const once = alike(pairs.map(({ base }) => base)) && alike(pairs.map(({ candidate }) => candidate));
  const links = new Map<Observation, string>();
  for (const [i, { base, candidate }] of pairs.entries()) {
    const link = once ? base.variant : String(i);
    links.set(base, link);
    links.set(candidate, link);
  }
  const both = pairs.map(
    ({ candidate, base }) => [Number(candidate.class === name), Number(base.class === name)] as const,
  );
  return { rho: correlation(both), linkOf: (one) => links.get(one) };
}

function sampledAnswer(one: Observation, name: ClassName, share: number, cluster: string): SampledAnswer {
  const { label } = one;
  return {
    cluster,
    found: one.class ?? '',
    hit: one.class === name,
    share,
    label: label === undefined ? null : { weight: label.weight, value: label.shares[name] },
  };
}

function whyNot(arm: SampledArm | null, name: ClassName): string | null {
  const { labels = 0, events = 0 } = arm ?? {};
  if (labels === 0) return 'none of these answers was drawn and labelled';
  if (events >= EVENTS_FLOOR) return null;
  return `${counted(events)} of ${labels} labels are ${name.replace('_', ' ')}; under ${EVENTS_FLOOR} carry no rate`;
}

function counted(events: number): string {
  return Number.isInteger(events) ? String(events) : events.toFixed(1);
}

/** Labels at which ten events are to be expected, at the rate of the labels so far, or of what the classifier found where there are none. */
function neededLabels(judged: readonly Observation[], name: ClassName, labels: number, events: number): number | null {
  if (events >= EVENTS_FLOOR) return labels;
  const found = judged.filter((one) => one.class === name).length;
  const rate = events > 0 ? events / labels : found / judged.length;
  const needed = rate === 0 ? Number.POSITIVE_INFINITY : Math.max(labels, Math.ceil(EVENTS_FLOOR / rate));
  return needed <= judged.length ? needed : null;
}

function shareOf(answers: readonly Observation[], name: ClassName): number {
  return answers.filter((one) => one.class === name).length / answers.length;
}

/** Beside this a spread is what floating point leaves. */
const TINY = 1e-12;

/** Pearson's correlation, drawn towards 0 by one pair so that two sides that go together wholly keep a width; 0 where one side does not vary. */
function correlation(pairs: readonly (readonly [number, number])[]): number {
  const n = pairs.length;
  const [meanX, meanY] = [0, 1].map((i) => pairs.reduce((sum, pair) => sum + (pair[i] ?? 0), 0) / n) as [
    number,
    number,
  ];
  let [xy, xx, yy] = [0, 0, 0];
  for (const [x, y] of pairs) {
    xy += (x - meanX) * (y - meanY);
    xx += (x - meanX) ** 2;
    yy += (y - meanY) ** 2;
  }
  return xx < TINY || yy < TINY ? 0 : ((xy / Math.sqrt(xx * yy)) * n) / (n + 1);
}
