import type { Observation } from '../model/observation.ts';
import { outcomeOf } from '../model/outcome.ts';
import { Partners } from './partners.ts';
import { groupBy } from './tally.ts';

/** Two delivered trials of one question and sample, whatever became of them. */
export interface GatePair {
  readonly base: Observation;
  readonly candidate: Observation;
}

/** The pairs of a candidate with one run of its baseline, both of one target. */
export interface GatePairing {
  readonly pairs: readonly GatePair[];
  /** The sensitive questions of either side, by one of their trials. */
  readonly questions: readonly Observation[];
  /** How often both sides were to be asked each. */
  readonly samples: number;
  /** Sensitive trials that both sides were to be asked: all questions, so often each. */
  readonly planned: number;
  /** Delivered sensitive trials of either side without a partner. */
  readonly unpaired: number;
}

/** Pairs the delivered sensitive trials of two sides by wording and sample. */
export function gatePairs(base: readonly Observation[], candidate: readonly Observation[]): GatePairing {
  const [left, right] = [base, candidate].map((side) => side.filter(({ role }) => role === 'sensitive')) as [
    Observation[],
    Observation[],
  ];
  const delivered = (one: Observation): boolean => outcomeOf(one) !== null;
  const partners = new Partners('variant');
  for (const one of right) if (delivered(one)) partners.add(one);
  const pairs = left.filter(delivered).flatMap((one): GatePair[] => {
    const partner = partners.of(one);
    return partner === undefined ? [] : [{ base: one, candidate: partner }];
  });
  const arrived = left.filter(delivered).length + partners.size;
  const questions = [...new Map([...right, ...left].map((one) => [one.variant, one])).values()];
  const counts = [left, right].map(mostSamples).filter((count) => count > 0);
  const samples = counts.length === 0 ? 0 : Math.min(...counts);
  return {
    pairs,
    questions,
    samples,
    planned: questions.length * samples,
    unpaired: arrived - 2 * pairs.length,
  };
}

/** How often a side asks a question: the samples of that question of which it has the most, since rows may be missing. */
function mostSamples(side: readonly Observation[]): number {
  let most = 0;
  for (const members of groupBy(side, ({ variant }) => variant).values()) most = Math.max(most, members.length);
  return most;
}
