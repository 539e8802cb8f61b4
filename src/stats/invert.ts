/** The inverse of a small square matrix, by Gauss-Jordan elimination with pivots; null where it has none. */
export function invert(matrix: readonly (readonly number[])[]): number[][] | null {
  const n = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => Number(i === j))]);
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let i = column + 1; i < n; i++)
      if (Math.abs(at(rows, i, column)) > Math.abs(at(rows, pivot, column))) pivot = i;
    const divisor = at(rows, pivot, column);
    if (Math.abs(divisor) < 1e-12) return null;
    const top = (rows[pivot] ?? []).map((value) => value / divisor);
    rows[pivot] = rows[column] ?? [];
    rows[column] = top;
    for (let i = 0; i < n; i++) {
      const factor = at(rows, i, column);
      if (i === column || factor === 0) continue;
      rows[i] = (rows[i] ?? []).map((value, j) => value - factor * (top[j] ?? 0));
    }
  }
  return rows.map((row) => row.slice(n));
}

function at(rows: readonly (readonly number[])[], i: number, j: number): number {
  return rows[i]?.[j] ?? 0;
}
