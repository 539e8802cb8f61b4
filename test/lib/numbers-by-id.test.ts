import { describe, expect, it } from 'vitest';
import { sha256 } from '../../src/lib/digest.ts';
import { NumbersById } from '../../src/lib/numbers-by-id.ts';

describe('NumbersById', () => {
  it('gives back the number of each of many ids, and none of others', () => {
    const numbers = new NumbersById();
    const ids = Array.from({ length: 20_000 }, (_, i) => sha256(`${i}`).slice(0, 32));
    for (const [i, id] of ids.entries()) expect(numbers.set(id, i)).toBe(true);
    expect(numbers.size).toBe(ids.length);
    expect(ids.every((id, i) => numbers.get(id) === i)).toBe(true);
    expect(ids.some((id) => numbers.get(`${id}.`) !== undefined)).toBe(false);
  });

  it('says where an id had a number, and takes the new one', () => {
    const numbers = new NumbersById();
    numbers.set('', 0);
    expect([numbers.set('', 5), numbers.get(''), numbers.size]).toEqual([false, 5, 1]);
  });
});
