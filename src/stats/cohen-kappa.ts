/** Cohen's κ (Cohen 1960) of a square table of counts, rows one rater, columns the other; NaN where chance alone gives 1. */
export function cohenKappa(table: readonly (readonly number[])[]): number {
  const n = table.flat().reduce((sum, count) => sum + count, 0);
  if (n === 0) return Number.NaN;
  const rows = table.map((row) => row.reduce((sum, count) => sum + count, 0));
  const columns = table.map((_, j) => table.reduce((sum, row) => sum + (row[j] ?? 0), 0));
  const agreed = table.reduce((sum, row, i) => sum + (row[i] ?? 0), 0) / n;
  const chance = rows.reduce((sum, row, i) => sum + (row / n) * ((columns[i] ?? 0) / n), 0);
  return chance === 1 ? Number.NaN : (agreed - chance) / (1 - chance);
}
