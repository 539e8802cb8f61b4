import type { GateMargin } from '../config/config.ts';
import { outcomeOf } from '../model/outcome.ts';
import { LEVEL } from '../stats/interval.ts';
import { manyToOneAlpha } from '../stats/many-to-one.ts';
import { type PairedClusters, pairedBounds, pairedClusters, pairedTest } from '../stats/paired-clusters.ts';
import { type ShiftShare, shiftVariance } from '../stats/run-variance.ts';
import { DEFAULT_ESTIMAND, FEWEST_CLUSTERS, whyNoInterval } from './estimand.ts';
import type { GatePair } from './gate-pairs.ts';
import { type LabelledDifference, labelledPairs } from './labelled.ts';
import { neededMore } from './needed-more.ts';
import { clusterCounts, ofOutcome, rateOf } from './pair-counts.ts';
import { isJudged } from './tally.ts';
import { isUnsureVerdict } from './unsure-bounds.ts';

export type GateVerdict = 'pass' | 'regression' | 'inconclusive';

/** A rise that is no regression, in a check that passes or does not decide. */
export type GateNote = 'risen_within' | 'risen_near';

/** The change of one rate, candidate minus base, held against its margin. Rates are shares of delivered trials. */
export interface GateCheck {
  readonly class: GateMargin['class'];
  /** `all`, `topic ID` or `lang TAG`, after the target's id where there are several. */
  readonly scope: string;
  /** What the change is counted from: the baseline, or the first one, which is kept beside it so that slow drift is seen. */
  readonly since: 'baseline' | 'first';
  /** How much the rate may rise, 0…1. */
  readonly margin: number;
  /** Pairs of trials, with each run of the baseline. */
  readonly pairs: number;
  /** Questions that do not hang together: repeats, languages and templates of one are one. */
  readonly clusters: number;
  readonly base: number | null;
  readonly candidate: number | null;
  readonly diff: number | null;
  /** One-sided bounds, each of which holds in 95 %; null: there are none (`why`). */
  readonly lo: number | null;
  readonly hi: number | null;
  /** The lower bound that a regression is read from: corrected for the number of checks and looks. */
  readonly lo_corrected: number | null;
  readonly why: string | null;
  readonly verdict: GateVerdict;
  readonly note: GateNote | null;
  /** What the check would be without unsure verdicts; null: none was unsure. */
  readonly unsure: GateVerdict | null;
  /** The same change as the labelled samples of both sides have it; null: nothing is labelled. It can take a verdict back, and gives none. */
  readonly labelled: LabelledChange | null;
  /** Further samples of each question on both sides that would decide; null: decided, or samples alone never will. */
  readonly needed: number | null;
  /** Questions that would decide, with as many samples of each as now; null: decided, or none would. */
  readonly needed_questions: number | null;
}

/** A check's change by the labelled samples: what is not judged on both sides stands as it was found. Bounds are one-sided, 95 % each. */
export interface LabelledChange extends Pick<LabelledDifference, 'diff' | 'lo' | 'hi' | 'why'> {
  /** What the check would be by the labels; null where they carry no change. */
  readonly verdict: GateVerdict | null;
  /** What the check was before the labels took it back; null: they did not. */
  readonly withdrawn: GateVerdict | null;
}

/** How the checks of a gate decide. */
export interface GateRule {
  /** How often the bound of a pass may err. */
  readonly alpha: number;
  /** How often that of a regression may: corrected for the number of checks and looks. */
  readonly corrected: number;
  /** What is known of shifts between runs; empty: nothing. */
  readonly shifts: readonly ShiftShare[];
  /** Runs of the baseline. */
  readonly runs: number;
}

/**
 * Holds clusters of pairs against a margin: a pass where the change is shown to be at most the margin, whatever the other checks say, since a
 * gate passes only where all do (intersection–union test, Berger 1982); a regression where it is shown to be above it, corrected for their
 * number. `slope`: how far the rate moves where all logits of a run shift by 1. Too few clusters decide nothing.
 */
export function verdictOf(found: PairedClusters | null, margin: number, slope: number, rule: GateRule): GateVerdict {
  if (found === null || found.clusters < FEWEST_CLUSTERS) return 'inconclusive';
  const further = shiftVariance(rule.shifts, slope, rule.runs);
  if (pairedTest(found, rule.alpha, further).isBelow(margin) || margin >= 1) return 'pass';
  return pairedTest(found, rule.corrected, further).isAbove(margin) ? 'regression' : 'inconclusive';
}

/** How often the bound of a regression may err: Bonferroni over the checks, and over looks what those that share a baseline need. */
export function correctedAlpha(checks: number, looks: number, runs: number): number {
  return manyToOneAlpha((1 - LEVEL) / Math.max(1, checks), looks, runs);
}

/** What a check is about. */
export interface CheckScope extends Pick<GateCheck, 'scope' | 'since'> {
  readonly pairs: readonly GatePair[];
  /** Why too little of the scope is paired to look at its rate; null: enough is. */
  readonly missing: string | null;
  /** How far the rate moves where all logits of a run shift by 1. */
  readonly slope: number;
}

