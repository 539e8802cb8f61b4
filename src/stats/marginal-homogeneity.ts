import { invert } from './invert.ts';
import { seededRandom } from './random.ts';

/** Up to so many clusters all patterns of signs are gone through; above, random ones are drawn. */
const EXACT_LIMIT = 16;
const DRAWS = 10_000;
/** Seed of the draws: the same p each time. */
const SEED = 20_260_101;

/** A test that two sides have the same mix of classes. */
export interface MarginalHomogeneity {
  /** Stuart and Maxwell's χ², over clusters; for single independent pairs it is theirs. */
  readonly statistic: number;
  readonly p: number;
  /** True where p counts all patterns. */
  readonly exact: boolean;
}

/**
 * Marginal homogeneity of a table of transitions (Stuart 1955; Maxwell 1970) over clusters: S′ (Σ d d′)⁻ S, where d is the difference of
 * the class counts of a cluster's two sides and S their sum. p is that of turning clusters round, which leaves Σ d d′ as it is: exact up to 16
 * clusters that moved, else by 10,000 seeded draws with the observed pattern counted in. Rows are clusters, columns classes. Bhapkar's (1966) statistic
 * is W / (1 − W / n) for n single pairs, and orders the patterns in the same way. null where nothing moved.
 */
export function marginalHomogeneity(rows: readonly (readonly number[])[]): MarginalHomogeneity | null {
  const moved = rows.filter((row) => row.some((value) => Math.abs(value) > 1e-12));
  if (moved.length === 0) return null;
  const columns = independentColumns(moved);
  const reduced = moved.map((row) => columns.map((column) => row[column] ?? 0));
  const inverse = invert(productOf(reduced));
  if (inverse === null) return null;
  const width = columns.length;
  const kinds = kindsOf(reduced);
  const sums = new Float64Array(width);
  const statisticWith = (turned: (places: Int32Array) => number): number => {
    sums.fill(0);
    for (const { row, places } of kinds) {
      const times = turned(places);
      for (let j = 0; j < width; j++) sums[j] = (sums[j] ?? 0) + times * (row[j] ?? 0);
    }
    let value = 0;
    for (let i = 0; i < width; i++)
      for (let j = 0; j < width; j++) value += (sums[i] ?? 0) * (inverse[i]?.[j] ?? 0) * (sums[j] ?? 0);
    return value;
  };
  const statistic = statisticWith((places) => places.length);
  const exact = moved.length <= EXACT_LIMIT;
  const patterns = exact ? 2 ** (moved.length - 1) : DRAWS + 1;
  const draws = exact ? null : drawnSigns(moved.length);
  let extreme = 1;
  for (let pattern = 1; pattern < patterns; pattern++) {
    const { signs, from } = draws === null ? patternSigns(pattern, moved.length) : draws(pattern - 1);
    const value = statisticWith((places) => {
      let sum = 0;
      for (let at = 0; at < places.length; at++) sum += signs[from + (places[at] ?? 0)] ?? 0;
      return sum;
    });
    if (value >= statistic - 1e-9) extreme += 1;
  }
  return { statistic, p: extreme / patterns, exact };
}

/** Clusters that moved alike, and their places among all: few kinds, however many clusters, so that a pattern costs little more than its signs. */
function kindsOf(
  rows: readonly (readonly number[])[],
): { readonly row: readonly number[]; readonly places: Int32Array }[] {
  const kinds = new Map<string, { row: readonly number[]; places: number[] }>();
  for (const [i, row] of rows.entries()) {
    const key = row.join(' ');
    const kind = kinds.get(key) ?? { row, places: [] };
    kind.places.push(i);
    kinds.set(key, kind);
  }
  return [...kinds.values()].map(({ row, places }) => ({ row, places: Int32Array.from(places) }));
}

/** The signs of a pattern, from a place on in a list. */
interface Signs {
  readonly signs: Int8Array;
  readonly from: number;
}

function patternSigns(pattern: number, clusters: number): Signs {
  return { signs: Int8Array.from({ length: clusters }, (_, i) => ((pattern >> i) & 1 ? -1 : 1)), from: 0 };
}

/** Signs that are kept for the next test: every test draws the same ones, as far as its clusters go. */
const MOST_KEPT = 2 ** 23;
const kept = { signs: new Int8Array(0), drawn: 0, random: seededRandom(SEED) };

/** The signs of each draw in turn. */
function drawnSigns(clusters: number): (draw: number) => Signs {
  const wanted = clusters * DRAWS;
  if (wanted > MOST_KEPT) {
    const [signs, random] = [new Int8Array(clusters), seededRandom(SEED)];
    return () => {
      for (let i = 0; i < clusters; i++) signs[i] = random() < 0.5 ? -1 : 1;
      return { signs, from: 0 };
    };
  }
  if (kept.signs.length < wanted) {
    const longer = new Int8Array(wanted);
    longer.set(kept.signs);
    kept.signs = longer;
  }
  for (; kept.drawn < wanted; kept.drawn++) kept.signs[kept.drawn] = kept.random() < 0.5 ? -1 : 1;
  const { signs } = kept;
  return (draw) => ({ signs, from: draw * clusters });
}

/** Columns that do not follow from those before them, as the last one does, and a class that nothing moved to or from. */
function independentColumns(rows: readonly (readonly number[])[]): number[] {
  const chosen: number[] = [];
  for (let column = 0; column < (rows[0]?.length ?? 0); column++) {
    const tried = [...chosen, column];
    const product = productOf(rows.map((row) => tried.map((one) => row[one] ?? 0)));
    if (invert(product) !== null) chosen.push(column);
  }
  return chosen;
}

function productOf(rows: readonly (readonly number[])[]): number[][] {
  const width = rows[0]?.length ?? 0;
  return Array.from({ length: width }, (_, i) =>
    Array.from({ length: width }, (_, j) => rows.reduce((sum, row) => sum + (row[i] ?? 0) * (row[j] ?? 0), 0)),
  );
}
