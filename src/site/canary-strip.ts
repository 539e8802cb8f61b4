import { type Drawing, label, line, ROOM_WIDTH, type Room } from '../report/charts/drawing.ts';
import { escapeXml } from '../report/escape-xml.ts';
import { dayOf } from '../report/figures.ts';
import { changesOf, stateWords } from './canary-words.ts';
import type { SiteCanary, SiteCanaryDay } from './site-data.ts';

/** Days in a row, and the room of one. */
const ROW = { wide: { days: 60, cell: 14 }, narrow: { days: 20, cell: 14 } } as const;
const LEFT = { wide: 118, narrow: 62 } as const;
const BAR = 34;
const HEIGHT = 76;
const DAY = 86_400_000;

/** The days of a canary from left to right, row by row: a bar for how far each lies from those before, its state below, the day of change with a mark. */
export function canaryStrip(canary: SiteCanary, room: Room, addressOf: (day: SiteCanaryDay) => string | null): Drawing {
  const { days, cell } = ROW[room];
  const [left, byDay] = [LEFT[room], new Map(canary.days.map((one) => [one.day, one]))];
  const first = Date.parse(canary.days[0]?.day ?? '');
  const places = canary.days.map(({ day }) => Math.round((Date.parse(day) - first) / DAY));
  const rows = [...new Set(places.map((place) => Math.floor(place / days)))];
  const most = Math.max(0.05, ...canary.days.map(({ distance }) => distance ?? 0));
  const changes = new Set(changesOf(canary).map(({ since }) => since));
  const parts = rows.map((row, at) => {
    const base = at * HEIGHT + 26 + BAR;
    const begins = new Date(first + row * days * DAY).toISOString().slice(0, 10);
    const marks = Array.from({ length: days }, (_, i) => {
      const day = new Date(first + (row * days + i) * DAY).toISOString().slice(0, 10);
      const [x, one] = [left + i * cell + cell / 2, byDay.get(day)];
      const change = changes.has(day) ? changeMark(x - cell / 2, base - BAR - 10, base + 18) : '';
      return change + (one === undefined ? '' : dayMark(one, x, base, most, addressOf(one)));
    });
    const name = room === 'wide' ? dayOf(begins) : begins.slice(2);
    return [label(0, base, 'tick', name), line('axis', left, base + 1, left + days * cell, base + 1), ...marks].join(
      '',
    );
  });
  return {
    title: `The days of ${canary.name}`,
    description:
      'From left to right: days. Bars: how far a day’s answers lie from those of the days before. Below: hollow circle, learning; filled circle, no change shown; hollow triangle, drifting; filled triangle, alarm; dash, asked without telling. Line with a flag: the day of change. The table has the same.',
    width: ROOM_WIDTH[room],
    height: rows.length * HEIGHT,
    body: parts.join(''),
  };
}

function dayMark(one: SiteCanaryDay, x: number, base: number, most: number, address: string | null): string {
  const high = one.distance === null ? 0 : Math.max(1, (one.distance / most) * BAR);
  const bar = `<rect class="day-bar" x="${x - 4}" y="${round(base - high)}" width="8" height="${round(high)}"/>`;
  const said = escapeXml(
    `${dayOf(one.day)}: ${stateWords(one)}${one.distance === null ? '' : `, distance ${one.distance.toFixed(2)}`}${one.p === null ? '' : `, p ${one.p.toPrecision(2)}`}`,
  );
  const body = `<title>${said}</title><rect class="day-room" x="${x - 7}" y="${base - BAR}" width="14" height="${BAR + 18}"/>${high === 0 ? '' : bar}${STATE_MARKS[one.state](x, base + 11)}`;
  // For pointers alone: the table has the same links for keyboards.
  return address === null ? `<g>${body}</g>` : `<a href="${escapeXml(address)}" tabindex="-1">${body}</a>`;
}

const STATE_MARKS = {
  asked: (x: number, y: number) => line('axis', x - 3, y, x + 3, y),
  learning: (x: number, y: number) => `<circle class="day-learning" cx="${x}" cy="${y}" r="3"/>`,
  same: (x: number, y: number) => `<circle class="day-same" cx="${x}" cy="${y}" r="3.5"/>`,
  drifting: (x: number, y: number) => `<path class="day-drifting" d="M${x} ${y - 5}l5.5 9.5h-11z"/>`,
  alarm: (x: number, y: number) => `<path class="day-alarm" d="M${x} ${y - 6}l6.5 11h-13z"/>`,
} as const;

/** The line and flag of a day of change; also on the timeline of releases. */
export function changeMark(x: number, top: number, bottom: number): string {
  const [at, from] = [round(x), round(top)];
  return `${line('day-change', x, top, x, bottom)}<path class="day-alarm" d="M${at} ${from}l10 4.5l-10 4.5z"/>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
