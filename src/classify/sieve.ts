import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../lib/package-root.ts';
import { type Alternative, alternativesOf } from './required-words.ts';
import { mayHold, slotsOf, type TextGrams } from './text-grams.ts';

/** An alternative of an expression, made when a text first holds a word of it. */
interface Part {
  readonly source: string;
  /** Slots of each word of which a match holds one; null: any text may have a match. */
  readonly words: readonly Uint32Array[] | null;
  pattern: RegExp | null;
}

/** The alternatives of the lexicons' expressions, as `scripts/pack-lexicons.ts` wrote them: to take an expression apart takes longer than to read an answer. */
let written: Readonly<Record<string, readonly Alternative[]>> | null = null;
/** The alternatives of each expression. */
const sieves = new WeakMap<RegExp, readonly Part[]>();
/** Alternatives that are looked for one by one at most; the whole expression finds more of them in one look. */
const MOST_PARTS = 6;

/**
 * Calls `visit` for each match of a global expression in a text, in order and apart from each other, as `exec` finds them, until it says false. Only
 * alternatives of which the text holds a word are looked for, which in most texts is none.
 */
export function matchesIn(
  text: string,
  grams: TextGrams,
  whole: RegExp,
  visit: (start: number, end: number) => boolean,
): void {
  const parts = sieves.get(whole) ?? sieveOf(whole);
  const near = parts.filter(({ words }) => words === null || words.some((word) => mayHold(grams, word)));
  if (near.length === 0) return;
  const patterns =
    near.length > MOST_PARTS ? [whole] : near.map((part) => (part.pattern ??= new RegExp(part.source, whole.flags)));
  const heads = patterns.map((pattern) => next(pattern, text, 0));
  for (;;) {
    let first: Head | null = null;
    // Of two that begin at one place the first alternative counts.
    for (const head of heads) if (head !== null && (first === null || head.start < first.start)) first = head;
    if (first === null || !visit(first.start, first.end)) return;
    const from = first.end > first.start ? first.end : first.end + 1;
    for (const [i, pattern] of patterns.entries()) {
      const head = heads[i];
      if (head !== undefined && head !== null && head.start < from) heads[i] = next(pattern, text, from);
    }
  }
}

interface Head {
  readonly start: number;
  readonly end: number;
}

function next(pattern: RegExp, text: string, from: number): Head | null {
  pattern.lastIndex = from;
  const match = pattern.exec(text);
  pattern.lastIndex = 0;
  return match === null ? null : { start: match.index, end: match.index + match[0].length };
}

function sieveOf(whole: RegExp): readonly Part[] {
  written ??= JSON.parse(readFileSync(join(PACKAGE_ROOT, 'src/classify/lexicons/alternatives.json'), 'utf8'));
  const parts = (written?.[whole.source] ?? alternativesOf(whole.source)).map(
    ({ source, words }): Part => ({ source, words: words?.map(slotsOf) ?? null, pattern: null }),
  );
  sieves.set(whole, parts);
  return parts;
}
