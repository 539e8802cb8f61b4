import PQueue from 'p-queue';

/** Calls that go well before one more is allowed at a time again. */
const SUCCESSES_PER_STEP = 20;

/**
 * The queue of one target: so many calls at a time, so many a minute. Halves what is allowed at a time where the
 * service says that it is too much, and comes back step by step.
 */
export class TargetLimits {
  readonly #queue: PQueue;
  #most: number;
  #successes = 0;
  #slowings = 0;
  readonly #turn: (leave: AbortSignal) => Promise<void>;

  /** `ratePerMinute` null means no limit but `concurrency`; `turn` waits for a turn that is shared with others. */
  constructor(
    concurrency: number,
    ratePerMinute: number | null,
    turn: (leave: AbortSignal) => Promise<void> = async () => undefined,
  ) {
    this.#turn = turn;
    this.#most = concurrency;
    // Strict: p-queue's fixed windows begin two calls at once where the queue has been empty in between.
    this.#queue = new PQueue(
      ratePerMinute === null ? { concurrency } : { concurrency, ...evenly(ratePerMinute), strict: true },
    );
  }

  /** Calls allowed at a time now. */
  get concurrency(): number {
    return this.#queue.concurrency;
  }

  /** Runs a call when its turn comes; null where `leave` is aborted before that. A call that runs is not broken off. */
  async run<T>(call: () => Promise<T>, leave: AbortSignal): Promise<T | null> {
    const queued = new AbortController();
    const quit = (): void => queued.abort();
    if (leave.aborted) return null;
    leave.addEventListener('abort', quit);
    const begin = async (): Promise<T | null> => {
      await this.#turn(leave);
      if (leave.aborted) return null;
      leave.removeEventListener('abort', quit);
      return call();
    };
    try {
      return await this.#queue.add(begin, { signal: queued.signal });
    } catch (cause) {
      if (queued.signal.aborted) return null;
      throw cause;
    }
  }

  /** How often it slowed down so far. */
  get slowings(): number {
    return this.#slowings;
  }

  /**
   * To be told after a refusal for load (429, 503): halves the concurrency, `forGood` where the server cannot do several
   * at all. `before` is how often it had slowed down when the call began: calls that fail at the same time count once. True
   * where that changed something.
   */
  slowDown(forGood = false, before = this.#slowings): boolean {
    if (before !== this.#slowings) return false;
    this.#slowings += 1;
    this.#successes = 0;
    const halved = Math.max(1, Math.floor(this.#queue.concurrency / 2));
    const changed = halved !== this.#queue.concurrency;
    this.#queue.concurrency = halved;
    if (forGood) this.#most = halved;
    return changed;
  }

  /** To be told after a call that went well. */
  recover(): void {
    if (this.#queue.concurrency >= this.#most) return;
    this.#successes += 1;
    if (this.#successes < SUCCESSES_PER_STEP) return;
    this.#successes = 0;
    this.#queue.concurrency += 1;
  }
}

/** A rate as p-queue's interval and cap: evenly spread, in steps of 50 ms or longer, never more than asked for. */
function evenly(ratePerMinute: number): { interval: number; intervalCap: number } {
  const perCall = 60_000 / ratePerMinute;
  if (perCall >= 50) return { interval: Math.ceil(perCall), intervalCap: 1 };
  return { interval: 50, intervalCap: Math.floor(50 / perCall) };
}
