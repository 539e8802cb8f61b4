/** An interval, or what stands in its place. */
export interface Given {
  readonly value: number | null;
  readonly lo: number | null;
  readonly hi: number | null;
}

/** What many audits of one cell gave: whether the truth was inside, how wide, how far the values spread. */
export class Tally {
  private readonly truth: number;
  private readonly range: readonly [number, number];
  private inside = 0;
  private given = 0;
  private audits = 0;
  private width = 0;
  private readonly values: number[] = [];

  constructor(truth: number, range: readonly [number, number]) {
    this.truth = truth;
    this.range = range;
  }

  add({ value, lo, hi }: Given): void {
    this.audits += 1;
    if (value !== null) this.values.push(value);
    if (lo === null || hi === null) return;
    this.given += 1;
    this.width += hi - lo;
    if (lo <= this.truth + 1e-9 && this.truth - 1e-9 <= hi) this.inside += 1;
  }

  /** Share of the intervals that hold the truth; null where there are none. */
  get coverage(): number | null {
    return this.given === 0 ? null : this.inside / this.given;
  }

  /** Share of the audits that have an interval. */
  get share(): number {
    return this.audits === 0 ? 0 : this.given / this.audits;
  }

  /** Mean width; null where there are no intervals. */
  get meanWidth(): number | null {
    return this.given === 0 ? null : this.width / this.given;
  }

  /** Mean width of value ± 1.96 standard deviations of the values themselves, cut at the ends of the range: what knows the variance. */
  get bestWidth(): number | null {
    const n = this.values.length;
    if (n < 2) return null;
    const mean = this.values.reduce((sum, value) => sum + value, 0) / n;
    const variance = this.values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
    const half = 1.959964 * Math.sqrt(variance);
    const [least, most] = this.range;
    return (
      this.values.reduce((sum, value) => sum + Math.min(most, value + half) - Math.max(least, value - half), 0) / n
    );
  }
}
