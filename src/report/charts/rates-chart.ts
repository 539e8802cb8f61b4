import { scaleLinear } from 'd3-scale';
import type { Rate } from '../../compare/summarize.ts';
import { numberOf } from '../../lib/number-of.ts';
import { inWords, languageName, SHOWN_CLASSES, type ShownClass, share, titled, titledShort } from '../figures.ts';
import { chartLines, type FindingRow } from '../finding-rows.ts';
import { type Drawing, label, line, linked, mark, ROOM_WIDTH, type Room } from './drawing.ts';

const SHAPE = {
  wide: { left: 240, row: 42, top: 34, first: 12, named: 10 },
  narrow: { left: 0, row: 62, top: 34, first: 34, named: 14 },
} as const;

/** Refusal, official narrative and neutral of each model and language: a filled mark over the hollow one of its controls, with intervals. */
export function ratesChart(rows: readonly FindingRow[], room: Room): Drawing {
  const { left, row: rowHeight, top, first, named } = SHAPE[room];
  const width = ROOM_WIDTH[room];
  const height = top + rows.length * rowHeight + 22;
  const panel = (width - left) / SHOWN_CLASSES.length;
  const parts = SHOWN_CLASSES.flatMap((name, i) => {
    const x = scaleLinear([0, 1], [left + i * panel + 12, left + (i + 1) * panel - 20]);
    const ticks = room === 'wide' ? [0, 0.25, 0.5, 0.75, 1] : [0, 0.5, 1];
    const grid = ticks.flatMap((tick) => [
      line(tick === 0 ? 'axis' : 'grid', x(tick), top - 6, x(tick), height - 20),
      label(x(tick), height - 4, 'tick', `${tick * 100}${tick === 1 ? ' %' : ''}`, { anchor: 'middle' }),
    ]);
    const key = mark(`${name} filled`, name, x(0) + 1, 10);
    const marks = rows.flatMap((row, at) => {
      const y = top + at * rowHeight + first;
      return [rateMark(row, 'control', name, x, y + 13), rateMark(row, 'sensitive', name, x, y)];
    });
    return [...grid, key, label(x(0) + 13, 14.5, 'head', room === 'wide' ? titled(name) : titledShort(name)), ...marks];
  });
  const labels = rows.flatMap(({ label: name, lang }, at) => {
    const y = top + at * rowHeight + named;
    const rule = at === 0 ? [] : [line('rule', 0, top + at * rowHeight - 6, width, top + at * rowHeight - 6)];
    if (room === 'narrow') return [...rule, label(0, y, 'label', `${name}, ${languageName(lang)}`, { most: 42 })];
    const lines = chartLines(name, languageName(lang));
    return [
      ...rule,
      label(0, y, 'label', lines.name, { most: 29 }),
      label(0, y + 16, 'tick', lines.below, { most: 36 }),
    ];
  });
  return {
    title: 'Refusal, official narrative and neutral answers, by model and language',
    description: 'Filled marks: sensitive questions. Hollow marks: their controls. Lines: 95 % intervals.',
    width,
    height,
    body: [...parts, ...labels].join(''),
  };
}

function rateMark(
  row: FindingRow,
  role: 'sensitive' | 'control',
  name: ShownClass,
  x: (value: number) => number,
  y: number,
): string {
  const rate: Rate | undefined = row[role]?.[name];
  if (rate === undefined || rate.rate === null || rate.lo === null || rate.hi === null) return '';
  const { run, target, lang, label: named } = row;
  const kind = role === 'control' ? 'hollow' : 'filled';
  // The mark leads to all answers; its rate may be that of the pairs among them.
  const { k, n } = (role === 'control' ? row.foundControl : row.found)?.[name] ?? rate;
  const said = `${named}, ${languageName(lang)}, ${role}: ${inWords(name)} ${share(rate)}, ${k} of ${numberOf(n, 'answer')} in all`;
  const drawn = line(`${name} ${kind}`, x(rate.lo), y, x(rate.hi), y) + mark(`${name} ${kind}`, name, x(rate.rate), y);
  return linked({ run, target, lang, class: name, role }, said, drawn);
}
