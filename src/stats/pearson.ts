/**
 * Pearson's product-moment correlation (Pearson 1895) of values given in pairs, within [-1, 1]; of a variable of two values it is the
 * point-biserial one. NaN with fewer than two pairs, or where one side does not vary.
 */
export function pearson(first: readonly number[], second: readonly number[]): number {
  const n = Math.min(first.length, second.length);
  if (n < 2) return Number.NaN;
  const [meanA, meanB] = [meanOf(first.slice(0, n)), meanOf(second.slice(0, n))];
  let [both, a2, b2] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [a, b] = [(first[i] ?? 0) - meanA, (second[i] ?? 0) - meanB];
    both += a * b;
    a2 += a * a;
    b2 += b * b;
  }
  // Sums of equal values may leave a rest of rounding.
  if (a2 < 1e-18 * n || b2 < 1e-18 * n) return Number.NaN;
  return Math.max(-1, Math.min(1, both / Math.sqrt(a2 * b2)));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
