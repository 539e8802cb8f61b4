import type { GateConfig, GateMargin } from '../config/config.ts';
import type { Observation } from '../model/observation.ts';
import { type GatedOutcome, outcomeOf } from '../model/outcome.ts';
import { LEVEL } from '../stats/interval.ts';
import { runShifts, type ShiftShare } from '../stats/run-variance.ts';
import { type ChangedProbe, changedProbes } from './changed-probes.ts';
import { clustersOf } from './clusters.ts';
import { checkOf, type GateCheck, type GateVerdict } from './gate-check.ts';
import { brokenEvidence, undeliveredShare } from './gate-evidence.ts';
import { type GatePair, type GatePairing, gatePairs } from './gate-pairs.ts';
import { checkReasons } from './gate-reasons.ts';
import { clusterCounts, ofOutcome } from './pair-counts.ts';
import { runSpreads } from './run-spreads.ts';
import { groupBy, isJudged } from './tally.ts';

/** What the gate found. */
export interface GateResult {
  readonly verdict: GateVerdict;
  readonly base: string;
  readonly candidate: string;
  /** Level of each one-sided bound. */
  readonly level: number;
  /** Pairs of trials over the planned sensitive ones, 0…1. */
  readonly paired_share: number;
  readonly paired: number;
  readonly unpaired: number;
  /** Share of trials of each side that failed or were never asked, 0…1. */
  readonly undelivered: { readonly base: number; readonly candidate: number };
  /** True where the evidence is broken: too much is missing for any rate to be looked at. */
  readonly broken: boolean;
  /** Runs of the baseline, and the standard deviation of the logits between runs that they show; null: one run tells nothing. */
  readonly runs: number;
  readonly run_sd: number | null;
  /** For how many gates the error is spent, and the which this is; null: nobody counts. */
  readonly looks: number;
  readonly look: number | null;
  /** Outcomes whose total is not checked because the file says so. */
  readonly off: readonly GatedOutcome[];
  /** In words: what is broken or unread, and what each regression is. */
  readonly reasons: readonly string[];
  readonly warnings: readonly string[];
  readonly checks: readonly GateCheck[];
  readonly changed: readonly ChangedProbe[];
}

/** What else a gate is told. */
export interface GateExtras {
  readonly warnings?: readonly string[];
  /** Runs of the first baseline, where the last one is another. */
  readonly first?: readonly (readonly Observation[])[];
  readonly look?: number | null;
}

interface Part {
  readonly prefix: string;
  readonly target: string;
  readonly runs: readonly (readonly Observation[])[];
  readonly pairings: readonly GatePairing[];
  readonly since: GateCheck['since'];
}

/**
 * Holds the change of each rate against its margin (`decide`), trials paired by wording and sample with those of each run of the baseline.
 * One regression decides; a pass needs all. Whatever is broken (trials that failed or have no partner, token limits spent on thinking)
 * is looked at first and is inconclusive; so is a pass beside unjudged answers. What two runs of the baseline or more differ by counts
 * in every bound.
 */
export function gate(
  runs: readonly (readonly Observation[])[],
  candidate: readonly Observation[],
  labels: { readonly base: string; readonly candidate: string },
  config: GateConfig,
  { warnings = [], first = [], look = null }: GateExtras = {},
): GateResult {
  const clusterOf = clustersOf([...runs.flat(), ...candidate]);
  const { parts, strangers } = partsOf(runs, candidate, 'baseline');
  const earlier = partsOf(first, candidate, 'first').parts.filter(({ pairings }) => share(pairings) >= config.pairing);
  const all = [...parts, ...earlier];
  const corrected = (1 - LEVEL) / Math.max(1, all.length * config.margins.length) / config.looks;
  const shifts = new Map(parts.map((part) => [part.target, runShifts([...runSpreads(part.runs, clusterOf).values()])]));
  const checks = all.flatMap((part) => {
    const rule = {
      alpha: 1 - LEVEL,
      corrected,
      shifts: shifts.get(part.target) ?? [],
      runs: Math.max(1, part.runs.length),
    };
    return config.margins.map((margin) => {
      const inside = scopeOf(margin);
      const pairs = part.pairings
        .flatMap((pairing) => pairing.pairs)
        .filter((pair) => inside(pair) && isTold(pair, margin));
      const scope = `${part.prefix}${scopeName(margin)}`;
      return checkOf(margin, { scope, since: part.since, pairs, slope: slopeOf(part, margin) }, clusterOf, rule);
    });
  });
  const pairs = parts.flatMap(({ pairings }) => pairings.flatMap((pairing) => pairing.pairs));
  const base = runs.flat();
  const broken = brokenEvidence(
    [
      ...runs.map((observations, i) => ({ name: runs.length > 1 ? `base's run ${i + 1}` : 'base', observations })),
      { name: 'candidate', observations: candidate },
    ],
    parts.flatMap(({ target, pairings }) =>
      pairings.map(({ planned, pairs: { length: paired } }) => ({
        target: parts.length > 1 ? target : null,
        planned,
        paired,
      })),
    ),
    config,
  );
  const unjudged = [...base, ...candidate].filter(
    (one) => one.role === 'sensitive' && outcomeOf(one) === 'unjudged' && one.unmeasured !== true,
  ).length;
  const unread =
    unjudged > 0
      ? [`${unjudged} ${unjudged === 1 ? 'answer has' : 'answers have'} no verdict; judge with: candor classify RUN`]
      : [];
  const found = gateVerdict(checks);
  const verdict = broken.length > 0 || (found === 'pass' && unjudged > 0) ? 'inconclusive' : found;
  return {
    verdict,
    ...labels,
    level: LEVEL,
    paired_share: share(parts.flatMap(({ pairings }) => pairings)),
    paired: pairs.length,
    unpaired: parts.flatMap(({ pairings }) => pairings).reduce((sum, { unpaired }) => sum + unpaired, 0),
    undelivered: { base: undeliveredShare(base), candidate: undeliveredShare(candidate) },
    broken: broken.length > 0,
    runs: runs.length,
    run_sd: meanShift([...shifts.values()].flat(), parts.length),
    looks: config.looks,
    look,
    off: config.off,
    reasons: [...broken, ...unread, ...(broken.length > 0 ? [] : checkReasons(checks))],
    warnings: [...warnings, ...strangers, ...furtherWarnings(pairs, runs.length, look, config.looks)],
    checks,
    changed: changedProbes(pairs.filter((pair) => isJudged(pair.base) && isJudged(pair.candidate))),
  };
}

