/**
 * Krippendorff's α for nominal categories (Krippendorff 2019, chapter 12): `units` holds, for each answer, the categories that its
 * raters gave; missing ratings are left out, and units with fewer than two say nothing. NaN where nothing varies.
 */
export function krippendorffAlpha(units: readonly (readonly string[])[]): number {
  const rated = units.filter((unit) => unit.length > 1);
  const totals = new Map<string, number>();
  let values = 0;
  let disagreed = 0;
  for (const unit of rated) {
    const counts = new Map<string, number>();
    for (const category of unit) counts.set(category, (counts.get(category) ?? 0) + 1);
    let alike = 0;
    for (const [category, count] of counts) {
      totals.set(category, (totals.get(category) ?? 0) + count);
      alike += count * (count - 1);
    }
    values += unit.length;
    disagreed += (unit.length * (unit.length - 1) - alike) / (unit.length - 1);
  }
  const expectedAlike = [...totals.values()].reduce((sum, count) => sum + count * (count - 1), 0);
  const expected = (values * (values - 1) - expectedAlike) / (values - 1);
  return values < 2 || expected === 0 ? Number.NaN : 1 - disagreed / expected;
}
