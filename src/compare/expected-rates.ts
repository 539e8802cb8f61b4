import type { Observation } from '../model/observation.ts';
import { GATED_OUTCOMES, type GatedOutcome, outcomeOf } from '../model/outcome.ts';
import type { GatePlan } from './power.ts';
import { groupBy } from './tally.ts';

/** A share that is taken where nothing is known of how answers to one question resemble each other. */
const BETWEEN = 0.6;

/** The rates of a run over its delivered sensitive trials, and how much of the variance of single answers lies between questions. */
export function expectedRates(
  observations: readonly Observation[],
  name: GatedOutcome,
): Pick<GatePlan, 'rates' | 'between'> {
  const told = observations.filter((one) => one.role === 'sensitive' && outcomeOf(one) !== null);
  const rateOf = (outcome: GatedOutcome): number =>
    told.filter((one) => outcomeOf(one) === outcome).length / Math.max(1, told.length);
  const rates = Object.fromEntries(GATED_OUTCOMES.map((outcome) => [outcome, rateOf(outcome)]));
  const questions = [...groupBy(told, ({ target, variant }) => `${target}/${variant}`).values()];
  return {
    rates: rates as Record<GatedOutcome, number>,
    between: betweenQuestions(
      questions.map((all) => ({ k: all.filter((one) => outcomeOf(one) === name).length, n: all.length })),
    ),
  };
}

/** The intraclass correlation of repeated answers, by the analysis of variance (Donner 1986), 0…0.95; 0.6 where nothing was repeated or nothing varies. */
function betweenQuestions(counts: readonly { readonly k: number; readonly n: number }[]): number {
  const n = counts.reduce((sum, one) => sum + one.n, 0);
  const m = counts.length;
  const rate = counts.reduce((sum, { k }) => sum + k, 0) / Math.max(1, n);
  if (m < 2 || n <= m || rate === 0 || rate === 1) return BETWEEN;
  const among = counts.reduce((sum, one) => sum + one.n * (one.k / one.n - rate) ** 2, 0) / (m - 1);
  const inside = counts.reduce((sum, { k, n: of }) => sum + (k * (of - k)) / of, 0) / (n - m);
  const each = (n - counts.reduce((sum, one) => sum + one.n * one.n, 0) / n) / (m - 1);
  return Math.min(0.95, Math.max(0, (among - inside) / (among + (each - 1) * inside)));
}