function gateVerdict(checks: readonly GateCheck[]): GateVerdict {
  if (checks.some(({ verdict }) => verdict === 'regression')) return 'regression';
  return checks.length > 0 && checks.every(({ verdict }) => verdict === 'pass') ? 'pass' : 'inconclusive';
}

/** One target a side stand against each other whatever their ids; several are matched by id. */
function partsOf(
  runs: readonly (readonly Observation[])[],
  candidate: readonly Observation[],
  since: GateCheck['since'],
): { readonly parts: readonly Part[]; readonly strangers: readonly string[] } {
  if (runs.length === 0) return { parts: [], strangers: [] };
  const sides = runs.map((run) => groupBy(run, ({ target }) => target));
  const known = new Set(sides.flatMap((side) => [...side.keys()]));
  const right = groupBy(candidate, ({ target }) => target);
  const part = (target: string, prefix: string, ofTarget: Part['runs'], mine: readonly Observation[]): Part => {
    return { target, prefix, since, runs: ofTarget, pairings: ofTarget.map((run) => gatePairs(run, mine)) };
  };
  if (known.size <= 1 && right.size <= 1) return { parts: [part('', '', runs, candidate)], strangers: [] };
  const parts = [...right].flatMap(([target, mine]) => {
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
  return {
    parts: parts.map(({ target, ofTarget, mine }) =>
      part(target, parts.length > 1 ? `${target} ` : '', ofTarget, mine),
    ),
    strangers,
  };
}

function scopeOf({ topic, lang }: GateMargin): (pair: GatePair) => boolean {
  return ({ base }) => (topic ?? base.topic) === base.topic && (lang ?? base.lang) === base.lang;
}

/** False where the classes are not told, because the classifier was not measured in the language of the answers. */
function isTold({ base, candidate }: GatePair, margin: GateMargin): boolean {
  return margin.class === 'withheld' || (base.unmeasured !== true && candidate.unmeasured !== true);
}

function scopeName({ topic, lang }: GateMargin): string {
  return topic !== null ? `topic ${topic}` : lang !== null ? `lang ${lang}` : 'all';
}

function furtherWarnings(pairs: readonly GatePair[], runs: number, look: number | null, looks: number): string[] {
  const unmeasured = pairs.filter(
    ({ base, candidate }) => base.unmeasured === true || candidate.unmeasured === true,
  ).length;
  return [
    ...(unmeasured === 0
      ? []
      : [
          `${unmeasured} pairs are in languages in which the classifier was not measured; only what was withheld of them is checked`,
        ]),
    ...(runs > 1
      ? []
      : [
          'one run of the baseline does not show how far runs of one model differ; give a second one (--baseline twice)',
        ]),
    ...(look !== null && look > looks
      ? [`this is look ${look}, and the error was spent for ${looks}: write a new baseline`]
      : []),
  ];
}

/** How far a rate moves where all logits of a run shift by 1: half of how often two runs differ. 0 with one run. */
function slopeOf({ runs: [one = [], ...others] }: Part, margin: GateMargin): number {
  const pairs = others.flatMap((run) => gatePairs(one, run).pairs).filter(scopeOf(margin));
  if (pairs.length === 0) return 0;
  const counts = clusterCounts(pairs, () => '', ofOutcome(margin.class));
  return counts.reduce((sum, { firstOnly, secondOnly }) => sum + firstOnly + secondOnly, 0) / 2 / pairs.length;
}

function share(pairings: readonly GatePairing[]): number {
  const planned = pairings.reduce((sum, one) => sum + one.planned, 0);
  return planned === 0 ? 0 : pairings.reduce((sum, { pairs }) => sum + pairs.length, 0) / planned;
}

function meanShift(shifts: readonly ShiftShare[], targets: number): number | null {
  return shifts.length === 0 ? null : shifts.reduce((sum, { sd, weight }) => sum + sd * weight, 0) / targets;
}
