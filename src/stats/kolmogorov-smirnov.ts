/** How far two samples' distributions lie apart at most, and how likely that is where they are one (two-sided, asymptotic). */
export interface KolmogorovSmirnov {
  readonly distance: number;
  readonly p: number;
}

/**
 * The two-sample test of Kolmogorov and Smirnov, with p after Stephens (1970). `firstN` and `secondN` say how many observations
 * stand behind the values where these are quantiles of them. Ties make it rather too careful.
 */
export function kolmogorovSmirnov(
  first: readonly number[],
  second: readonly number[],
  firstN = first.length,
  secondN = second.length,
): KolmogorovSmirnov {
  const [a, b] = [first.toSorted((x, y) => x - y), second.toSorted((x, y) => x - y)];
  let [i, j, distance] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i] ?? 0, b[j] ?? 0);
    while (i < a.length && (a[i] ?? 0) <= value) i += 1;
    while (j < b.length && (b[j] ?? 0) <= value) j += 1;
    distance = Math.max(distance, Math.abs(i / a.length - j / b.length));
  }
  const root = Math.sqrt((firstN * secondN) / (firstN + secondN));
  return { distance, p: tail((root + 0.12 + 0.11 / root) * distance) };
}

/** Kolmogorov's limiting distribution, its upper tail. */
function tail(lambda: number): number {
  if (lambda < 0.2) return 1;
  let sum = 0;
  for (let k = 1; k <= 100; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * lambda * lambda);
  return Math.min(1, Math.max(0, sum));
}
