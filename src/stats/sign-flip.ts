/** The most steps that sums are told apart by: above, differences are put on a grid and p errs upwards, by less than it shows. */
const MOST_STEPS = 2 ** 15;
/** Denominators of shares that are looked for before a grid is laid. */
const MOST_PARTS = 5_040;

/**
 * Two-sided p of the sign-flip permutation test that paired differences have mean 0 (Fisher 1935), exact: the distribution of the sum under all
 * 2^m patterns of signs, by convolution (Pagano and Tritchler 1983). Differences that hang together must be summed by cluster
 * first. Where they have no common denominator up to 5,040 they are put on a grid of 32,768 steps, and patterns within its rounding count as
 * extreme.
 */
export function signFlipTest(differences: readonly number[]): number {
  const moved = differences.filter((difference) => Math.abs(difference) > 1e-12).map(Math.abs);
  if (moved.length === 0) return 1;
  const observed = Math.abs(differences.reduce((sum, difference) => sum + difference, 0));
  const total = moved.reduce((sum, difference) => sum + difference, 0);
  const parts = denominatorOf(moved);
  const fits = parts !== null && total * parts <= MOST_STEPS;
  const scale = fits ? parts : MOST_STEPS / total;
  const steps = moved.map((difference) => Math.round(difference * scale));
  // On a grid each difference may be half a step off.
  const slack = fits ? 1e-6 : (moved.length + 1) / 2;
  return Math.min(1, beyond(steps, observed * scale - slack));
}

/** P(|Σ ± step| ≥ limit) with fair signs: twice one tail, which the symmetry of the signs gives. */
function beyond(steps: readonly number[], limit: number): number {
  if (limit <= 0) return 1;
  const total = steps.reduce((sum, step) => sum + step, 0);
  // The sum is twice the part with a plus, less the total; chances of that part by its size.
  const chances = new Float64Array(total + 1);
  chances[0] = 1;
  let reached = 0;
  for (const step of steps) {
    reached += step;
    // From above, so that what is read has not been written yet.
    for (let at = reached; at >= 0; at--) {
      chances[at] = ((chances[at] ?? 0) + (at < step ? 0 : (chances[at - step] ?? 0))) / 2;
    }
  }
  let tail = 0;
  for (let at = Math.ceil((total + limit) / 2 - 1e-9); at <= total; at++) tail += chances[at] ?? 0;
  return 2 * tail;
}

/** The smallest whole number that makes all values whole; null: there is none up to the most parts. */
function denominatorOf(values: readonly number[]): number | null {
  let parts = 1;
  for (const value of values) {
    const scaled = value * parts;
    if (isWhole(scaled)) continue;
    const more = Array.from({ length: 60 }, (_, i) => i + 2).find((factor) => isWhole(scaled * factor));
    if (more === undefined || parts * more > MOST_PARTS) return null;
    parts *= more;
  }
  return parts;
}

function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) < 1e-7;
}
