import type { Comparison } from '../compare/compare.ts';
import { percent, pointsWithInterval, renderTable, shortened, wrapped } from './table.ts';
import { width } from './width.ts';

/** Findings that are listed of each family; the rest is counted. */
const MOST_FOUND = 10;
const MOST_NARROW = 4;
/** What counts as a finding. */
const LEVEL = 0.05;
/** Columns in which names have room beside their figures. */
const ROOM_BESIDE = 72;
/** Columns of a topic's name. */
const TOPIC = 10;

const NAMES: Readonly<Record<string, string>> = { official_narrative: 'official' };

type Cell = Comparison['cells'][number];

/** A difference and the sides it is of. */
export interface Placed {
  readonly base: string;
  readonly candidate: string;
  readonly cell: Cell;
}

/** True where a difference is found with all of its family taken together. */
export function isFound({ p_adjusted: p }: Pick<Cell, 'p_adjusted'>): boolean {
  return (p ?? 1) <= LEVEL;
}

function most(): number {
  return width() < ROOM_BESIDE ? MOST_NARROW : MOST_FOUND;
}

/** How many differences of totals and of topics are found, and the largest of them. */
export function foundText(placed: readonly Placed[], table: (found: readonly Placed[]) => string): string[] {
  const families = [
    { name: 'Totals', members: placed.filter(({ cell }) => cell.topic === null) },
    { name: 'Topics', members: placed.filter(({ cell }) => cell.topic !== null) },
  ].filter(({ members }) => members.length > 0);
  return families.flatMap(({ name, members }) => {
    const found = members.filter(({ cell }) => isFound(cell));
    const untested = members.filter(({ cell }) => cell.p === null).length;
    const tested = untested === 0 ? '' : `, ${untested} not tested (too few questions)`;
    const said = `${name}: ${found.length} of ${members.length} found at 5 % for all of them together${tested}.`;
    return [
      '',
      wrapped(said),
      ...(found.length > 0 ? [table(found)] : []),
      ...(found.length > most() ? [`  and ${found.length - most()} more found`] : []),
    ];
  });
}

/** The largest differences of those found, under the names of their sides. */
export function largestOf(
  found: readonly Placed[],
  sides: readonly (readonly [head: string, name: (placed: Placed) => string])[],
): string {
  const rows = found
    .toSorted((a, b) => Math.abs(b.cell.diff) - Math.abs(a.cell.diff) || (a.cell.p ?? 1) - (b.cell.p ?? 1))
    .slice(0, most())
    .map((one) => [
      ...sides.map(([, name]) => name(one)),
      [one.cell.lang ?? 'all', ...(one.cell.topic === null ? [] : [shortened(one.cell.topic, TOPIC)])].join(' '),
      NAMES[one.cell.class] ?? one.cell.class,
      `${percent(one.cell.base)}→${percent(one.cell.candidate)}`.replaceAll(' %', ''),
      pointsWithInterval({ ...one.cell, ...one.cell.family }),
    ]);
  const head = [...sides.map(([name]) => name), 'where', 'class', '%', 'difference'];
  return renderTable(head, rows, sides.length + 2).trimEnd();
}
