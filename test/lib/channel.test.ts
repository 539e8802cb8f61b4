import { describe, expect, it } from 'vitest';
import { Channel } from '../../src/lib/channel.ts';
import { collect } from '../../src/lib/collect.ts';

/** Lets everything happen that waits for nothing outside. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('Channel', () => {
  it('gives items in their order, those before its end too', async () => {
    const channel = new Channel<number>(10);
    for (const n of [1, 2, 3]) void channel.push(n);
    channel.close();
    expect(await collect(channel)).toEqual([1, 2, 3]);
  });

  it('gives items that come while its consumer waits', async () => {
    const channel = new Channel<number>(10);
    const all = collect(channel);
    for (const n of [1, 2, 3]) {
      await settle();
      await channel.push(n);
    }
    await settle();
    channel.close();
    expect(await all).toEqual([1, 2, 3]);
  });

  it('lets producers wait while more wait than it has room for, and go on once there is room', async () => {
    const channel = new Channel<number>(2);
    let pushed = 0;
    for (let n = 0; n < 6; n++) void channel.push(n).then(() => ++pushed);
    const items = channel[Symbol.asyncIterator]();
    const after: number[] = [];
    for (let n = 0; n < 6; n++) {
      await items.next();
      await settle();
      after.push(pushed);
    }
    expect(after).toEqual([2, 2, 2, 6, 6, 6]);
  });

  it('leaves no producer waiting for an item that never comes', async () => {
    const channel = new Channel<number>(1);
    const producers = Promise.all(Array.from({ length: 50 }, (_, n) => channel.push(n)));
    void producers.then(() => channel.close());
    expect(await collect(channel)).toHaveLength(50);
  });

  it('never holds more items than its room and one for each producer', async () => {
    const channel = new Channel<number>(3);
    let made = 0;
    const producer = async (): Promise<void> => {
      while (made < 40) await channel.push(made++);
    };
    const both = Promise.all([producer(), producer()]).then(() => channel.close());
    await settle();
    let most = made;
    let taken = 0;
    for await (const _ of channel) {
      taken += 1;
      await settle();
      most = Math.max(most, made - taken);
    }
    await both;
    expect(most).toBe(5);
    expect(taken).toBe(made);
  });

  it('ends with the error after the items before it', async () => {
    const channel = new Channel<number>(10);
    void channel.push(1);
    channel.fail(new Error('broken'));
    const items = channel[Symbol.asyncIterator]();
    expect(await items.next()).toEqual({ done: false, value: 1 });
    await expect(items.next()).rejects.toThrow('broken');
  });

  it('keeps its first end', async () => {
    const channel = new Channel<number>(10);
    channel.close();
    channel.fail(new Error('too late'));
    expect(await collect(channel)).toEqual([]);
  });

  it('lets producers go on where the consumer leaves', async () => {
    const channel = new Channel<number>(0);
    let pushed = 0;
    for (let n = 0; n < 3; n++) void channel.push(n).then(() => ++pushed);
    for await (const _ of channel) break;
    await settle();
    expect(pushed).toBe(3);
  });
});
