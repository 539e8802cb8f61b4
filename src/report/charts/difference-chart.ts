import { scaleLinear } from 'd3-scale';
import type { Wanted } from '../evidence-link.ts';
import {
  change,
  type Difference,
  direction,
  inWords,
  SHOWN_CLASSES,
  type ShownClass,
  titled,
  titledShort,
} from '../figures.ts';
import { chartLines } from '../finding-rows.ts';
import { type Drawing, label, line, linked, mark, ROOM_WIDTH, type Room } from './drawing.ts';

/** One row of differences, a class each; null where nothing is paired. */
export interface DifferenceRow {
  readonly label: string;
  readonly note: string;
  readonly differences: Readonly<Record<ShownClass, Difference | null>>;
  /** The answers behind the row, of one class. */
  readonly wanted: (name: ShownClass) => Wanted;
}

/** Differences of rates round a line at 0, a panel for each class, each mark with its interval. */
export function differenceChart(
  rows: readonly DifferenceRow[],
  room: Room,
  texts: Pick<Drawing, 'title' | 'description'>,
): Drawing {
  const [left, rowHeight, top] = room === 'wide' ? [240, 38, 34] : [0, 52, 34];
  const width = ROOM_WIDTH[room];
  const height = top + rows.length * rowHeight + 22;
  const panel = (width - left) / SHOWN_CLASSES.length;
  const reach = reachOf(rows);
  const parts = SHOWN_CLASSES.flatMap((name, i) => {
    const x = scaleLinear([-reach, reach], [left + i * panel + 14, left + (i + 1) * panel - 18]);
    const grid = [-reach, 0, reach].flatMap((tick) => [
      line(tick === 0 ? 'axis' : 'grid', x(tick), top - 6, x(tick), height - 20),
      label(x(tick), height - 4, 'tick', tickText(tick), {
        anchor: tick === 0 ? 'middle' : tick < 0 ? 'start' : 'end',
      }),
    ]);
    const head = label(x(-reach) + 13, 14.5, 'head', room === 'wide' ? titled(name) : titledShort(name));
    const marks = rows.map((row, at) => {
      const difference = row.differences[name];
      if (difference === null) return '';
      const y = top + at * rowHeight + (room === 'wide' ? 12 : 30);
      const kind = `${name} ${direction(difference) === 'unclear' ? 'hollow' : 'filled'}`;
      const { diff, lo, hi } = difference;
      const reached = lo === null || hi === null ? '' : line(kind, x(lo), y, x(hi), y);
      const drawn = reached + mark(kind, name, x(diff), y);
      const said = `${row.label}, ${row.note}: ${inWords(name)} ${change(difference)} points`;
      return linked(row.wanted(name), said, drawn);
    });
    return [...grid, mark(`${name} filled`, name, x(-reach) + 1, 10), head, ...marks];
  });
  const labels = rows.flatMap((row, at) => {
    const y = top + at * rowHeight + 10;
    const rule = at === 0 ? [] : [line('rule', 0, y - 16, width, y - 16)];
    if (room === 'narrow') return [...rule, label(0, y + 2, 'label', `${row.label}, ${row.note}`, { most: 42 })];
    const { name, below } = chartLines(row.label, row.note);
    return [...rule, label(0, y, 'label', name, { most: 29 }), label(0, y + 15, 'tick', below, { most: 36 })];
  });
  return { ...texts, width, height, body: [...parts, ...labels].join('') };
}

/** The axis reaches to the next quarter beyond the widest interval. */
function reachOf(rows: readonly DifferenceRow[]): number {
  const ends = rows.flatMap(({ differences }) =>
    Object.values(differences).flatMap((one) =>
      one === null ? [] : [one.diff, one.lo ?? 0, one.hi ?? 0].map(Math.abs),
    ),
  );
  return Math.min(1, Math.max(0.25, Math.ceil(Math.max(...ends, 0) * 4) / 4));
}

function tickText(tick: number): string {
  return tick === 0 ? '0' : `${tick > 0 ? '+' : '−'}${Math.abs(tick) * 100}`;
}
