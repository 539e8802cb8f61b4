import type { GateMargin } from '../config/config.ts';
import type { GatedOutcome } from '../model/outcome.ts';
import { GATED_OUTCOMES } from '../model/outcome.ts';
import { LEVEL } from '../stats/interval.ts';
import { type ClusterPairs, pairedClusters } from '../stats/paired-clusters.ts';
import { seededRandom } from '../stats/random.ts';
import { randomGamma } from '../stats/random-gamma.ts';
import { runShifts, type ShiftShare } from '../stats/run-variance.ts';
import { correctedAlpha, type GateVerdict, verdictOf } from './gate-check.ts';
import { runSpread } from './run-spreads.ts';

/** How gates of a plan would end, in shares of simulated audits. */
export interface GateOdds {
  readonly pass: number;
  readonly regression: number;
  readonly inconclusive: number;
}

/** A question of a plan in one language. */
export interface PlannedQuestion {
  readonly topic: string;
  readonly lang: string;
  /** Questions of one cluster are taken to be answered alike. */
  readonly cluster: string;
}

/** What a gate is held over, and what is expected of the answers. Rates and shares are 0…1. */
export interface GatePlan {
  readonly questions: readonly PlannedQuestion[];
  readonly samples: number;
  /** At temperature 0 all samples of a question on one side are copies of one. */
  readonly identical: boolean;
  readonly margins: readonly GateMargin[];
  readonly targets: number;
  readonly looks: number;
  /** Runs of the baseline. */
  readonly runs: number;
  readonly rates: Readonly<Record<GatedOutcome, number>>;
  /** Share of the variance of single answers that lies between questions (intraclass correlation). */
  readonly between: number;
}

/** A rise of one outcome's rate, spread over all questions by their room. */
export interface Rise {
  readonly class: GatedOutcome;
  readonly change: number;
}

/**
 * How the gate of a plan would end, by seeded audits: each cluster's shares of outcomes from a Dirichlet distribution, answers drawn
 * from them on every side, and the gate's own checks held over them. Several targets are taken to rise alike and to be independent.
 */
export function gateOdds(plan: GatePlan, rise: Rise, { audits, seed }: { audits: number; seed: number }): GateOdds {
  const random = seededRandom(seed);
  const checks = Math.max(1, plan.margins.length * plan.targets);
  const ruled = { alpha: 1 - LEVEL, corrected: correctedAlpha(checks, plan.looks, plan.runs), runs: plan.runs };
  const clusters = [...new Set(plan.questions.map(({ cluster }) => cluster))];
  const numbers = new Map(clusters.map((cluster, i) => [cluster, i]));
  const scopes = plan.margins.map((margin) => scopeMembers(plan.questions, margin));
  const counts = { pass: 0, regression: 0, inconclusive: 0 };
  const all = plan.questions.map((_, i) => i);
  // An outcome that never occurs differs nowhere: its checks end alike in every audit.
  const never = GATED_OUTCOMES.map(
    (name) => plan.rates[name] === 0 && (name === rise.class ? rise.change === 0 : rise.change >= 0),
  );
  const settled = new Map<GateMargin, GateVerdict>();
  for (let audit = 0; audit < audits; audit++) {
    let [passes, red] = [true, false];
    for (let target = 0; target < plan.targets; target++) {
      const drawn = drawAudit(plan, rise, clusters.length, numbers, random);
      const pairsOf = (members: readonly number[], outcome: number, sides: Sides): ClusterPairs[] =>
        sumClusters(members, drawn, { outcome, sides, plan, numbers });
      const told = GATED_OUTCOMES.flatMap((_, outcome) => (never[outcome] === true ? [] : [outcome]));
      const rule = { ...ruled, shifts: shiftsOf(plan, told, (outcome, sides) => pairsOf(all, outcome, sides)) };
      for (const [i, margin] of plan.margins.entries()) {
        const class_ = GATED_OUTCOMES.indexOf(margin.class);
        const known = settled.get(margin);
        if (known !== undefined) {
          if (known !== 'pass') passes = false;
          continue;
        }
        const found = pairedClusters(pairsOf(scopes[i] ?? [], class_, candidateSides(plan)));
        const slope = plan.runs < 2 ? 0 : halfDiscordant(pairsOf(scopes[i] ?? [], class_, runSides(plan)));
        const verdict = verdictOf(found, margin.maxIncrease, slope, rule);
        if (never[class_] === true) settled.set(margin, verdict);
        if (verdict !== 'pass') passes = false;
        if (verdict === 'regression') red = true;
      }
    }
    counts[red ? 'regression' : passes ? 'pass' : 'inconclusive'] += 1;
  }
  const share = (count: number): number => count / audits;
  return { pass: share(counts.pass), regression: share(counts.regression), inconclusive: share(counts.inconclusive) };
}

/** The questions of a margin, by their place. */
function scopeMembers(questions: readonly PlannedQuestion[], { topic, lang }: GateMargin): number[] {
  return questions.flatMap((one, i) =>
    (topic ?? one.topic) === one.topic && (lang ?? one.lang) === one.lang ? [i] : [],
  );
}

