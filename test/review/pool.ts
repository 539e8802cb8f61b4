import type { VerdictClass } from '../../src/model/verdict.ts';
import type { PoolItem } from '../../src/review/queue.ts';

/** A pool of a given number of answers by class and language. */
export function aPool(counts: readonly (readonly [VerdictClass | null, string, number])[]): PoolItem[] {
  return counts.flatMap(([label, lang, n]) =>
    Array.from({ length: n }, (_, i) => ({
      trial: `${label}-${lang}-${i}`,
      probe: `p-${i % 10}`,
      topic: i % 2 === 0 ? 'taiwan' : 'tibet',
      lang,
      target: i % 3 === 0 ? 'model-a' : 'model-b',
      role: i % 4 === 0 ? 'control' : 'sensitive',
      class: label,
      confidence: label === null ? null : (i % 10) / 10,
      disagreement: i % 5 === 0,
    })),
  );
}
