/** Characters at the end of a text that must repeat before it counts. */
const MIN_TAIL = 24;
/** Times that the unit must stand there in a row. */
const MIN_TIMES = 8;
/** Longest unit looked for, in UTF-16 code units. */
const MAX_UNIT = 200;

/**
 * True where a text ends in one unit said over and over: a token or phrase at least 8 times in a row, a long sentence at
 * least 4 times. Ordinary rows of dashes or dots are too short to count.
 */
export function tailRepeats(text: string): boolean {
  return repeatedTail(text) !== null;
}

/** Where such a tail begins to repeat itself: the end of its first unit, in UTF-16 code units; null where there is none. */
export function repeatedTail(text: string): number | null {
  const end = text.trimEnd().length;
  const space = text.length - end;
  for (let unit = 1; unit <= MAX_UNIT && unit * 4 <= text.length; unit++) {
    const times = unit >= 20 ? 4 : MIN_TIMES;
    const need = Math.max(unit * times, MIN_TAIL) - Math.min(space, unit - 1);
    if (need > end) continue;
    let same = unit;
    while (same < need && text.charCodeAt(end - 1 - same) === text.charCodeAt(end - 1 - same + unit)) same += 1;
    if (same < need) continue;
    let start = end - same;
    while (start > 0 && text.charCodeAt(start - 1) === text.charCodeAt(start - 1 + unit)) start -= 1;
    return start + unit;
  }
  return null;
}
