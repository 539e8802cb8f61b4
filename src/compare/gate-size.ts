import { type GateOdds, type GatePlan, gateOdds, type PlannedQuestion, type Rise } from './power.ts';

/** The sizes at which a gate does what it is for in 80 % of audits; null: none up to 5,000 questions, or 50 samples, does. */
export interface GateSize {
  /** Questions in all languages together, with as many samples of each as planned. */
  readonly questions: number | null;
  /** Samples of each question, with the planned questions. */
  readonly samples: number | null;
}

const POWER = 0.8;
const MOST = { questions: 5_000, samples: 50 } as const;
/** Audits of a first look, of a closer one, and of the last word. */
const AUDITS = [200, 600, 2000] as const;

/**
 * The least size at which an unchanged model passes and one that rose by `rise` is called a regression, each in 80 % of simulated
 * audits. More questions are more of the planned ones, topic by topic.
 */
export function gateSize(plan: GatePlan, rise: Rise, seed: number): GateSize {
  const succeeds = (of: GatePlan, audits: number): boolean => {
    const unchanged: GateOdds = gateOdds(of, { ...rise, change: 0 }, { audits, seed });
    return unchanged.pass >= POWER && gateOdds(of, rise, { audits, seed: seed + 1 }).regression >= POWER;
  };
  // A rise that the total's margin allows is no regression at any size.
  const allowed = plan.margins.filter((one) => one.class === rise.class).map(({ maxIncrease }) => maxIncrease);
  if (allowed.length === 0 || rise.change <= Math.min(...allowed)) return { questions: null, samples: null };
  const withQuestions = (count: number): GatePlan => ({ ...plan, questions: repeated(plan.questions, count) });
  return {
    questions: leastSize(plan.questions.length, MOST.questions, (count, audits) =>
      succeeds(withQuestions(count), audits),
    ),
    samples: plan.identical
      ? null
      : leastSize(plan.samples, MOST.samples, (samples, audits) => succeeds({ ...plan, samples }, audits)),
  };
}

/** So many questions, the planned ones again and again; each time they are clusters of their own. */
export function repeated(questions: readonly PlannedQuestion[], count: number): PlannedQuestion[] {
  return Array.from({ length: count }, (_, i) => {
    const one = questions[i % questions.length] ?? { topic: '', lang: '', cluster: '' };
    const round = Math.floor(i / questions.length);
    return round === 0 ? one : { ...one, cluster: `${one.cluster} ${round}` };
  });
}

/** From doubling or halving the planned size, by halving the range, and by steps of 3 % with many audits at last. */
function leastSize(planned: number, most: number, succeeds: (size: number, audits: number) => boolean): number | null {
  const [quick, closer, last] = AUDITS;
  let [lo, hi] = [0, planned];
  if (succeeds(planned, quick)) {
    for (lo = Math.floor(planned / 2); lo > 0 && succeeds(lo, quick); lo = Math.floor(lo / 2)) hi = lo;
  } else {
    for (lo = planned, hi = planned * 2; hi <= most && !succeeds(hi, quick); hi *= 2) lo = hi;
    if (hi > most) return null;
  }
  while (hi - lo > Math.max(1, hi * 0.06)) {
    const middle = Math.round((lo + hi) / 2);
    if (succeeds(middle, closer)) hi = middle;
    else lo = middle;
  }
  while (!succeeds(hi, last)) {
    if (hi > most) return null;
    hi = Math.max(hi + 1, Math.ceil(hi * 1.03));
  }
  return hi;
}
