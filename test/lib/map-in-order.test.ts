import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { collect } from '../../src/lib/collect.ts';
import { mapInOrder } from '../../src/lib/map-in-order.ts';

describe('mapping in order', () => {
  it('keeps the order and never works on more at a time', async () => {
    let underWay = 0;
    let most = 0;
    const results = mapInOrder([30, 1, 20, 1, 1, 10], 3, async (ms) => {
      most = Math.max(most, ++underWay);
      await wait(ms);
      underWay -= 1;
      return ms;
    });
    expect(await collect(results)).toEqual([30, 1, 20, 1, 1, 10]);
    expect(most).toBe(3);
  });

  it('gives what came before a failure, of the work or of the items, and then fails', async () => {
    const seen: number[] = [];
    const bad = mapInOrder([1, 2, 3, 4], 2, async (n) => {
      if (n === 3) throw new Error('three');
      return n;
    });
    await expect(
      (async () => {
        for await (const n of bad) seen.push(n);
      })(),
    ).rejects.toThrow('three');
    expect(seen).toEqual([1, 2]);
    async function* items(): AsyncGenerator<number> {
      yield 1;
      yield 2;
      throw new Error('no more');
    }
    const given: number[] = [];
    await expect(
      (async () => {
        for await (const n of mapInOrder(items(), 5, async (one) => one)) given.push(n);
      })(),
    ).rejects.toThrow('no more');
    expect(given).toEqual([1, 2]);
  });
});
