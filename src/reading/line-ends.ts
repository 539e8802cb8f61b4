/** A text with line feeds only, and where its offsets stood before. */
export interface LineFeeds {
  readonly text: string;
  /** The offset in the text as given; line ends that were two units are counted whole. */
  original(at: number): number;
}

/** Carriage returns, alone or before a line feed, and the separators of Unicode end lines too: readers see no difference, so no verdict may. */
export function withLineFeeds(given: string): LineFeeds {
  if (!/[\r\u2028\u2029]/.test(given)) return { text: given, original: (at) => at };
  const pairs = Array.from(given.matchAll(/\r\n/g), ({ index }, i) => index - i);
  const text = given.replace(/\r\n?|[\u2028\u2029]/g, '\n');
  return { text, original: (at) => at + countBelow(pairs, at) };
}

/** How many of rising numbers are below a limit. */
function countBelow(rising: readonly number[], limit: number): number {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rising[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
