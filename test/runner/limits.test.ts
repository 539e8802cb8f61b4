import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TargetLimits } from '../../src/runner/limits.ts';

const stay = (): AbortSignal => new AbortController().signal;

/** Begins `calls` calls that take `latencyMs` each and gives back when each began, within `forMs`. */
async function startsOf(limits: TargetLimits, calls: number, latencyMs: number, forMs: number): Promise<number[]> {
  const from = Date.now();
  const starts: number[] = [];
  for (let i = 0; i < calls; i++) {
    void limits.run(async () => {
      starts.push(Date.now() - from);
      await new Promise((resolve) => setTimeout(resolve, latencyMs));
    }, stay());
  }
  await vi.advanceTimersByTimeAsync(forMs);
  return starts.filter((start) => start < forMs);
}

/** Runs `calls` calls at once and gives back how many were under way together. */
async function mostAtOnce(limits: TargetLimits, calls: number): Promise<number> {
  let underWay = 0;
  let most = 0;
  const call = async (): Promise<void> => {
    most = Math.max(most, ++underWay);
    await new Promise((resolve) => setTimeout(resolve, 1));
    underWay -= 1;
  };
  const all = Promise.all(Array.from({ length: calls }, () => limits.run(call, stay())));
  await vi.advanceTimersByTimeAsync(calls);
  await all;
  return most;
}

describe('TargetLimits', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('begins calls evenly at the rate', async () => {
    expect(await startsOf(new TargetLimits(8, 120), 10, 1, 5_000)).toEqual([
      0, 500, 1_000, 1_500, 2_000, 2_500, 3_000, 3_500, 4_000, 4_500,
    ]);
  });

  it('begins several calls every 50 ms where the rate asks for more than one', async () => {
    expect(await startsOf(new TargetLimits(100, 2_400), 6, 1, 1_000)).toEqual([0, 0, 50, 50, 100, 100]);
    expect(await startsOf(new TargetLimits(100, 1_200), 3, 1, 1_000)).toEqual([0, 50, 100]);
  });

  it('never begins more calls in a time than the rate, and at least half of them', async () => {
    for (const rate of [1, 59, 61, 700, 1_201, 1_300]) {
      const starts = await startsOf(new TargetLimits(100, rate), Math.ceil(rate / 4), 100, 12_000);
      expect(starts.length).toBeLessThanOrEqual(Math.ceil(rate / 5));
      expect(starts.length).toBeGreaterThanOrEqual(rate / 10);
    }
  });

  it('keeps the rate where several calls come after one that was alone', async () => {
    const limits = new TargetLimits(8, 60);
    const from = Date.now();
    const starts: number[] = [];
    const call = (): Promise<unknown> => limits.run(async () => void starts.push(Date.now() - from), stay());
    await call();
    const others = Promise.all([call(), call(), call()]);
    await vi.advanceTimersByTimeAsync(10_000);
    await others;
    await call();
    expect(starts).toEqual([0, 1_000, 2_000, 3_000, 10_000]);
  });

  it('keeps the rate where calls take longer than its interval', async () => {
    expect(await startsOf(new TargetLimits(8, 60), 20, 4_000, 10_000)).toEqual([
      0, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000, 8_000, 9_000,
    ]);
  });

  it('has no more calls at a time than the concurrency, whatever the rate', async () => {
    expect(await startsOf(new TargetLimits(2, 60), 6, 3_000, 9_000)).toEqual([0, 1_000, 3_000, 4_000, 6_000, 7_000]);
  });

  it('knows no rate where none is given', async () => {
    expect(await startsOf(new TargetLimits(4, null), 4, 1, 10)).toEqual([0, 0, 0, 0]);
    expect(await mostAtOnce(new TargetLimits(4, null), 20)).toBe(4);
  });

  it('halves what is allowed at a time, down to one, and says whether that changed something', async () => {
    const limits = new TargetLimits(7, null);
    expect([limits.slowDown(), limits.concurrency]).toEqual([true, 3]);
    expect(await mostAtOnce(limits, 20)).toBe(3);
    expect([limits.slowDown(), limits.concurrency]).toEqual([true, 1]);
    expect([limits.slowDown(), limits.concurrency]).toEqual([false, 1]);
  });

  it('allows one more after twenty calls that went well, up to what it began with', () => {
    const limits = new TargetLimits(4, null);
    const recover = (times: number): number => {
      for (let i = 0; i < times; i++) limits.recover();
      return limits.concurrency;
    };
    limits.slowDown();
    expect([recover(19), recover(1), recover(19), recover(1), recover(200)]).toEqual([2, 3, 3, 4, 4]);
  });

  it('counts good calls anew after each refusal for load', () => {
    const limits = new TargetLimits(8, null);
    limits.slowDown();
    for (let i = 0; i < 19; i++) limits.recover();
    limits.slowDown();
    for (let i = 0; i < 19; i++) limits.recover();
    expect(limits.concurrency).toBe(2);
    limits.recover();
    expect(limits.concurrency).toBe(3);
  });

  it('counts no good calls from before it was slowed down', () => {
    const limits = new TargetLimits(2, null);
    for (let i = 0; i < 30; i++) limits.recover();
    limits.slowDown();
    limits.recover();
    expect(limits.concurrency).toBe(1);
  });

  it('does not come back where the server cannot do several at all', () => {
    const limits = new TargetLimits(4, null);
    limits.slowDown(true);
    for (let i = 0; i < 100; i++) limits.recover();
    expect(limits.concurrency).toBe(2);
  });

  it('lets who waits for a turn leave at once, without a call, and the next one take it', async () => {
    const limits = new TargetLimits(8, 1);
    const leave = new AbortController();
    const made: string[] = [];
    const make = (name: string, signal: AbortSignal): Promise<string | null> =>
      limits.run(async () => {
        made.push(name);
        return name;
      }, signal);
    expect(await make('first', stay())).toBe('first');
    const leaving = [make('second', leave.signal), make('third', leave.signal)];
    const staying = make('fourth', stay());
    leave.abort();
    expect(await Promise.all(leaving)).toEqual([null, null]);
    expect(await make('fifth', leave.signal)).toBeNull();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await staying).toBe('fourth');
    expect(made).toEqual(['first', 'fourth']);
  });

  it('lets a call that runs come to its end', async () => {
    const leave = new AbortController();
    const running = new TargetLimits(1, null).run(async () => {
      leave.abort();
      await new Promise((resolve) => setTimeout(resolve, 10));
      return 'whole';
    }, leave.signal);
    await vi.advanceTimersByTimeAsync(10);
    expect(await running).toBe('whole');
  });

  it('passes on what a call gives and what it throws', async () => {
    const limits = new TargetLimits(1, null);
    await expect(limits.run(async () => 7, stay())).resolves.toBe(7);
    await expect(limits.run(() => Promise.reject(new Error('broken')), stay())).rejects.toThrow('broken');
  });
});
