import { describe, expect, it } from 'vitest';
import { checkWords } from './words/check-words.ts';

/** The first stores; `scripts/check-words.ts` looks at 500. */
const SEEDS = Array.from({ length: 40 }, (_, i) => i);

describe('what the program says of random stores', () => {
  it.each(SEEDS)('is what the rows of store %i bear out', { timeout: 120_000 }, async (seed) => {
    expect(await checkWords(seed)).toEqual([]);
  });
});
