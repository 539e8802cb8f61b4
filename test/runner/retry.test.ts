import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_RETRY, retryWaitMs } from '../../src/runner/retry.ts';

describe('retryWaitMs', () => {
  it('doubles each time, half of it fixed and half random', () => {
    const waits = (random: number): (number | null)[] =>
      [1, 2, 3, 4].map((n) => retryWaitMs(DEFAULT_RETRY, n, 0, null, () => random));
    expect(waits(0)).toEqual([500, 1_000, 2_000, 4_000]);
    expect(waits(0.5)).toEqual([750, 1_500, 3_000, 6_000]);
    expect(waits(1)).toEqual([1_000, 2_000, 4_000, 8_000]);
  });

  it('ends after the last attempt allowed', () => {
    expect(retryWaitMs(DEFAULT_RETRY, 4, 0, null, () => 0)).toBe(4_000);
    expect(retryWaitMs(DEFAULT_RETRY, 5, 0, null, () => 0)).toBeNull();
    expect(retryWaitMs(DEFAULT_RETRY, 6, 0, null, () => 0)).toBeNull();
  });

  it('ends where the wait would pass the time allowed, and not before', () => {
    expect(retryWaitMs(DEFAULT_RETRY, 1, 599_500, null, () => 0)).toBe(500);
    expect(retryWaitMs(DEFAULT_RETRY, 1, 599_501, null, () => 0)).toBeNull();
  });

  it('takes what a server asks as the least it waits', () => {
    expect(retryWaitMs(DEFAULT_RETRY, 1, 0, 7_000, () => 0)).toBe(7_000);
    expect(retryWaitMs(DEFAULT_RETRY, 4, 0, 1, () => 0)).toBe(4_000);
  });

  it('never waits longer than the cap, whatever a server asks and however often it failed', () => {
    const patient = { ...DEFAULT_RETRY, maxAttempts: 50 };
    expect(retryWaitMs(patient, 40, 0, null, () => 0)).toBe(30_000);
    expect(retryWaitMs(patient, 40, 0, null, () => 1)).toBe(60_000);
    expect(retryWaitMs(patient, 1, 0, 3_600_000, () => 0)).toBe(60_000);
  });

  it('stays between what is asked and the cap', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 1e9 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (n, asked, r) => {
          const wait = retryWaitMs(DEFAULT_RETRY, n, 0, asked, () => r);
          expect(wait).toBeGreaterThanOrEqual(Math.min(asked, DEFAULT_RETRY.maxWaitMs));
          expect(wait).toBeLessThanOrEqual(DEFAULT_RETRY.maxWaitMs);
        },
      ),
    );
  });
});
