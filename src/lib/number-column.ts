/** Numbers of one array. */
const TOGETHER = 1 << 14;

/** A list of numbers in 8 bytes each, which grows without being copied. */
export class NumberColumn {
  readonly #parts: Float64Array[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(value: number): void {
    const place = this.#size % TOGETHER;
    if (place === 0) this.#parts.push(new Float64Array(TOGETHER));
    (this.#parts.at(-1) as Float64Array)[place] = value;
    this.#size += 1;
  }

  /** NaN where there is none. */
  at(index: number): number {
    if (index >= this.#size) return Number.NaN;
    return this.#parts[Math.floor(index / TOGETHER)]?.[index % TOGETHER] ?? Number.NaN;
  }
}
