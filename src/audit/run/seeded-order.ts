import { seededRandom } from '../../stats/random.ts';

/** The source of a plan's order: the same for the same seed, everywhere. */
export function seededOrder(seed: number): () => number {
  return seededRandom(seed);
}
