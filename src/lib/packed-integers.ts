/** Numbers of one buffer. */
const TOGETHER = 1 << 14;

/** A list of numbers in 4 bytes each where they are whole and small; others are kept as they are. */
export class PackedIntegers {
  readonly #parts: Int32Array[] = [];
  readonly #others = new Map<number, number>();
  #size = 0;

  add(value: number): void {
    const index = this.#size;
    this.#size += 1;
    if (index % TOGETHER === 0) this.#parts.push(new Int32Array(TOGETHER));
    const part = this.#parts.at(-1);
    if (part === undefined) return;
    part[index % TOGETHER] = value;
    if (!Object.is(part[index % TOGETHER], value)) this.#others.set(index, value);
  }

  at(index: number): number {
    return this.#others.get(index) ?? this.#parts[Math.floor(index / TOGETHER)]?.[index % TOGETHER] ?? Number.NaN;
  }
}
