/** How often and how long a failed call is made again. One policy serves all targets. */
export interface RetryPolicy {
  /** Calls a trial may have, the first one included. */
  readonly maxAttempts: number;
  readonly firstWaitMs: number;
  readonly maxWaitMs: number;
  /** Time from a trial's first call after which none is begun again. */
  readonly maxElapsedMs: number;
}

/** Five calls within ten minutes, waiting 1, 2, 4, 8 s; a server may ask for a minute. */
export const DEFAULT_RETRY: RetryPolicy = {
  maxAttempts: 5,
  firstWaitMs: 1_000,
  maxWaitMs: 60_000,
  maxElapsedMs: 600_000,
};

/**
 * Milliseconds to wait before call `failedAttempts + 1`, or null where it is enough. Doubles each time with "equal jitter"
 * (half fixed, half random); a server's Retry-After is a floor, cut at `maxWaitMs`.
 */
export function retryWaitMs(
  policy: RetryPolicy,
  failedAttempts: number,
  elapsedMs: number,
  retryAfterMs: number | null,
  random: () => number,
): number | null {
  if (failedAttempts >= policy.maxAttempts) return null;
  const doubled = Math.min(policy.firstWaitMs * 2 ** (failedAttempts - 1), policy.maxWaitMs);
  const jittered = doubled / 2 + (random() * doubled) / 2;
  const wait = Math.min(Math.max(jittered, retryAfterMs ?? 0), policy.maxWaitMs);
  return elapsedMs + wait > policy.maxElapsedMs ? null : wait;
}
