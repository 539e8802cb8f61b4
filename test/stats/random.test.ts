import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/stats/random.ts';
import { randomBeta } from '../../src/stats/random-beta.ts';
import { randomDirichlet } from '../../src/stats/random-dirichlet.ts';
import { randomGamma } from '../../src/stats/random-gamma.ts';

describe('seededRandom', () => {
  // From another implementation of sfc32 and splitmix32, in Python: intervals that were published hang on these.
  it.each([
    [1, [2420951833, 2513034076, 3847892949, 4064752930, 1169703512, 1317941441]],
    [20_260_101, [678810646, 2654710071, 2380633811]],
    [-1, [2300869303, 3917632794, 3726809994]],
    [0, [2899526011, 769844623, 220372281]],
  ])('gives the numbers of sfc32 for seed %i', (seed, words) => {
    const random = seededRandom(seed);
    expect(words.map(() => random() * 2 ** 32)).toEqual(words);
  });
});

const DRAWS = 20_000;

/** Mean and variance of seeded draws. */
function moments(draw: (random: () => number) => number): { readonly mean: number; readonly variance: number } {
  const random = seededRandom(11);
  const values = Array.from({ length: DRAWS }, () => draw(random));
  const mean = values.reduce((sum, value) => sum + value, 0) / DRAWS;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / DRAWS };
}

describe('randomGamma', () => {
  it.each([0.2, 0.7, 1, 2.5, 40])('has mean and variance of its shape %f', (shape) => {
    const { mean, variance } = moments((random) => randomGamma(shape, random));
    expect(Math.abs(mean / shape - 1)).toBeLessThan(5 / Math.sqrt(DRAWS * shape));
    expect(Math.abs(variance / shape - 1)).toBeLessThan(5 * Math.sqrt((2 + 6 / shape) / DRAWS));
  });

  it('is exponential at shape 1, from end to end', () => {
    const random = seededRandom(12);
    const values = Array.from({ length: DRAWS }, () => randomGamma(1, random)).sort((a, b) => a - b);
    const gaps = values.map((value, i) => Math.abs(1 - Math.exp(-value) - (i + 0.5) / DRAWS));
    // Kolmogorov's critical value at one in a thousand.
    expect(Math.max(...gaps)).toBeLessThan(1.95 / Math.sqrt(DRAWS));
    expect(values[0]).toBeGreaterThan(0);
  });
});

describe('randomBeta', () => {
  it.each([
    [0.4, 1.6],
    [3, 2],
    [1e-4, 3e-4],
  ])('has mean and variance of Beta(%f, %f), also where both gamma variates are too small for a number', (a, b) => {
    const { mean, variance } = moments((random) => randomBeta(a, b, random));
    const [m, v] = [a / (a + b), (a * b) / ((a + b) ** 2 * (a + b + 1))];
    expect(Math.abs(mean - m)).toBeLessThan(5 * Math.sqrt(v / DRAWS));
    expect(Math.abs(variance / v - 1)).toBeLessThan(0.05);
  });
});

describe('randomDirichlet', () => {
  it('gives shares that sum to 1, on average those of the weights', () => {
    const weights = [0.5, 2, 7.5];
    const shares = randomDirichlet(weights, seededRandom(1));
    expect(shares.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 12);
    for (const [i, weight] of weights.entries()) {
      const { mean, variance } = moments((random) => randomDirichlet(weights, random)[i] ?? 0);
      const share = weight / 10;
      expect(Math.abs(mean - share)).toBeLessThan(0.005);
      expect(Math.abs(variance / ((share * (1 - share)) / 11) - 1)).toBeLessThan(0.1);
    }
  });

  it('is even where every draw is too small for a number', () => {
    expect(randomDirichlet([1e-9, 1e-9], () => 0.5)).toEqual([0.5, 0.5]);
  });
});
