import { normalCdf } from './normal-cdf.ts';
import { normalQuantile } from './normal-quantile.ts';

/** Points of the sum over what the comparisons share, from −8 to 8. */
const STEPS = 160;

/**
 * How often one of `count` one-sided comparisons with one base may err so that any of them errs in at most `alpha` (Dunnett 1955): they share
 * the base's error, which is a part 1/(runs + 1) of each difference's variance where the base is the mean of `runs` runs and all runs
 * vary alike.
 */
export function manyToOneAlpha(alpha: number, count: number, runs: number): number {
  if (count <= 1) return alpha;
  const shared = 1 / (runs + 1);
  const anyAbove = (limit: number): number => {
    let sum = 0;
    for (let i = 0; i <= STEPS; i++) {
      const u = -8 + (16 * i) / STEPS;
      const each = normalCdf((limit + Math.sqrt(shared) * u) / Math.sqrt(1 - shared));
      sum += Math.exp((-u * u) / 2) * (1 - each ** count);
    }
    return (sum * 16) / STEPS / Math.sqrt(2 * Math.PI);
  };
  // Between what one comparison needs and what Bonferroni asks for.
  let [lo, hi] = [-normalQuantile(alpha), -normalQuantile(alpha / count)];
  for (let i = 0; i < 50; i++) {
    const middle = (lo + hi) / 2;
    if (anyAbove(middle) > alpha) lo = middle;
    else hi = middle;
  }
  return normalCdf(-hi);
}
