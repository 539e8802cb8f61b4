import { setTimeout as wait } from 'node:timers/promises';

/** States of SQL (classes and codes) and of the system that say that the server is away, starting or stopping, and not that a question was wrong. */
const AWAY = /^(08|57P0[123]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN)/;
const AWAY_WORDS =
  /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|not queryable/i;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;

/** True of an error that passes by itself when the server is back. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && AWAY.test(code)) return true;
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(isOutage);
  return AWAY_WORDS.test(error.message);
}

/**
 * Does work again, with growing pauses, while the database is away, for at most `patienceMs`. The work must be one that may be done twice:
 * a transaction that was cut off may have been stored.
 */
export async function overOutages<T>(work: () => Promise<T>, patienceMs: number): Promise<T> {
  const began = performance.now();
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(LONGEST_PAUSE_MS, pause * 2)) {
    try {
      return await work();
    } catch (error) {
      if (!isOutage(error) || performance.now() - began + pause > patienceMs) throw error;
    }
    await wait(pause);
  }
}
