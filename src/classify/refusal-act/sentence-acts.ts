import { type Frame, forEachFrameRow } from './frame-tokens.ts';
import type { LinearInput } from './linear-model.ts';

/** What a sentence does for the asker: it performs a refusal, it says nothing of substance (lecture, offer, preface), or it has substance. */
export const SENTENCE_ACTS = ['act', 'hollow', 'substance'] as const;

/** Bits of the bucket of a row, of sentences. */
export const SENTENCE_BITS = 15;
const LONGEST = 3;
const MOST_TOKENS = 60;

/** The input of the sentence model. */
export function sentenceInput({ tokens, masked, echoed, numbers, quotes }: Frame): LinearInput {
  const buckets: number[] = [];
  forEachFrameRow(tokens.slice(0, MOST_TOKENS), LONGEST, 1, (row) =>
    buckets.push((row >>> 0) >>> (32 - SENTENCE_BITS)),
  );
  const all = Math.max(1, tokens.length);
  return {
    buckets,
    unit: 1 / Math.sqrt(Math.max(1, buckets.length)),
    measures: [
      Math.min(3, masked / all),
      Math.min(1, echoed / Math.max(1, masked)),
      Math.min(3, numbers),
      Math.min(2, quotes),
      Math.log1p(masked + tokens.length) / 3,
    ],
  };
}
