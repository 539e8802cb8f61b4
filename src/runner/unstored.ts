/** Counts answers that came and are not stored yet, so that no more calls are begun than could be lost together. */
export class Unstored {
  readonly #most: number;
  #count = 0;
  #waiting: (() => void)[] = [];

  /** `most`: answers that may wait before no further call is begun. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Waits until there is room for another answer, or `leave` is aborted. */
  async room(leave: AbortSignal): Promise<void> {
    while (this.#count >= this.#most && !leave.aborted) {
      await new Promise<void>((resolve) => {
        const go = (): void => {
          leave.removeEventListener('abort', go);
          resolve();
        };
        leave.addEventListener('abort', go, { once: true });
        this.#waiting.push(go);
      });
    }
  }

  /** Stores an answer by `work`; it counts until that has ended. */
  async store(work: () => Promise<void>): Promise<void> {
    this.#count += 1;
    try {
      await work();
    } finally {
      this.#count -= 1;
      for (const go of this.#waiting.splice(0)) go();
    }
  }
}
