import { describe, expect, it } from 'vitest';
import { withoutCaptures } from '../../src/classify/lexicon.ts';

describe('withoutCaptures', () => {
  it.each([
    ['(a|b)c(?=d)(?<!e)', '(?:a|b)c(?=d)(?<!e)'],
    [String.raw`\((a)[(]`, String.raw`\((?:a)[(]`],
    [String.raw`[\](](b)`, String.raw`[\](](?:b)`],
    [String.raw`(.)\1`, String.raw`(.)\1`],
  ])('writes %s as %s', (source, expected) => {
    expect(withoutCaptures(source)).toBe(expected);
  });
});
