import { expect, it } from 'vitest';
import { leastOf, mostOf } from '../../src/lib/most-of.ts';

it('finds the greatest and the least of more numbers than a call takes', () => {
  const many = Array.from({ length: 300_000 }, (_, i) => (i * 7_919) % 300_007);
  expect([mostOf(many), leastOf(many)]).toEqual([300_006, 0]);
});

it('gives what Math.max and Math.min give', () => {
  for (const some of [[], [-1, -2], [0, Number.NaN, 1], [Number.NaN], [Number.POSITIVE_INFINITY, 3]]) {
    expect(mostOf(some)).toBe(Math.max(...some));
    expect(leastOf(some)).toBe(Math.min(...some));
  }
});
