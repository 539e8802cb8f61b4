import type { DayDistances } from './changed-days.ts';
import { seededRandom } from './random.ts';

const ORDERS = 1_999;
/** Seed of the orders: the same p each time. */
const SEED = 20_260_101;
/** How much less a pair of days counts for each further day between them. */
const FADES = 0.6;

/**
 * Whether days hang together: the chance, were their order to tell nothing, that days near each other lie as close as these do, over many items. The statistic
 * is the sum of the distances of all pairs of days, each the less the longer the days lie apart (a Mantel statistic, 1967), of items that are put on one
 * scale; p is that of 1,999 seeded orders with the observed one counted in (Phipson and Smyth 2010). 1 where nothing can be said.
 */
export function hangingDaysTest(items: readonly DayDistances[]): number {
  const size = items[0]?.length ?? 0;
  const distances = together(items, size);
  if (distances === null || size < 3) return 1;
  const nearness = (order: Uint8Array): number => {
    let sum = 0;
    for (let i = 0; i < size; i++)
      for (let j = 0; j < i; j++)
        sum += (distances[(order[i] ?? 0) * size + (order[j] ?? 0)] ?? 0) * (WEIGHTS[i - j] ?? 0);
    return sum;
  };
  const order = Uint8Array.from({ length: size }, (_, i) => i);
  const observed = nearness(order);
  const random = seededRandom(SEED);
  let extreme = 1;
  for (let drawn = 0; drawn < ORDERS; drawn++) {
    for (let i = size - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
    }
    if (nearness(order) <= observed + 1e-9) extreme += 1;
  }
  return extreme / (ORDERS + 1);
}

const WEIGHTS = Float64Array.from({ length: 256 }, (_, apart) => FADES ** apart);

/** The mean distances over items, each in its own mean; where an item has no answer of a day, over the others. null: all lie at one place. */
function together(items: readonly DayDistances[], size: number): Float64Array | null {
  const [sums, counts] = [new Float64Array(size * size), new Float64Array(size * size)];
  for (const distances of items) {
    const known = distances.flatMap((row, i) => row.filter((one, j) => i !== j && one !== null)) as number[];
    const mean = known.reduce((sum, one) => sum + one, 0) / known.length;
    if (known.length === 0 || mean < 1e-9) continue;
    for (const [i, row] of distances.entries())
      for (const [j, one] of row.entries()) {
        if (i === j || one === null) continue;
        sums[i * size + j] = (sums[i * size + j] ?? 0) + one / mean;
        counts[i * size + j] = (counts[i * size + j] ?? 0) + 1;
      }
  }
  if (counts.every((count) => count === 0)) return null;
  // A pair of days without an item stands at the mean, which is 1.
  return sums.map((sum, at) => (counts[at] === 0 ? 1 : sum / (counts[at] ?? 1)));
}
