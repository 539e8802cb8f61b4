const BYTES = 16;
/** Ids of one buffer. */
const TOGETHER = 1 << 14;
const DIGEST = /^[0-9a-f]{32}$/;

/** A list of ids in 16 bytes each where they are digests of 32 hexadecimal digits; others are kept as they are. */
export class PackedIds {
  readonly #digests: Buffer[] = [];
  readonly #others = new Map<number, string>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(id: string): void {
    const index = this.#size;
    this.#size += 1;
    if (index % TOGETHER === 0) this.#digests.push(Buffer.alloc(TOGETHER * BYTES));
    if (DIGEST.test(id)) this.#digests.at(-1)?.write(id, (index % TOGETHER) * BYTES, 'hex');
    else this.#others.set(index, id);
  }

  at(index: number): string {
    const other = this.#others.get(index);
    if (other !== undefined) return other;
    const start = (index % TOGETHER) * BYTES;
    return this.#digests[Math.floor(index / TOGETHER)]?.toString('hex', start, start + BYTES) ?? '';
  }
}
