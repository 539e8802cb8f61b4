/**
 * A queue between producers and one consumer. `push` resolves when there is room, so that fast producers wait for a slow
 * consumer; `close` ends the iteration after what is queued; `fail` ends it with an error.
 */
export class Channel<T> implements AsyncIterable<T> {
  readonly #room: number;
  readonly #items: T[] = [];
  readonly #waitingProducers: (() => void)[] = [];
  #wakeConsumer: (() => void) | null = null;
  #end: { readonly error: unknown } | null = null;

  /** `room` is the number of items that may wait before producers do; each producer may have one more waiting. */
  constructor(room: number) {
    this.#room = room;
  }

  async push(item: T): Promise<void> {
    this.#items.push(item);
    this.#wakeConsumer?.();
    if (this.#items.length > this.#room && this.#end === null) {
      await new Promise<void>((resolve) => this.#waitingProducers.push(resolve));
    }
  }

  close(): void {
    this.#finish(null);
  }

  fail(error: unknown): void {
    this.#finish(error);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    try {
      for (;;) {
        while (this.#items.length > 0) {
          const item = this.#items.shift() as T;
          if (this.#items.length <= this.#room) this.#wakeProducers();
          yield item;
        }
        if (this.#end !== null) {
          if (this.#end.error !== null) throw this.#end.error;
          return;
        }
        await new Promise<void>((resolve) => {
          this.#wakeConsumer = resolve;
        });
        this.#wakeConsumer = null;
      }
    } finally {
      this.#finish(null);
    }
  }

  #finish(error: unknown): void {
    this.#end ??= { error };
    this.#wakeConsumer?.();
    this.#wakeProducers();
  }

  #wakeProducers(): void {
    for (const wake of this.#waitingProducers.splice(0)) wake();
  }
}
