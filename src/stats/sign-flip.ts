import { seededRandom } from './random.ts';

/** Up to here all sign patterns are counted; above, this many random ones are drawn. */
const EXACT_LIMIT = 14;
const DRAWS = 10_000;

/**
 * Two-sided p of the sign-flip permutation test that paired differences have mean 0 (Fisher 1935): exact up to 14 differences
 * that are not 0, otherwise by 10,000 seeded draws with the observed pattern counted in (Phipson and Smyth 2010).
 */
export function signFlipTest(differences: readonly number[], seed: number): number {
  const moved = differences.filter((difference) => difference !== 0);
  const observed = Math.abs(moved.reduce((sum, difference) => sum + difference, 0)) - 1e-12;
  if (moved.length <= EXACT_LIMIT) {
    const patterns = 2 ** moved.length;
    let extreme = 0;
    for (let pattern = 0; pattern < patterns; pattern++) {
      const sum = moved.reduce((total, difference, i) => total + ((pattern >> i) & 1 ? difference : -difference), 0);
      if (Math.abs(sum) >= observed) extreme += 1;
    }
    return extreme / patterns;
  }
  const random = seededRandom(seed);
  let extreme = 1;
  for (let draw = 0; draw < DRAWS; draw++) {
    let sum = 0;
    let signs = 0;
    for (let i = 0; i < moved.length; i++) {
      // One number has 32 signs in it.
      if (i % 32 === 0) signs = Math.floor(random() * 2 ** 32);
      // Multiplied, not branched on: a random branch is ten times as slow.
      sum += (moved[i] ?? 0) * (1 - 2 * ((signs >>> (i % 32)) & 1));
    }
    if (Math.abs(sum) >= observed) extreme += 1;
  }
  return extreme / (DRAWS + 1);
}
