import { logGamma } from './log-gamma.ts';

const TINY = 1e-300;
const STEPS = 1_000;

/**
 * P(X ≤ x) for X ~ Beta(a, b), a and b above 0 and not always whole: the regularized incomplete beta function by its continued
 * fraction (DLMF 8.17.22, evaluated after Lentz 1976).
 */
export function betaAtMost(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2) ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(1 - x, b, a)) / b;
}

/** The x below which Beta(a, b) has the share `p`, 0 < p < 1: Newton's steps, halved where they would leave what is known to hold it. */
export function betaQuantile(p: number, a: number, b: number): number {
  const logConstant = logGamma(a + b) - logGamma(a) - logGamma(b);
  let [lo, hi] = [0, 1];
  let x = a / (a + b);
  for (let i = 0; i < 100; i++) {
    const off = betaAtMost(x, a, b) - p;
    if (off === 0) return x;
    if (off > 0) hi = x;
    else lo = x;
    const density = Math.exp(logConstant + (a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x));
    const step = x - off / density;
    const next = step > lo && step < hi ? step : (lo + hi) / 2;
    if (Math.abs(next - x) <= 1e-14 * x) return next;
    x = next;
  }
  return x;
}

function fraction(x: number, a: number, b: number): number {
  const kept = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / kept(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= STEPS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / kept(1 + even * d);
    c = kept(1 + even / c);
    value *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / kept(1 + odd * d);
    c = kept(1 + odd / c);
    value *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return value;
}
