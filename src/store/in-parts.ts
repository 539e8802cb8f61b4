/** Rows of one statement. Few sizes: a statement of each is prepared once and used again. */
const SIZES = [64, 8, 1] as const;

/** Cuts items into parts, one statement each. */
export type Parts = <T>(items: readonly T[]) => Iterable<T[]>;

/** Items in as few parts as there can be, for a server that reads each statement anew, and each with a journey to it. */
export function* inFewParts<T>(items: readonly T[]): Generator<T[]> {
  const [most] = SIZES;
  for (let at = 0; at < items.length; at += most) yield items.slice(at, at + most);
}

/** Items in parts of few sizes, for statements that differ by how many they take. */
export function* inParts<T>(items: readonly T[]): Generator<T[]> {
  for (let at = 0; at < items.length; ) {
    const size = SIZES.find((one) => one <= items.length - at) ?? 1;
    yield items.slice(at, at + size);
    at += size;
  }
}

/** The same for lists in which nothing changes where a value stands twice: the last part is filled up. */
export function* padded<T>(items: readonly T[]): Generator<T[]> {
  const [most] = SIZES;
  for (let at = 0; at < items.length; at += most) {
    const part = items.slice(at, at + most);
    const size = SIZES.findLast((one) => one >= part.length) ?? most;
    yield [...part, ...Array<T>(size - part.length).fill(part.at(-1) as T)];
  }
}
