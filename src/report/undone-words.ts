import type { Cell } from '../compare/cell.ts';
import { undoneBy } from '../compare/undone.ts';
import { tenthPercent, wholePercent } from '../model/share-words.ts';
import { inWords, languageName } from './figures.ts';

/** Differences of which it is said. */
const MOST = 4;

/**
 * How unequal the classifier's errors on the two sides would have to be to undo the differences of totals that are shown; empty
 * where none is. `sides` name the base and the candidate.
 */
export function undoneWords(cells: readonly Cell[], sides: readonly [base: string, candidate: string]): string[] {
  const totals = cells.filter(({ topic, class: name }) => topic === null && name !== 'neutral');
  const found = totals.flatMap((cell) => {
    const undone = undoneBy({ ...cell, ...cell.family });
    return undone === null ? [] : [{ cell, undone }];
  });
  if (found.length === 0) return [];
  const clauses = found.slice(0, MOST).map(({ cell, undone }) => {
    const [higher, lower] = cell.diff > 0 ? [sides[1], sides[0]] : sides;
    const where = `${inWords(cell.class)} ${cell.lang === null ? 'in all languages' : `in ${languageName(cell.lang)}`}`;
    return `${where}: by ${points(undone.difference)} of the answers more with ${higher} than with ${lower} (${points(undone.interval)} would bring 0 into the interval)`;
  });
  const rest = found.length > MOST ? ` And ${found.length - MOST} more.` : '';
  return [
    `The classifier’s errors could undo a difference only if they were unequal: it would have to put answers wrongly into the class, net of those it misses, ${clauses.join('; ')}.${rest}`,
  ];
}

/** `12 %`, and less than one with a decimal. */
function points(share: number): string {
  return `${share < 0.01 ? tenthPercent(share) : wholePercent(share)} %`;
}
