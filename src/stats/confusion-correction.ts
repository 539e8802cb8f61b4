import type { Interval } from './interval.ts';
import { invert } from './invert.ts';
import { seededRandom } from './random.ts';
import { randomDirichlet } from './random-dirichlet.ts';

/** A class that people gave fewer times than this is too rarely measured to correct for. */
export const LABELS_FLOOR = 15;
/** The share of a class's answers that a classifier must find: above one half the matrix can always be inverted. */
export const RECALL_FLOOR = 0.55;
const DRAWS = 1_000;
const SEED = 1;

/** What turns a classifier's shares into people's: the inverted matrix as measured, and as it might have been measured. */
export interface ConfusionCorrection {
  readonly inverse: readonly (readonly number[])[];
  readonly draws: readonly (readonly (readonly number[])[])[];
}

/**
 * The matrix form of Rogan and Gladen for several classes (Buonaccorsi 2010, chapter 2) from counts `confusion[human][machine]`.
 * The matrix's own uncertainty is kept as 1,000 seeded Dirichlet draws of its rows. A string says why it must not be used: a class,
 * called by its name, with fewer than 15 labels, or of which the classifier finds under 55 %.
 */
export function confusionCorrection(
  confusion: readonly (readonly number[])[],
  names: readonly string[],
): ConfusionCorrection | string {
  for (const [i, row] of confusion.entries()) {
    const labels = row.reduce((sum, count) => sum + count, 0);
    if (labels < LABELS_FLOOR) return `${names[i]} has ${labels} labels, ${LABELS_FLOOR} are needed`;
    const recall = (row[i] ?? 0) / labels;
    if (recall < RECALL_FLOOR)
      return `${names[i]} is found in ${Math.round(recall * 100)} % of what people call so, ${Math.round(RECALL_FLOOR * 100)} % are needed`;
  }
  const random = seededRandom(SEED);
  const inverse = invert(transposed(confusion.map((row) => shares(row))));
  if (inverse === null) return 'the confusion matrix cannot be inverted';
  const draws: (readonly (readonly number[])[])[] = [];
  for (let draw = 0; draw < DRAWS; draw++) {
    // Jeffreys' prior of half a count shared by the row keeps what was never seen possible.
    const rows = confusion.map((row) =>
      randomDirichlet(
        row.map((count) => count + 0.5 / row.length),
        random,
      ),
    );
    const drawn = invert(transposed(rows));
    if (drawn !== null) draws.push(drawn);
  }
  return { inverse, draws };
}

/**
 * The classes' shares as people would have found them, each with its 95 % interval. `found` are the classifier's shares, worth
 * `effectiveN` independent answers. Shares are kept inside the simplex (Wang and Carreira-Perpiñán 2013).
 */
export function correctShares(
  found: readonly number[],
  effectiveN: number,
  { inverse, draws }: ConfusionCorrection,
): (Interval & { readonly rate: number })[] {
  const random = seededRandom(SEED);
  const weights = found.map((share) => share * effectiveN + 0.5);
  const drawn = draws.map((matrix) => onSimplex(times(matrix, randomDirichlet(weights, random))));
  return onSimplex(times(inverse, found)).map((rate, i) => {
    const values = drawn.map((shares) => shares[i] ?? 0).sort((a, b) => a - b);
    const at = (share: number): number => values[Math.round(share * (values.length - 1))] ?? rate;
    return { rate, lo: Math.min(rate, at(0.025)), hi: Math.max(rate, at(0.975)) };
  });
}

function shares(row: readonly number[]): number[] {
  const sum = row.reduce((total, count) => total + count, 0);
  return row.map((count) => count / sum);
}

function transposed(matrix: readonly (readonly number[])[]): number[][] {
  return matrix.map((_, j) => matrix.map((row) => row[j] ?? 0));
}

function times(matrix: readonly (readonly number[])[], vector: readonly number[]): number[] {
  return matrix.map((row) => row.reduce((sum, value, j) => sum + value * (vector[j] ?? 0), 0));
}

/** The nearest point whose coordinates are not negative and sum to 1. */
function onSimplex(point: readonly number[]): number[] {
  const sorted = point.toSorted((a, b) => b - a);
  let sum = 0;
  let shift = 0;
  for (const [i, value] of sorted.entries()) {
    sum += value;
    if (value > (sum - 1) / (i + 1)) shift = (sum - 1) / (i + 1);
  }
  return point.map((value) => Math.max(0, value - shift));
}
