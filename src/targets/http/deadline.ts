import { setMaxListeners } from 'node:events';

/** The time that one call may take, headers and body together. */
export interface Deadline {
  /** Aborted when the time is over or the caller aborts. */
  readonly signal: AbortSignal;
  /** True where the time was over before anybody aborted. */
  expired(): boolean;
  /** Ends the watch. Call it in every case. */
  stop(): void;
}

/** One signal serves all calls of a run: many listeners on it are no leak. */
const manyListened = new WeakSet<AbortSignal>();

/** Starts a deadline of so many seconds that also ends with the caller's signal. */
export function startDeadline(seconds: number, caller: AbortSignal): Deadline {
  if (!manyListened.has(caller)) {
    setMaxListeners(0, caller);
    manyListened.add(caller);
  }
  const controller = new AbortController();
  let expired = false;
  const abort = (): void => controller.abort(caller.reason);
  const timer = setTimeout(() => {
    expired = !controller.signal.aborted;
    controller.abort(new Error(`no complete answer within ${seconds} s`));
  }, seconds * 1000);
  if (caller.aborted) abort();
  else caller.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    expired: () => expired,
    stop() {
      clearTimeout(timer);
      caller.removeEventListener('abort', abort);
    },
  };
}
