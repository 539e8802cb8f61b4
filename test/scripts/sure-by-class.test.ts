import { describe, expect, it } from 'vitest';
import type { JudgedParts } from '../../scripts/training/fit-stack.ts';
import { sureByClass } from '../../scripts/training/measured-shares.ts';
import type { VerdictClass } from '../../src/model/verdict.ts';

/** `n` verdicts of a class at a score in a source, the first `wrong` of them wrong. */
function verdicts(
  part: string,
  found: VerdictClass,
  score: number,
  n: number,
  wrong: number,
  sentences = 20,
): JudgedParts[] {
  return Array.from({ length: n }, (_, i) => ({
    row: { part, label: i < wrong ? 'other' : found, sentences },
    found,
    score,
  })) as unknown as JudgedParts[];
}

describe('sureByClass', () => {
  it('finds for every class the lowest score from which no source has more than one wrong verdict in twenty-five', () => {
    const judged = [
      ...verdicts('essays', 'neutral', 0.3, 40, 10),
      ...verdicts('essays', 'neutral', 0.7, 40, 1),
      ...verdicts('essays', 'official_narrative', 0.1, 40, 0),
      ...verdicts('services', 'official_narrative', 0.5, 20, 6),
      ...verdicts('services', 'official_narrative', 0.9, 20, 1),
    ];
    expect(sureByClass(judged)).toEqual({
      refusal: [1, 1, 1],
      official_narrative: [1, 1, 0.505],
      neutral: [1, 1, 0.305],
    });
  });

  it('does not ask it of a source with too few verdicts to tell', () => {
    const few = [...verdicts('essays', 'neutral', 0.9, 100, 0), ...verdicts('services', 'neutral', 0.9, 19, 4)];
    expect(sureByClass(few).neutral).toEqual([1, 1, 0]);
  });

  it('finds it for every length apart, and takes halves of a source for one', () => {
    const judged = [
      ...verdicts('essays', 'neutral', 0.4, 40, 0, 30),
      ...verdicts('written 1', 'neutral', 0.4, 12, 6, 2),
      ...verdicts('written 2', 'neutral', 0.4, 12, 6, 2),
      ...verdicts('written 2', 'neutral', 0.8, 20, 0, 2),
    ];
    expect(sureByClass(judged).neutral).toEqual([0.405, 1, 0]);
  });
});
