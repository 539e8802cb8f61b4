import type { GateConfig, GateMargin } from '../config/config.ts';
import { isDelivered } from '../model/delivery.ts';
import type { Observation } from '../model/observation.ts';
import { LEVEL } from '../stats/interval.ts';
import { type ChangedProbe, changedProbes } from './changed-probes.ts';
import { furtherSamples } from './further-samples.ts';
import { gateInterval } from './gate-interval.ts';
import { type Pair, pairTable, pairUp } from './pair.ts';
import { BUDGET_ADVICE, spentBudgets } from './spent-budgets.ts';
import { groupBy } from './tally.ts';

export type GateVerdict = 'pass' | 'regression' | 'inconclusive';

/** The change of one rate, candidate minus base, held against its margin. */
export interface GateCheck {
  readonly class: GateMargin['class'];
  /** `all`, `topic ID` or `lang TAG`, after the target's id where there are several. */
  readonly scope: string;
  /** How much the rate may rise, 0…1. */
  readonly margin: number;
  /** Pairs of answers. */
  readonly pairs: number;
  readonly base: number | null;
  readonly candidate: number | null;
  /** null where nothing is paired. The interval holds `level`. */
  readonly diff: number | null;
  readonly lo: number | null;
  readonly hi: number | null;
  readonly verdict: GateVerdict;
  /** Further samples of each question on both sides that would decide; null: decided, or samples alone never will. */
  readonly needed: number | null;
}

/** What the gate found. */
export interface GateResult {
  readonly verdict: GateVerdict;
  readonly base: string;
  readonly candidate: string;
  /** Level of each interval: 95 % for all of them together (Bonferroni). */
  readonly level: number;
  readonly paired: number;
  readonly unpaired: number;
  /** Share of trials of each side that failed or were never asked, 0…1. */
  readonly undelivered: { readonly base: number; readonly candidate: number };
  /** Why the evidence does not suffice, whatever the checks say. */
  readonly reasons: readonly string[];
  readonly warnings: readonly string[];
  readonly checks: readonly GateCheck[];
  readonly changed: readonly ChangedProbe[];
}

/**
 * Holds the change of each rate on these very probes against its margin, answers paired by wording and sample: `pass` when the upper bound
 * stays at or under the margin, `regression` when the lower bound is above 0 and the upper above the margin, else
 * `inconclusive`. One regression decides; a pass needs all. More undelivered trials than tolerated, or unjudged answers in
 * place of a pass, or more token limits spent on thinking than tolerated, are inconclusive: neither a broken endpoint nor a
 * thought that was cut says anything about a model.
 */
export function gate(
  base: readonly Observation[],
  candidate: readonly Observation[],
  labels: { readonly base: string; readonly candidate: string },
  { margins, tolerance }: GateConfig,
  warnings: readonly string[] = [],
): GateResult {
  const parts = byTarget(base, candidate).map(([target, left, right]) => ({
    target,
    ...pairUp(left, right, 'variant'),
  }));
  const level = 1 - (1 - LEVEL) / Math.max(1, parts.length * margins.length);
  const checks = parts.flatMap(({ target, pairs }) =>
    margins.map((margin) => checkOf(margin, pairs, level, parts.length > 1 ? `${target} ` : '')),
  );
  const pairs = parts.flatMap((part) => part.pairs);
  const undelivered = { base: undeliveredShare(base), candidate: undeliveredShare(candidate) };
  const unjudged = [...base, ...candidate].filter((one) => one.unjudged && one.role === 'sensitive').length;
  const broken = (['base', 'candidate'] as const).flatMap((side) =>
    undelivered[side] > tolerance
      ? [`${percent(undelivered[side])} of the ${side}'s trials brought no answer; ${percent(tolerance)} are tolerated`]
      : [],
  );
  for (const [side, ofSide] of [
    ['base', base],
    ['candidate', candidate],
  ] as const) {
    for (const { target, spent, trials } of spentBudgets(ofSide, tolerance)) {
      broken.push(
        `${spent} of ${trials} trials of the ${side}'s ${target} spent the token limit on thinking and say nothing; ${percent(tolerance)} are tolerated: ${BUDGET_ADVICE}`,
      );
    }
  }
  if (pairs.length === 0) broken.push('nothing is paired: the two sides share no judged answers to the same question');
  const found = verdictOf(checks);
  const unread = unjudged > 0 ? [`${unjudged} answers have no verdict; judge them with: candor classify RUN`] : [];
  return {
    verdict: broken.length > 0 || (found === 'pass' && unjudged > 0) ? 'inconclusive' : found,
    ...labels,
    level,
    paired: pairs.length,
    unpaired: parts.flatMap(({ unmatched }) => unmatched).reduce((sum, one) => sum + one.base + one.candidate, 0),
    undelivered,
    reasons: [...broken, ...unread],
    warnings,
    checks,
    changed: changedProbes(pairs),
  };
}

function verdictOf(checks: readonly GateCheck[]): GateVerdict {
  if (checks.some(({ verdict }) => verdict === 'regression')) return 'regression';
  return checks.length > 0 && checks.every(({ verdict }) => verdict === 'pass') ? 'pass' : 'inconclusive';
}

/** One target a side stand against each other whatever their ids; several are matched by id. */
function byTarget(
  base: readonly Observation[],
  candidate: readonly Observation[],
): [string, readonly Observation[], readonly Observation[]][] {
  const left = groupBy(base, ({ target }) => target);
  const right = groupBy(candidate, ({ target }) => target);
  if (left.size <= 1 && right.size <= 1) return [['', base, candidate]];
  return [...right].flatMap(([target, ofTarget]): [string, readonly Observation[], readonly Observation[]][] => {
    const before = left.get(target);
    return before === undefined ? [] : [[target, before, ofTarget]];
  });
}

function checkOf(margin: GateMargin, pairs: readonly Pair[], level: number, prefix: string): GateCheck {
  const { topic, lang, maxIncrease } = margin;
  const members = pairs.filter(({ base }) => (topic ?? base.topic) === base.topic && (lang ?? base.lang) === base.lang);
  const questions = new Set(members.map(({ base }) => base.variant)).size;
  const found = gateInterval(pairTable(members, margin.class), level);
  const scope = `${prefix}${topic !== null ? `topic ${topic}` : lang !== null ? `lang ${lang}` : 'all'}`;
  const check = { class: margin.class, scope, margin: maxIncrease, pairs: members.length };
  if (found === null) {
    const nothing = { base: null, candidate: null, diff: null, lo: null, hi: null };
    return { ...check, ...nothing, verdict: 'inconclusive', needed: null };
  }
  const { first, second, diff, lo, hi } = found;
  const verdict = hi <= maxIncrease ? 'pass' : lo > 0 ? 'regression' : 'inconclusive';
  return {
    ...check,
    base: second,
    candidate: first,
    diff,
    lo,
    hi,
    verdict,
    needed: verdict === 'inconclusive' ? furtherSamples(found, members.length / questions, maxIncrease) : null,
  };
}

function undeliveredShare(observations: readonly Observation[]): number {
  if (observations.length === 0) return 1;
  return observations.filter(({ delivery }) => !isDelivered(delivery)).length / observations.length;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
