/** The greatest of some numbers, however many there are: a call of `Math.max` takes some ten thousand. -Infinity where there are none. */
export function mostOf(values: readonly number[]): number {
  return values.reduce((most, value) => (value > most || Number.isNaN(value) ? value : most), Number.NEGATIVE_INFINITY);
}

/** The least of some numbers, however many there are. Infinity where there are none. */
export function leastOf(values: readonly number[]): number {
  return -mostOf(values.map((value) => -value));
}
