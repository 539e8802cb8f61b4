/** Slots are doubled where more than this share of them is taken. */
const FULLEST = 0.6;
const FIRST_SLOTS = 1 << 12;

/**
 * Numbers by ids, in 12 bytes a slot: ids themselves are not kept, but 64 bits of a hash of each. Two ids are taken for one with a probability
 * of one in ten million where there are a million of them.
 */
export class NumbersById {
  #high = new Uint32Array(FIRST_SLOTS);
  #low = new Uint32Array(FIRST_SLOTS);
  #values = new Int32Array(FIRST_SLOTS);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(id: string): number | undefined {
    const [high, low] = hashOf(id);
    const slot = this.#slotOf(high, low);
    return this.#high[slot] === 0 ? undefined : this.#values[slot];
  }

  /** Sets the whole number of an id, below 2 to the power of 31; false: it had one, which is replaced. */
  set(id: string, value: number): boolean {
    if (this.#size >= this.#values.length * FULLEST) this.#grow();
    const [high, low] = hashOf(id);
    return this.#put(high, low, value);
  }

  #put(high: number, low: number, value: number): boolean {
    const slot = this.#slotOf(high, low);
    const isNew = this.#high[slot] === 0;
    this.#high[slot] = high;
    this.#low[slot] = low;
    this.#values[slot] = value;
    if (isNew) this.#size += 1;
    return isNew;
  }

  /** Where a hash stands, or would. */
  #slotOf(high: number, low: number): number {
    const last = this.#values.length - 1;
    let slot = low & last;
    while (this.#high[slot] !== 0 && (this.#high[slot] !== high || this.#low[slot] !== low)) slot = (slot + 1) & last;
    return slot;
  }

  #grow(): void {
    const [high, low, values] = [this.#high, this.#low, this.#values];
    const slots = values.length * 2;
    [this.#high, this.#low, this.#values] = [new Uint32Array(slots), new Uint32Array(slots), new Int32Array(slots)];
    this.#size = 0;
    for (let slot = 0; slot < values.length; slot++) {
      if (high[slot] !== 0) this.#put(high[slot] ?? 0, low[slot] ?? 0, values[slot] ?? 0);
    }
  }
}

/** Two hashes of 32 bits (cyrb53's halves); the first is never 0, which marks an empty slot. */
function hashOf(text: string): [number, number] {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2_654_435_761);
    b = Math.imul(b ^ code, 1_597_334_677);
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
  return [a >>> 0 || 1, b >>> 0];
}
