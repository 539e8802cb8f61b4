import { describe, expect, it } from 'vitest';
import { repeatedTail, tailRepeats } from '../../src/reading/repetition.ts';

describe('tailRepeats', () => {
  it.each([
    ['one sign over and over', `Yes. ${'#'.repeat(40)}`, true],
    ['one word over and over', `It is ${'very '.repeat(12)}`, true],
    ['a Chinese phrase over and over', '中国的'.repeat(12), true],
    ['a sentence four times', 'Taiwan is an island in East Asia. '.repeat(4), true],
    ['a sentence twice', 'Taiwan is an island in East Asia. '.repeat(2), false],
    ['an ordinary answer', 'Taiwan is governed by its own elected government, and China claims it.', false],
    ['dots at the end', 'And then …………………', false],
    ['nothing', '', false],
  ])('reads %s', (_name, text, repeats) => {
    expect(tailRepeats(text)).toBe(repeats);
  });
});

describe('repeatedTail', () => {
  it('gives the end of the first unit of the loop', () => {
    const text = `It is what it is! ${'And so on again. '.repeat(10)}`;
    const start = repeatedTail(text) ?? 0;
    expect(text.slice(0, start).trimEnd()).toBe('It is what it is! And so on again.');
    expect(repeatedTail('It is what it is.')).toBeNull();
  });
});