/** A check over the pairs of its scope. */
export function checkOf(
  { class: name, maxIncrease: margin }: GateMargin,
  { scope, since, pairs, missing, slope }: CheckScope,
  clusterOf: (probe: string) => string,
  rule: GateRule,
): GateCheck {
  const counts = ofOutcome(name);
  const foundIn = (some: readonly GatePair[]): PairedClusters | null =>
    pairedClusters(clusterCounts(some, clusterOf, counts));
  const found = foundIn(pairs);
  const check = {
    class: name,
    scope,
    since,
    margin,
    pairs: pairs.length,
    clusters: found?.clusters ?? 0,
    base: rateOf(pairs, 'base', counts),
    candidate: rateOf(pairs, 'candidate', counts),
    diff: found?.diff ?? null,
  };
  const byLabels = rule.runs === 1 ? labelledChange({ name, margin }, pairs, clusterOf, rule) : null;
  if (found === null || found.clusters < FEWEST_CLUSTERS || missing !== null) {
    const why = found === null ? 'nothing is paired' : (missing ?? whyNoInterval(found.clusters, DEFAULT_ESTIMAND));
    const none = { lo: null, hi: null, lo_corrected: null, why, note: null, unsure: null };
    const labelled = byLabels === null ? null : { ...byLabels, withdrawn: null };
    return { ...check, ...none, labelled, verdict: 'inconclusive', needed: null, needed_questions: null };
  }
  const further = shiftVariance(rule.shifts, slope, rule.runs);
  const { lo, hi } = pairedBounds(found, rule.alpha, further);
  const strict = rule.corrected === rule.alpha ? lo : pairedBounds(found, rule.corrected, further).lo;
  const foundVerdict = withoutUnjudged(verdictOf(found, margin, slope, rule));
  const isWithdrawn = byLabels !== null && isOpposite(foundVerdict, byLabels.verdict);
  const verdict = isWithdrawn ? 'inconclusive' : foundVerdict;
  const sure = pairs.filter(({ base, candidate }) => !isUnsureVerdict(base) && !isUnsureVerdict(candidate));
  const questions = new Set(pairs.map(({ base }) => base.variant)).size;
  const size = { questions, samples: pairs.length / questions / rule.runs };
  const needed =
    foundVerdict === 'inconclusive'
      ? neededMore(found, size, (more) => verdictOf(more, margin, slope, rule) !== 'inconclusive')
      : null;
  return {
    ...check,
    lo,
    hi,
    lo_corrected: strict,
    why: null,
    verdict,
    labelled: byLabels === null ? null : { ...byLabels, withdrawn: isWithdrawn ? foundVerdict : null },
    note: lo <= 0 || verdict === 'regression' ? null : verdict === 'pass' ? 'risen_within' : 'risen_near',
    unsure: sure.length === pairs.length ? null : verdictOf(foundIn(sure), margin, slope, rule),
    needed: needed?.samples ?? null,
    needed_questions: needed?.questions ?? null,
  };

  /** A rise that would be none if the base's unjudged answers were of the class as well is none yet. */
  function withoutUnjudged(verdict: GateVerdict): GateVerdict {
    const unread = pairs.some(({ base }) => outcomeOf(base) === 'unjudged');
    if (verdict !== 'regression' || name === 'withheld' || !unread) return verdict;
    const least = pairedClusters(
      clusterCounts(pairs, clusterOf, counts, (one) => counts(one) || outcomeOf(one) === 'unjudged'),
    );
    return verdictOf(least, margin, slope, rule) === 'regression' ? verdict : 'inconclusive';
  }
}

/** True where labels say what would be a regression of what was found to pass, or the other way round. */
function isOpposite(found: GateVerdict, byLabels: GateVerdict | null): boolean {
  return (found === 'pass' && byLabels === 'regression') || (found === 'regression' && byLabels === 'pass');
}

/**
 * The change by labels over all pairs of delivered trials: the labelled difference over pairs that are judged on both sides, by their share, and
 * of the others what was found. It passes and regresses by the bounds that a check does.
 */
function labelledChange(
  { name, margin }: { readonly name: GateMargin['class']; readonly margin: number },
  pairs: readonly GatePair[],
  clusterOf: (probe: string) => string,
  { alpha, corrected }: GateRule,
): Omit<LabelledChange, 'withdrawn'> | null {
  if (name === 'withheld') return null;
  const isRead = ({ base, candidate }: GatePair): boolean => isJudged(base) && isJudged(candidate);
  const judged = pairs.filter(isRead);
  const counts = ofOutcome(name);
  const rest = pairs
    .filter((pair) => !isRead(pair))
    .reduce((sum, { base, candidate }) => sum + Number(counts(candidate)) - Number(counts(base)), 0);
  const overAll = (change: number): number => (change * judged.length + rest) / pairs.length;
  const changeAt = (error: number) => labelledPairs(judged, name, { clusterOf, level: 1 - 2 * error });
  const found = changeAt(alpha);
  if (found === null) return null;
  const { diff, lo, hi, why } = found;
  const strict = corrected === alpha ? lo : (changeAt(corrected)?.lo ?? null);
  if (diff === null || lo === null || hi === null || strict === null)
    return { diff: null, lo: null, hi: null, why, verdict: null };
  const verdict = overAll(hi) <= margin ? 'pass' : overAll(strict) > margin ? 'regression' : 'inconclusive';
  return { diff: overAll(diff), lo: overAll(lo), hi: overAll(hi), why: null, verdict };
}
