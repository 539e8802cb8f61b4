import type { Clock } from '../lib/clock.ts';
import type { ErrorKind } from '../model/delivery.ts';

/** First pause before a target that is away is asked again, in milliseconds; it doubles each time. */
const FIRST_PAUSE_MS = 2_000;
/** Longest such pause, in milliseconds. */
const LONGEST_PAUSE_MS = 60_000;

/** Why somebody is asked no more. */
export interface GivenUp {
  readonly kind: ErrorKind;
  /** The last failure, in the server's words. */
  readonly reason: string;
}

/** What waiting for a target needs, and how long it is waited for, in milliseconds. */
export interface Waiting {
  readonly clock: Clock;
  readonly random: () => number;
  readonly patienceMs: number;
}

/** A failure after which nothing was answered, as one trial saw it. */
export interface Absence extends GivenUp {
  /** What was asked, with what was asked before it. */
  readonly prompt: string;
  /** True where no question could call it forth: nobody answers at that address, or who does says that the service is away. */
  readonly away: boolean;
  /** Milliseconds that the server asks to wait; null: it does not say. */
  readonly retryAfterMs: number | null;
}

/** How a wait ended: it may be asked again, the failure is the trial's own, or nobody waits any longer. */
export type WaitEnd = 'ask' | 'own' | 'leave';

interface Waiter {
  readonly prompt: string;
  readonly failure: Absence | null;
  readonly go: (end: WaitEnd) => void;
}

/**
 * One outage of a target, however many calls it fails: trials that fail while nothing is answered wait together, and one of them after the
 * other asks, with growing pauses, until it is back or patience is over. Where only trials of one prompt are left and the server answers
 * them with failures, the prompt is at fault and not the target.
 */
export class Outage {
  readonly #waiting: Waiting;
  readonly #giveUp: (end: GivenUp) => void;
  #waiters: Waiter[] = [];
  #asking = 0;
  /** Monotonic time at which the newest call began that was answered. */
  #lastBegun = Number.NEGATIVE_INFINITY;
  /** Monotonic time of the first failure after the last answer; null: there is none. */
  #since: number | null = null;
  #waited = 0;
  #pauses = 0;
  #down = false;
  #pausing = false;
  #last: Absence | null = null;

  constructor(waiting: Waiting, giveUp: (end: GivenUp) => void) {
    this.#waiting = waiting;
    this.#giveUp = giveUp;
  }

  /** True while the target is away: nobody asks but by `wait`. */
  get down(): boolean {
    return this.#down;
  }

  /** True where a call was answered that was begun after that moment: the target was there then. */
  answeredSince(moment: number): boolean {
    return this.#lastBegun > moment;
  }

  /** To be told when a trial is taken up, and when it is done with. */
  take(): void {
    this.#asking += 1;
  }
  leave(): void {
    this.#asking -= 1;
    void this.#go();
  }

  /** To be told of every call that was answered, in whatever way, and when it began: all who wait may ask. */
  answered(begun: number): void {
    this.#lastBegun = Math.max(this.#lastBegun, begun);
    this.#since = null;
    this.#down = false;
    this.#pauses = 0;
    this.#waited = 0;
    for (const { go } of this.#waiters.splice(0)) go('ask');
  }

  /** To be told of every call that failed and may be made again. */
  failed(): void {
    this.#since ??= this.#waiting.clock.elapsed();
  }

  /** Milliseconds that are left of patience since the first failure after the last answer; all of it where none failed. */
  left(): number {
    const { patienceMs, clock } = this.#waiting;
    const passed = this.#since === null ? 0 : clock.elapsed() - this.#since;
    return patienceMs - Math.max(this.#waited, passed);
  }

  /** Why nobody waits any longer, with how long it was. */
  waitedOut({ kind, reason }: GivenUp, how: 'not back' | 'no answer' = 'not back'): GivenUp {
    return { kind, reason: `${reason} (${how} within ${Math.round(this.#waiting.patienceMs / 1000)} s)` };
  }

  /** Waits for the target; `failure` is the trial's own, null where it has not been asked. */
  wait(prompt: string, failure: Absence | null, leave: AbortSignal): Promise<WaitEnd> {
    if (leave.aborted) return Promise.resolve('leave');
    if (failure !== null) {
      this.#down = true;
      this.#last = failure;
    }
    return new Promise((resolve) => {
      const quit = (): void => waiter.go('leave');
      const waiter: Waiter = {
        prompt,
        failure,
        go: (end) => {
          leave.removeEventListener('abort', quit);
          this.#waiters = this.#waiters.filter((one) => one !== waiter);
          resolve(end);
        },
      };
      leave.addEventListener('abort', quit, { once: true });
      this.#waiters.push(waiter);
      void this.#go(leave);
    });
  }

  /** Lets the next one ask after a pause; where everybody waits for one prompt that fails, it is told so. */
  async #go(leave?: AbortSignal): Promise<void> {
    if (!this.#down || this.#pausing || this.#waiters.length === 0) return;
    const isAlone =
      this.#waiters.length === this.#asking && new Set(this.#waiters.map(({ prompt }) => prompt)).size === 1;
    if (isAlone && this.#last?.away === false && this.#waiters.some(({ failure }) => failure !== null)) {
      this.#down = false;
      for (const { go, failure } of [...this.#waiters]) go(failure === null ? 'ask' : 'own');
      return;
    }
    if (leave === undefined) return;
    const left = this.left();
    if (left <= 0) {
      const { kind = 'connection', reason = 'it did not answer' } = this.#last ?? {};
      this.#giveUp(this.waitedOut({ kind, reason }));
      return;
    }
    this.#pausing = true;
    const pause = Math.min(this.#pauseMs(), left);
    this.#waited += pause;
    await this.#waiting.clock.sleep(pause, leave);
    this.#pausing = false;
    if (!this.#down || leave.aborted) return;
    const other = this.#waiters.find(({ prompt }) => prompt !== this.#last?.prompt) ?? this.#waiters[0];
    other?.go('ask');
  }

  #pauseMs(): number {
    const doubled = Math.min(FIRST_PAUSE_MS * 2 ** this.#pauses, LONGEST_PAUSE_MS);
    this.#pauses += 1;
    const jittered = doubled / 2 + (this.#waiting.random() * doubled) / 2;
    return Math.min(Math.max(jittered, this.#last?.retryAfterMs ?? 0), LONGEST_PAUSE_MS);
  }
}
