/**
 * Fleiss' κ for several raters (Fleiss 1971): `counts[unit][category]` is how many raters chose a category; every unit has the
 * same number of raters, at least two (use Krippendorff's α otherwise). NaN without units or where chance alone gives 1.
 */
export function fleissKappa(counts: readonly (readonly number[])[]): number {
  const raters = (counts[0] ?? []).reduce((sum, count) => sum + count, 0);
  if (counts.length === 0 || raters < 2) return Number.NaN;
  const categories = counts[0]?.length ?? 0;
  const shares = Array.from({ length: categories }, (_, j) => {
    return counts.reduce((sum, unit) => sum + (unit[j] ?? 0), 0) / (counts.length * raters);
  });
  const chance = shares.reduce((sum, share) => sum + share * share, 0);
  const agreed =
    counts.reduce((sum, unit) => sum + unit.reduce((of, count) => of + count * (count - 1), 0), 0) /
    (counts.length * raters * (raters - 1));
  return chance === 1 ? Number.NaN : (agreed - chance) / (1 - chance);
}
