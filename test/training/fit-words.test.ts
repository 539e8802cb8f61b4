import { describe, expect, it } from 'vitest';
import { wordScore } from '../../src/classify/framing/own-words.ts';
import { fitWords, type WordExample } from '../../src/training/fit-words.ts';

const example = (places: number[], official: boolean, weight = 1): WordExample => ({ places, official, weight });
const EXAMPLES = [example([1, 2], true), example([1, 3], true), example([4, 2], false), example([4, 3], false)];

describe('fitWords', () => {
  it('leans to the class that a word stands in, and not where it stands in both', () => {
    const { table, bias } = fitWords(EXAMPLES, null);
    expect(wordScore(table, [1]) + bias).toBeGreaterThan(1);
    expect(wordScore(table, [4]) + bias).toBeLessThan(-1);
    expect(Math.abs(table[2] ?? 0)).toBeLessThan(0.2);
  });

  it('reaches the optimum: the slope of the loss is nought at the weights', () => {
    const cost = 3;
    const { table, bias } = fitWords(EXAMPLES, null, { cost, passes: 200 });
    const slope = EXAMPLES.reduce((sum, { places, official }) => {
      const sign = official ? 1 : -1;
      const share = 1 / (1 + Math.exp(sign * (wordScore(table, places) + bias)));
      return sum - (places.includes(1) ? (cost * sign * share) / Math.SQRT2 : 0);
    }, table[1] ?? 0);
    expect(slope).toBeCloseTo(0, 4);
  });

  it('is drawn to the prior, and stays there without examples', () => {
    const prior = fitWords(EXAMPLES, null);
    expect(fitWords([], prior)).toEqual(prior);
    const turned = fitWords([example([1], false, 0.01)], prior);
    expect(wordScore(turned.table, [1]) + turned.bias).toBeGreaterThan(0);
  });

  it('passes over examples without words or weight, and gives the same weights for the same examples', () => {
    const more = [...EXAMPLES, example([], true), example([1], false, 0)];
    expect(fitWords(more, null, { passes: 3 }).table.some(Number.isNaN)).toBe(false);
    expect(fitWords(EXAMPLES, null)).toEqual(fitWords(EXAMPLES, null));
  });
});
