import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoresOf } from '../../../src/classify/refusal-act/linear-model.ts';

const CLASSES = 3;
const MEASURES = 4;
const BUCKETS = 16;
const weight = fc.double({ min: -9, max: 9, noNaN: true });
const weights = (n: number) => fc.array(weight, { minLength: n, maxLength: n });

describe('scoresOf', () => {
  it('sums weights in the order of buckets, measures and bias, digit by digit', () => {
    fc.assert(
      fc.property(
        weights(BUCKETS * CLASSES),
        weights((MEASURES + 1) * CLASSES),
        fc.array(fc.nat({ max: BUCKETS - 1 }), { maxLength: 40 }),
        weights(MEASURES),
        weight,
        (table, dense, buckets, measures, unit) => {
          const plain = Array.from({ length: CLASSES }, (_, c) => {
            let score = 0;
            for (const bucket of buckets) score += unit * (table[bucket * CLASSES + c] ?? 0);
            for (const [j, measure] of measures.entries()) score += measure * (dense[j * CLASSES + c] ?? 0);
            return score + (dense[MEASURES * CLASSES + c] ?? 0);
          });
          const scores = scoresOf(table, dense, CLASSES, { buckets, unit, measures });
          expect(scores.every((score, c) => score === plain[c])).toBe(true);
        },
      ),
    );
  });
});
