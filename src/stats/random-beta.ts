import { randomGamma } from './random-gamma.ts';

/** A draw from a Beta distribution, of two gamma variates; `random` gives numbers in [0, 1). */
export function randomBeta(a: number, b: number, random: () => number): number {
  const x = randomGamma(a, random);
  const y = randomGamma(b, random);
  return x + y === 0 ? Number(random() < a / (a + b)) : x / (x + y);
}
