import type { GateMargin } from '../config/config.ts';
import type { Observation } from '../model/observation.ts';
import type { GateCheck } from './gate-check.ts';
import { type GatePair, type GatePairing, gatePairs } from './gate-pairs.ts';
import { clusterCounts, ofOutcome } from './pair-counts.ts';
import { groupBy } from './tally.ts';

/** One target of a candidate beside the runs of its baseline. */
export interface GatePart {
  /** What stands before the scopes of its checks: the target, where there are several. */
  readonly prefix: string;
  readonly target: string;
  readonly runs: readonly (readonly Observation[])[];
  /** One for each run. */
  readonly pairings: readonly GatePairing[];
  readonly since: GateCheck['since'];
}

/** One target a side stand against each other whatever their ids; several are matched by id, and those that have no other are named. */
export function gateParts(
  runs: readonly (readonly Observation[])[],
  candidate: readonly Observation[],
  since: GateCheck['since'],
): { readonly parts: readonly GatePart[]; readonly strangers: readonly string[] } {
  if (runs.length === 0) return { parts: [], strangers: [] };
  const sides = runs.map((run) => groupBy(run, ({ target }) => target));
  const known = new Set(sides.flatMap((side) => [...side.keys()]));
  const right = groupBy(candidate, ({ target }) => target);
  const part = (target: string, prefix: string, ofTarget: GatePart['runs'], mine: readonly Observation[]): GatePart => {
    return { target, prefix, since, runs: ofTarget, pairings: ofTarget.map((run) => gatePairs(run, mine)) };
  };
  if (known.size <= 1 && right.size <= 1) return { parts: [part('', '', runs, candidate)], strangers: [] };
  const matched = [...right].flatMap(([target, mine]) => {
    const ofTarget = sides.flatMap((side) => {
      const run = side.get(target);
      return run === undefined ? [] : [run];
    });
    return ofTarget.length === 0 ? [] : [{ target, ofTarget, mine }];
  });
  const strangers = [
    ...[...right.keys()]
      .filter((target) => !known.has(target))
      .map((target) => `${target} is not in the baseline and was not checked`),
    ...[...known]
      .filter((target) => !right.has(target))
      .map((target) => `${target} of the baseline was not asked this time and was not checked`),
  ];
  const prefixOf = (target: string): string => (matched.length > 1 ? `${target} ` : '');
  return {
    parts: matched.map(({ target, ofTarget, mine }) => part(target, prefixOf(target), ofTarget, mine)),
    strangers,
  };
}

/** The pairs that a margin is about. */
export function isInScope({ base, candidate }: GatePair, margin: GateMargin): boolean {
  if (!isAbout(base, margin)) return false;
  const { class: name } = margin;
  // Without a measured classifier classes are not told.
  return name === 'withheld' || (base.unmeasured !== true && candidate.unmeasured !== true);
}

/** What is missing of a margin's scope: its pairs, whatever the language, and its planned trials. */
export function scopePairing(
  pairings: readonly GatePairing[],
  margin: GateMargin,
): { readonly paired: number; readonly planned: number } {
  const sum = (of: (pairing: GatePairing) => number): number => pairings.reduce((total, one) => total + of(one), 0);
  return {
    paired: sum(({ pairs }) => pairs.filter(({ base }) => isAbout(base, margin)).length),
    planned: sum(({ questions, samples }) => questions.filter((one) => isAbout(one, margin)).length * samples),
  };
}

function isAbout({ topic, lang }: Observation, margin: GateMargin): boolean {
  return (margin.topic ?? topic) === topic && (margin.lang ?? lang) === lang;
}

/** A margin's scope as JSON names it. */
export function scopeName({ topic, lang }: GateMargin): string {
  return topic !== null ? `topic ${topic}` : lang !== null ? `lang ${lang}` : 'all';
}

/** How far a rate moves where all logits of a run shift by 1: half of how often two runs differ. 0 with one run. */
export function slopeOf({ runs: [one = [], ...others] }: GatePart, margin: GateMargin): number {
  const pairs = others.flatMap((run) => gatePairs(one, run).pairs).filter((pair) => isInScope(pair, margin));
  if (pairs.length === 0) return 0;
  const counts = clusterCounts(pairs, () => '', ofOutcome(margin.class));
  return counts.reduce((sum, { firstOnly, secondOnly }) => sum + firstOnly + secondOnly, 0) / 2 / pairs.length;
}

/** Pairs over planned trials, 0…1. */
export function pairedShare(pairings: readonly GatePairing[]): number {
  const planned = pairings.reduce((sum, one) => sum + one.planned, 0);
  return planned === 0 ? 0 : pairings.reduce((sum, { pairs }) => sum + pairs.length, 0) / planned;
}
