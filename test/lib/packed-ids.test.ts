import { describe, expect, it } from 'vitest';
import { contentHash } from '../../src/lib/digest.ts';
import { NumberColumn } from '../../src/lib/number-column.ts';
import { PackedIds } from '../../src/lib/packed-ids.ts';
import { PackedIntegers } from '../../src/lib/packed-integers.ts';

describe('lists that take little room', () => {
  it('give back ids of any kind as they were, in their order', () => {
    const packed = new PackedIds();
    const odd = ['', 't1', 'ABCDEF0123456789ABCDEF0123456789', `${'0'.repeat(31)}g`, '六四', '0'.repeat(32)];
    const ids = Array.from({ length: 40_000 }, (_, i) => (i % 7 === 0 ? (odd[i % odd.length] ?? '') : contentHash(i)));
    for (const id of ids) packed.add(id);
    expect(packed.size).toBe(ids.length);
    expect(ids.map((_, i) => packed.at(i))).toEqual(ids);
  });

  it('give back numbers as they were, and NaN behind their end', () => {
    const column = new NumberColumn();
    const numbers = Array.from({ length: 40_000 }, (_, i) => (i % 3 === 0 ? Number.NaN : (i - 20_000) * 2 ** 31));
    for (const one of numbers) column.add(one);
    expect(column.size).toBe(numbers.length);
    expect(numbers.map((_, i) => column.at(i))).toEqual(numbers);
    expect(column.at(numbers.length)).toBeNaN();
  });

  it('give back whole numbers as they were, and others too, and NaN behind their end', () => {
    const packed = new PackedIntegers();
    const odd = [0.5, -0, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, Number.NaN, -1];
    const numbers = Array.from({ length: 40_000 }, (_, i) => (i % 9 === 0 ? (odd[i % odd.length] ?? 0) : i));
    for (const one of numbers) packed.add(one);
    expect(numbers.map((_, i) => packed.at(i))).toEqual(numbers);
    expect(packed.at(50_000)).toBeNaN();
  });
});
