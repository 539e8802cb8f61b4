import type { GateConfig, GateMargin } from '../config/config.ts';
import type { LabelSample } from '../model/label-sample.ts';
import type { Observation } from '../model/observation.ts';
import { type GatedOutcome, outcomeOf } from '../model/outcome.ts';
import type { ShownNames } from '../model/target-names.ts';
import { LEVEL } from '../stats/interval.ts';
import { runShifts, type ShiftShare } from '../stats/run-variance.ts';
import { type ChangedProbe, changedProbes } from './changed-probes.ts';
import { clustersOf } from './clusters.ts';
import { checkOf, correctedAlpha, type GateCheck, type GateVerdict } from './gate-check.ts';
import { brokenEvidence, tooFewPaired, undeliveredShare } from './gate-evidence.ts';
import { gateParts, isInScope, pairedShare, scopeName, scopePairing, slopeOf } from './gate-parts.ts';
import { checkReasons } from './gate-reasons.ts';
import { earlierWarnings, gateWarnings } from './gate-warnings.ts';
import { runSpreads } from './run-spreads.ts';
import { isJudged } from './tally.ts';

/** What the gate found. */
export interface GateResult {
  readonly verdict: GateVerdict;
  readonly base: string;
  readonly candidate: string;
  /** What people read of targets, by id; absent: their ids. */
  readonly names?: ShownNames;
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
  /** Why trials brought no answer, a line a side, target and reason; absent: all did, or nothing tells. */
  readonly failures?: readonly string[];
  readonly checks: readonly GateCheck[];
  /** The samples of the sides that were drawn for labelling; absent: none was. */
  readonly samples?: readonly LabelSample[];
  readonly changed: readonly ChangedProbe[];
}

/** What else a gate is told. */
export interface GateExtras {
  readonly warnings?: readonly string[];
  /** Runs of the first baseline, where the last one is another. */
  readonly first?: readonly (readonly Observation[])[];
  readonly look?: number | null;
  /** The run that the candidate is of the baseline's, where nothing of it differs; null: none. */
  readonly itself?: string | null;
  readonly failures?: readonly string[];
  readonly samples?: readonly LabelSample[];
  readonly names?: ShownNames;
}

/**
 * Holds the change of each rate against its margin (`decide`), trials paired by wording and sample with those of each run of the baseline.
 * One regression decides; a pass needs all. Whatever is broken (trials that failed or have no partner, token limits spent on thinking)
 * is looked at first and is inconclusive; so is a pass beside unjudged answers, and that of a run against itself. What two runs of the baseline or more differ by counts
 * in every bound.
 */
export function gate(
  runs: readonly (readonly Observation[])[],
  candidate: readonly Observation[],
  labels: { readonly base: string; readonly candidate: string },
  config: GateConfig,
  { warnings = [], first = [], look = null, itself = null, failures = [], samples = [], names = {} }: GateExtras = {},
): GateResult {
  const clusterOf = clustersOf([...runs.flat(), ...candidate]);
  const { parts, strangers } = gateParts(runs, candidate, 'baseline');
  const kept = gateParts(first, candidate, 'first').parts;
  const all = [...parts, ...kept.filter(({ pairings }) => pairedShare(pairings) >= config.pairing)];
  const corrected = correctedAlpha(all.length * config.margins.length, config.looks, Math.max(1, runs.length));
  const shifts = new Map(parts.map((part) => [part.target, runShifts([...runSpreads(part.runs, clusterOf).values()])]));
  const checks = all.flatMap((part) => {
    const { target, prefix, since } = part;
    // How far runs differ is known from the last baseline for the first as well.
    const last = parts.find((one) => one.target === target) ?? part;
    const rule = {
      alpha: 1 - LEVEL,
      corrected,
      shifts: shifts.get(target) ?? [],
      runs: Math.max(1, part.runs.length),
    };
    return config.margins.map((margin) => {
      const pairs = part.pairings.flatMap((pairing) => pairing.pairs).filter((pair) => isInScope(pair, margin));
      const scope = `${prefix}${scopeName(margin)}`;
      const missing = missingOf(scopePairing(part.pairings, margin), margin, config.pairing);
      return checkOf(margin, { scope, since, pairs, missing, slope: slopeOf(last, margin) }, clusterOf, rule);
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
  const own =
    itself === null
      ? []
      : [
          `run ${itself} is held against itself: nothing in it can have changed, and the gate decides nothing. Name another run, as the candidate or behind --baseline`,
        ];
  const verdict = broken.length > 0 || (found === 'pass' && unjudged + own.length > 0) ? 'inconclusive' : found;
  return {
    verdict,
    ...labels,
    ...(Object.keys(names).length === 0 ? {} : { names }),
    level: LEVEL,
    paired_share: pairedShare(parts.flatMap(({ pairings }) => pairings)),
    paired: pairs.length,
    unpaired: parts.flatMap(({ pairings }) => pairings).reduce((sum, { unpaired }) => sum + unpaired, 0),
    undelivered: { base: undeliveredShare(base), candidate: undeliveredShare(candidate) },
    broken: broken.length > 0,
    runs: runs.length,
    run_sd: meanShift([...shifts.values()].flat(), parts.length),
    looks: config.looks,
    look,
    off: config.off,
    reasons: [
      ...broken,
      ...unread,
      ...(found === 'regression' ? [] : own),
      ...(broken.length > 0 ? [] : checkReasons(checks)),
    ],
    warnings: [
      ...warnings,
      ...(found === 'regression' ? own : []),
      ...strangers,
      ...(itself === null ? gateWarnings(parts, config.margins, clusterOf, { look, looks: config.looks }) : []),
      ...earlierWarnings(kept, config.pairing),
    ],
    ...(failures.length === 0 ? {} : { failures }),
    // No more questions would let a run differ from itself.
    checks: itself === null ? checks : checks.map((check) => ({ ...check, needed: null, needed_questions: null })),
    ...(samples.length === 0 ? {} : { samples }),
    changed: changedProbes(pairs.filter((pair) => isJudged(pair.base) && isJudged(pair.candidate))),
  };
}

/** What is missing of a topic or language that a total hardly notices; the total's own pairs are looked at with the evidence. */
function missingOf(
  { paired, planned }: { readonly paired: number; readonly planned: number },
  { topic, lang }: GateMargin,
  pairing: number,
): string | null {
  return topic === null && lang === null ? null : tooFewPaired(paired, planned, pairing);
}

function gateVerdict(checks: readonly GateCheck[]): GateVerdict {
  if (checks.some(({ verdict }) => verdict === 'regression')) return 'regression';
  return checks.length > 0 && checks.every(({ verdict }) => verdict === 'pass') ? 'pass' : 'inconclusive';
}

function meanShift(shifts: readonly ShiftShare[], targets: number): number | null {
  return shifts.length === 0 ? null : shifts.reduce((sum, { sd, weight }) => sum + sd * weight, 0) / targets;
}
