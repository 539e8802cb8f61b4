import { columnsOf } from './width.ts';

/** A table as it is drawn: the first columns are names, the others figures. */
export interface DrawnTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly rightFrom: number;
}

/** How a table is drawn, a text is wrapped, and names are cut to so many columns so that they still differ. */
export interface Drawn {
  readonly draw: (table: DrawnTable) => string;
  readonly wrap: (text: string) => string;
  readonly toldApart: (names: readonly string[], most: number) => (name: string) => string;
}

/** Names are cut to no fewer columns than these to stand beside their figures. */
const LEAST_NAME = 24;

/** Draws a table of so many columns by the first way that fits: names beside their figures, whole or told apart, above them, or one figure a line. */
export function fittedTable(table: DrawnTable, columns: number, by: Drawn): string {
  const beside = by.draw(table);
  if (widest(beside) <= columns || table.rightFrom === 0) return beside;
  const names = table.rows.map(([name = '']) => name);
  const room = Math.max(0, ...names.map(columnsOf)) - (widest(beside) - columns);
  if (room >= LEAST_NAME) {
    const cut = by.draw(withNames(table, by.toldApart(names, room)));
    if (widest(cut) <= columns) return cut;
  }
  const short = withNames(table, by.toldApart(names, columns));
  const above = namesAbove(short, by);
  return above !== null && widest(above) <= columns ? above : oneALine(short, by);
}

function withNames(table: DrawnTable, short: (name: string) => string): DrawnTable {
  return { ...table, rows: table.rows.map(([name = '', ...cells]) => [short(name), ...cells]) };
}

function widest(text: string): number {
  return Math.max(...text.split('\n').map(columnsOf));
}

/** Every name on a line of its own, once for the rows that share it; null where a cell has several lines. */
function namesAbove({ head, rows, rightFrom }: DrawnTable, { draw, wrap }: Drawn): string | null {
  const [title = '', ...heads] = head;
  const cut = rows.map(([, ...cells]) => cells);
  const drawn = draw({ head: heads, rows: cut, rightFrom: rightFrom - 1 }).trimEnd();
  const [heading = '', ...lines] = drawn.split('\n');
  if (lines.length !== rows.length) return null;
  const body = lines.flatMap((line, i) => {
    const name = rows[i]?.[0] ?? '';
    return name === rows[i - 1]?.[0] ? [`  ${line}`] : [wrap(name), `  ${line}`];
  });
  return `${[...(title === '' ? [] : [title]), `  ${heading}`, ...body].join('\n')}\n`;
}

function oneALine({ head, rows, rightFrom }: DrawnTable, { wrap }: Drawn): string {
  const joined = (cells: readonly string[]): string => cells.filter((cell) => cell !== '').join(' ');
  const title = joined(head.slice(0, rightFrom));
  const lines = rows.flatMap((row) => [
    wrap(joined(row.slice(0, rightFrom))),
    ...row.slice(rightFrom).map((cell, i) => `  ${head[rightFrom + i]}: ${cell}`),
  ]);
  return `${[...(title === '' ? [] : [wrap(title)]), ...lines].join('\n')}\n`;
}