/** Outcomes of one audit: of each question and sample the candidate's, then that of each run. `GATED_OUTCOMES.length` is any other. */
function drawAudit(
  { questions, samples, identical, runs, rates, between }: GatePlan,
  rise: Rise,
  clusters: number,
  numbers: ReadonlyMap<string, number>,
  random: () => number,
): Uint8Array {
  const means = GATED_OUTCOMES.map((name) => rates[name]);
  means.push(Math.max(0, 1 - means.reduce((sum, rate) => sum + rate, 0)));
  const size = between <= 0 ? Number.POSITIVE_INFINITY : (1 - between) / between;
  const risen = GATED_OUTCOMES.indexOf(rise.class);
  const room = 1 - rates[rise.class];
  const before: number[][] = [];
  const after: number[][] = [];
  for (let i = 0; i < clusters; i++) {
    const shares = drawShares(means, size, random);
    before.push(shares);
    const own = shares[risen] ?? 0;
    const now = rise.change >= 0 ? own + (rise.change * (1 - own)) / room : own * (1 + rise.change / rates[rise.class]);
    after.push(
      shares.map((share, j) =>
        j === risen ? now : own >= 1 ? (1 - now) / (shares.length - 1) : (share * (1 - now)) / (1 - own),
      ),
    );
  }
  const width = runs + 1;
  const drawn = new Uint8Array(questions.length * samples * width);
  for (const [i, { cluster }] of questions.entries()) {
    const number = numbers.get(cluster) ?? 0;
    for (let side = 0; side < width; side++) {
      const shares = (side === 0 ? after[number] : before[number]) ?? [];
      let outcome = pick(shares, random);
      for (let sample = 0; sample < samples; sample++) {
        if (sample > 0 && !identical) outcome = pick(shares, random);
        drawn[(i * samples + sample) * width + side] = outcome;
      }
    }
  }
  return drawn;
}

function drawShares(means: readonly number[], size: number, random: () => number): number[] {
  if (size === Number.POSITIVE_INFINITY) return [...means];
  const draws = means.map((mean) => (mean > 0 ? randomGamma(mean * size, random) : 0));
  const sum = draws.reduce((total, draw) => total + draw, 0);
  if (sum > 0) return draws.map((draw) => draw / sum);
  // All variance lies between questions: each has one outcome.
  const chosen = pick(means, random);
  return means.map((_, i) => Number(i === chosen));
}

function pick(shares: readonly number[], random: () => number): number {
  let left = random();
  for (const [i, share] of shares.entries()) {
    left -= share;
    if (left < 0) return i;
  }
  return shares.length - 1;
}

/** Which sides of an audit stand as first against which as second: 0 is the candidate, 1 the first run of the baseline. */
type Sides = readonly (readonly [first: number, second: number])[];

/** The candidate against each run of the baseline. */
function candidateSides({ runs }: GatePlan): Sides {
  return Array.from({ length: runs }, (_, i) => [0, i + 1] as const);
}

/** Each further run of the baseline against the first. */
function runSides({ runs }: GatePlan): Sides {
  return Array.from({ length: Math.max(0, runs - 1) }, (_, i) => [i + 2, 1] as const);
}

/** What the runs of a drawn baseline show of shifts between them, as the gate reads it. */
function shiftsOf(
  plan: GatePlan,
  outcomes: readonly number[],
  pairsOf: (outcome: number, sides: Sides) => readonly ClusterPairs[],
): readonly ShiftShare[] {
  if (plan.runs < 2) return [];
  const spreads = outcomes.flatMap((outcome) => {
    const base = rateOf(pairsOf(outcome, [[1, NOBODY]]));
    const steps = runSides(plan).flatMap((sides) => {
      const found = pairedClusters(pairsOf(outcome, [sides]));
      return found === null ? [] : [{ found, base }];
    });
    const spread = runSpread(steps);
    return spread === null ? [] : [spread];
  });
  return runShifts(spreads);
}

/** A side that has no outcome at all, so that the other’s rate stands in its difference. */
const NOBODY = -1;

function rateOf(pairs: readonly ClusterPairs[]): number {
  const sum = (of: (one: ClusterPairs) => number): number => pairs.reduce((total, one) => total + of(one), 0);
  return sum(({ firstOnly }) => firstOnly) / sum(({ pairs: count }) => count);
}

/** Half of how often two runs differ: how far the rate moves where all logits of a run shift by 1. */
function halfDiscordant(pairs: readonly ClusterPairs[]): number {
  const sum = (of: (one: ClusterPairs) => number): number => pairs.reduce((total, one) => total + of(one), 0);
  const count = sum((one) => one.pairs);
  return count === 0 ? 0 : sum(({ firstOnly, secondOnly }) => firstOnly + secondOnly) / 2 / count;
}

interface Counted {
  readonly outcome: number;
  readonly sides: Sides;
  readonly plan: GatePlan;
  readonly numbers: ReadonlyMap<string, number>;
}

function sumClusters(
  members: readonly number[],
  drawn: Uint8Array,
  { outcome, sides, plan: { questions, samples, runs }, numbers }: Counted,
): ClusterPairs[] {
  const width = runs + 1;
  const sums = new Map<number, { pairs: number; firstOnly: number; secondOnly: number }>();
  for (const i of members) {
    const number = numbers.get(questions[i]?.cluster ?? '') ?? 0;
    const sum = sums.get(number) ?? { pairs: 0, firstOnly: 0, secondOnly: 0 };
    sums.set(number, sum);
    for (let at = i * samples * width; at < (i + 1) * samples * width; at += width) {
      for (const [one, other] of sides) {
        const first = drawn[at + one] === outcome;
        const second = other !== NOBODY && drawn[at + other] === outcome;
        sum.pairs += 1;
        if (first && !second) sum.firstOnly += 1;
        if (second && !first) sum.secondOnly += 1;
      }
    }
  }
  return [...sums.values()];
}
