/** The standard normal distribution function, by its series near 0 and a continued fraction in the tails (Abramowitz and Stegun 1964, 26.2.11 and 26.2.14). */
export function normalCdf(x: number): number {
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  const a = Math.abs(x);
  if (a > 38) return x < 0 ? 0 : 1;
  if (a < 3) {
    let term = x;
    let sum = x;
    for (let i = 3; Math.abs(term) > 1e-17; i += 2) {
      term *= (x * x) / i;
      sum += term;
    }
    return 0.5 + density * sum;
  }
  let fraction = a;
  for (let i = 120; i >= 1; i--) fraction = a + i / fraction;
  const tail = density / fraction;
  return x < 0 ? tail : 1 - tail;
}
