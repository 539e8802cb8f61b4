import { type Finding, findingAt, type Linted, statementsOf } from './finding.ts';
import { foldString } from './fold-text.ts';
import { markParts } from './marks.ts';
import { swallowedWords } from './swallowing-stems.ts';

const HAN = /\p{Script=Han}/u;
/** Letters that a stem with * needs at least. */
const LEAST_STEM = 4;

/** Marks so wide that they stand in texts which do not say what they are to show: bare numbers, single characters, stems of other words. */
export function lintWideMarks(linted: Linted): Finding[] {
  return statementsOf(linted).flatMap(({ claim, path }) => {
    return Object.entries(claim.marks).flatMap(([lang, marks]) => {
      return marks.flatMap((mark, index) => {
        const message = wideness(mark);
        return message === null
          ? []
          : [findingAt(linted, [...path, 'marks', lang, index], 'mark-wide', 'error', message)];
      });
    });
  });
}

function wideness(mark: string): string | null {
  const parts = markParts(mark).map((part) => foldString(part).trim());
  if (parts.length === 1 && !/\p{L}/u.test(parts[0] ?? '')) {
    return `expected a number together with what it counts, got the bare number "${mark}"`;
  }
  for (const part of parts) {
    const letters = part.replace(/[^\p{L}\p{N}]/gu, '');
    if ([...letters].length < 2) return `expected parts of two characters or more, got "${part}" in "${mark}"`;
    if (!HAN.test(part)) {
      const message = stemMistake(part, mark);
      if (message !== null) return message;
    }
  }
  return null;
}

function stemMistake(part: string, mark: string): string | null {
  for (const word of part.split(/\s+/)) {
    if (!word.endsWith('*')) continue;
    const stem = word.slice(0, -1).toLowerCase();
    // What stands before a stem in its phrase narrows it enough.
    if (part.trim() !== word) continue;
    if (stem.length < LEAST_STEM) return `expected at least ${LEAST_STEM} letters before *, got "${word}" in "${mark}"`;
    const others = swallowedWords(stem);
    if (others !== null) return `expected the endings that are meant, got "${word}", which takes ${others} alike`;
  }
  return null;
}
