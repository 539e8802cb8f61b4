import { AsyncLocalStorage } from 'node:async_hooks';
import stringWidth from 'string-width';

/** Columns that texts are laid out for. */
const NARROWEST = 40;
const WIDEST = 200;
const USUAL = 80;

const columns = new AsyncLocalStorage<number>();

/** Does work whose texts are laid out for a terminal of so many columns. */
export function atWidth<T>(terminal: number, work: () => Promise<T>): Promise<T> {
  return columns.run(terminal > 0 ? Math.min(WIDEST, Math.max(NARROWEST, terminal)) : USUAL, work);
}

/** Columns of the terminal that is written for, from 40 to 200; 80 where none is. */
export function width(): number {
  return columns.getStore() ?? USUAL;
}

/** Columns that a text takes: two for a Han character, none for a combining mark. */
export function columnsOf(text: string): number {
  return stringWidth(text);
}

/** As much of a text as takes so many columns, from its start or from its end. */
export function columnsFrom(text: string, most: number, side: 'start' | 'end'): string {
  const signs = [...text];
  if (side === 'end') signs.reverse();
  let [taken, used] = [0, 0];
  for (const sign of signs) {
    used += columnsOf(sign);
    if (used > most) break;
    taken += 1;
  }
  const part = signs.slice(0, taken);
  return (side === 'end' ? part.reverse() : part).join('');
}
