/**
 * Turns for work that keeps the event loop busy: each waits until what came in from outside has been taken, and turns follow each other for so
 * many milliseconds before that is done again. `elapsed` is a monotonic clock.
 */
export function afterWaiting(budgetMs: number, elapsed: () => number): () => Promise<void> {
  const waiting: (() => void)[] = [];
  let running = false;
  const run = async (): Promise<void> => {
    running = true;
    while (waiting.length > 0) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      const until = elapsed() + budgetMs;
      do {
        waiting.shift()?.();
        // The one whose turn it is goes on in microtasks, before this does.
        await null;
      } while (waiting.length > 0 && elapsed() < until);
    }
    running = false;
  };
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      if (!running) void run();
    });
}
