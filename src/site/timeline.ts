import { scaleLinear } from 'd3-scale';
import type { Rate } from '../compare/summarize.ts';
import { type Drawing, label, line, linked, mark, ROOM_WIDTH, type Room } from '../report/charts/drawing.ts';
import {
  dayOf,
  inWords,
  languageName,
  SHOWN_CLASSES,
  type ShownClass,
  share,
  titled,
  titledShort,
} from '../report/figures.ts';
import type { FindingRow } from '../report/finding-rows.ts';
import { changeMark } from './canary-strip.ts';
import { type CanaryChange, changesOf } from './canary-words.ts';
import { releaseName } from './release-words.ts';
import type { SiteCanary, SiteRun } from './site-data.ts';

/** A release on the timeline: when it was first asked, and its rates in one language. */
interface Point {
  readonly at: number;
  readonly name: string;
  readonly row: FindingRow;
}

const PANEL = { wide: 118, narrow: 96 } as const;
const HEAD = 30;
/** Sensitive and control stand side by side where they belong to one day. */
const APART = 5;

/**
 * The rates of a model over the days on which its releases were asked, a row of panels a language; with the days on which a canary saw the model
 * behind the name change.
 */
export function timeline(target: string, runs: readonly SiteRun[], room: Room, canary: SiteCanary | null): Drawing {
  const changes = canary === null ? [] : changesOf(canary);
  const width = ROOM_WIDTH[room];
  const left = room === 'wide' ? 170 : 42;
  const between = room === 'wide' ? 34 : 0;
  const columns = room === 'wide' ? SHOWN_CLASSES.length : 1;
  const panel = (width - left - between * (columns - 1) - 8) / columns;
  const rows = langsOf(target, runs);
  const height = HEAD + PANEL[room] + 34;
  const parts = rows.flatMap(([lang, points], at) =>
    SHOWN_CLASSES.map((name, i) => {
      const [column, row] = room === 'wide' ? [i, at] : [0, at * SHOWN_CLASSES.length + i];
      const box = { x: left + column * (panel + between), y: row * height + HEAD, width: panel, height: PANEL[room] };
      const named = room === 'wide' && i === 0 ? label(0, box.y + 14, 'label', languageName(lang), { most: 18 }) : '';
      return named + panelOf(name, lang, points, changes, box, room);
    }),
  );
  return {
    title: 'Refusal, official narrative and neutral answers, release by release',
    description:
      'Filled marks: sensitive questions. Hollow marks: their controls. Upright lines: 95 % intervals. From left to right: the days on which asking began.' +
      (changes.length === 0
        ? ''
        : ' Lines with a flag: days on which the model behind the name changed, by its canary.'),
    width,
    height: height * rows.length * (room === 'wide' ? 1 : SHOWN_CLASSES.length),
    body: parts.join(''),
  };
}

function langsOf(target: string, runs: readonly SiteRun[]): [string, Point[]][] {
  const langs = new Map<string, Point[]>();
  for (const run of runs) {
    const { asked } = run.reported;
    if (asked === null) continue;
    for (const row of run.rows.filter((one) => one.target === target)) {
      const point = { at: Date.parse(asked.first), name: releaseName(run), row };
      langs.set(row.lang, [...(langs.get(row.lang) ?? []), point]);
    }
  }
  return [...langs].sort(([a], [b]) => (a < b ? -1 : 1));
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function panelOf(
  name: ShownClass,
  lang: string,
  points: readonly Point[],
  changes: readonly CanaryChange[],
  box: Box,
  room: Room,
): string {
  const days = changes.map(({ since }) => Date.parse(since));
  const times = [...points.map(({ at }) => at), ...days];
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const x = scaleLinear([first, Math.max(last, first + 1)], [box.x + 14, box.x + box.width - 14]);
  const y = scaleLinear([0, 1], [box.y + box.height, box.y]);
  const below = box.y + box.height;
  const grid = [0, 0.5, 1].flatMap((tick) => [
    line(tick === 0 ? 'axis' : 'grid', box.x, y(tick), box.x + box.width, y(tick)),
    label(box.x - 5, y(tick) + 4, 'tick', tick === 1 ? '100 %' : String(tick * 100), { anchor: 'end' }),
  ]);
  const middle = first === last ? box.x + box.width / 2 : null;
  const place = (at: number): number => middle ?? x(at);
  const ticks =
    middle === null
      ? [
          label(box.x, below + 16, 'tick', dayOf(new Date(first).toISOString())),
          label(box.x + box.width, below + 16, 'tick', dayOf(new Date(last).toISOString()), { anchor: 'end' }),
        ]
      : [label(middle, below + 16, 'tick', dayOf(new Date(first).toISOString()), { anchor: 'middle' })];
  const key = mark(`${name} filled`, name, box.x + 6, box.y - 16);
  const head = label(
    box.x + 17,
    box.y - 11.5,
    'head',
    room === 'wide' ? titled(name) : `${titledShort(name)}, ${languageName(lang)}`,
  );
  const path = pathOf(points, name, place, y);
  const marks = points.flatMap(({ at, name: release, row }) => [
    pointMark(row, 'control', name, lang, release, place(at) + APART, y),
    pointMark(row, 'sensitive', name, lang, release, place(at) - APART, y),
  ]);
  const flags = days.map((at) => changeMark(place(at), box.y, below));
  return [...grid, key, head, path, ...ticks, ...flags, ...marks].join('');
}

/** A fine line from release to release through the sensitive questions. */
function pathOf(
  points: readonly Point[],
  name: ShownClass,
  place: (at: number) => number,
  y: (value: number) => number,
): string {
  const known = points.flatMap(({ at, row }) => {
    const { rate } = row.sensitive[name];
    return rate === null ? [] : [{ x: place(at) - APART, y: y(rate) }];
  });
  return known
    .slice(1)
    .map((to, i) => {
      const from = known[i] ?? to;
      return line('rule', from.x, from.y, to.x, to.y);
    })
    .join('');
}

function pointMark(
  row: FindingRow,
  role: 'sensitive' | 'control',
  name: ShownClass,
  lang: string,
  release: string,
  x: number,
  y: (value: number) => number,
): string {
  const rate: Rate | undefined = row[role]?.[name];
  if (rate === undefined || rate.rate === null) return '';
  const kind = `${name} ${role === 'sensitive' ? 'filled' : 'hollow'}`;
  const reached = rate.lo === null || rate.hi === null ? '' : line(kind, x, y(rate.lo), x, y(rate.hi));
  const said = `${release}, ${languageName(lang)}, ${role}: ${inWords(name)} ${share(rate)}`;
  const wanted = { run: row.run, target: row.target, lang, class: name, role };
  return linked(wanted, said, reached + mark(kind, name, x, y(rate.rate)));
}
