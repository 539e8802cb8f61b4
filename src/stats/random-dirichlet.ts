import { randomGamma } from './random-gamma.ts';

/** A draw from a Dirichlet distribution: shares that sum to 1; every weight is above 0. */
export function randomDirichlet(weights: readonly number[], random: () => number): number[] {
  const draws = weights.map((weight) => randomGamma(weight, random));
  const sum = draws.reduce((total, draw) => total + draw, 0);
  return sum === 0 ? weights.map(() => 1 / weights.length) : draws.map((draw) => draw / sum);
}
