import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_RETRY, retryWaitMs } from '../../src/runner/retry.ts';

describe('retryWaitMs', () => {
  it('ends after the last attempt allowed', () => {
    expect(retryWaitMs(DEFAULT_RETRY, 4, 0, null, () => 0)).toBe(4_000);
    expect(retryWaitMs(DEFAULT_RETRY, 5, 0, null, () => 0)).toBeNull();
  });

  it('ends where the wait would pass the time allowed', () => {
    expect(retryWaitMs(DEFAULT_RETRY, 1, 599_900, null, () => 0)).toBeNull();
  });

  it('never waits longer than the cap, whatever a server asks', () => {
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
