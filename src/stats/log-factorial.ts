const known: number[] = [0];

/** The natural logarithm of n!, summed once and kept; n is a whole number from 0. */
export function logFactorial(n: number): number {
  for (let i = known.length; i <= n; i++) known[i] = (known[i - 1] ?? 0) + Math.log(i);
  return known[n] ?? 0;
}

/** The natural logarithm of the binomial coefficient "n over k". */
export function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}
