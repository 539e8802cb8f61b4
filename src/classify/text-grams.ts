/** Bits of a text's set. A text of 4,000 letters fills a twentieth of it. */
const BITS = 18;
const WORDS = 2 ** (BITS - 5);

/**
 * Which rows of one, two and four UTF-16 units stand in a text, by hash: made in one pass, it says of any word in a few looks that it cannot
 * stand in the text, or that it may.
 */
export type TextGrams = Uint32Array;

/** The rows of a text. */
export function gramsOf(text: string): TextGrams {
  const grams = new Uint32Array(WORDS);
  let before = 0;
  let second = 0;
  let third = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    add(grams, oneOf(code));
    if (i > 0) {
      const pair = twoOf(before, code);
      add(grams, slotOf(pair));
      if (i > 2) add(grams, slotOf(fourOf(third, pair)));
      third = second;
      second = pair;
    }
    before = code;
  }
  return grams;
}

/** The slots of a word, all of which its text has. An empty word has none. */
export function slotsOf(word: string): Uint32Array {
  if (word.length === 1) return Uint32Array.of(oneOf(word.charCodeAt(0)));
  const pairs = Array.from({ length: Math.max(0, word.length - 1) }, (_, i) =>
    twoOf(word.charCodeAt(i), word.charCodeAt(i + 1)),
  );
  if (word.length < 4) return Uint32Array.from(pairs, slotOf);
  return Uint32Array.from(pairs.slice(2), (pair, i) => slotOf(fourOf(pairs[i] ?? 0, pair)));
}

/** False where a word with these slots does not stand in the text. */
export function mayHold(grams: TextGrams, slots: Uint32Array): boolean {
  for (let i = 0; i < slots.length; i++) {
    const slot = slots[i] ?? 0;
    if (((grams[slot >>> 5] ?? 0) & (1 << (slot & 31))) === 0) return false;
  }
  return true;
}

function add(grams: TextGrams, slot: number): void {
  grams[slot >>> 5] = (grams[slot >>> 5] ?? 0) | (1 << (slot & 31));
}

function oneOf(code: number): number {
  return Math.imul(code + 0x10001, 0x27d4eb2f) >>> (32 - BITS);
}

function twoOf(first: number, second: number): number {
  return (first << 16) | second;
}

function fourOf(first: number, last: number): number {
  return Math.imul(first, 0x85ebca6b) ^ (last + 0x165667b1);
}

function slotOf(row: number): number {
  return Math.imul(row ^ (row >>> 15), 0x9e3779b1) >>> (32 - BITS);
}
