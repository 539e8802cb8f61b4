import { scaleLinear } from 'd3-scale';
import { type DeliveryRow, PARTS } from '../delivery-rows.ts';
import { counted, languageName } from '../figures.ts';
import { chartLines } from '../finding-rows.ts';
import { type Drawing, label, linked, ROOM_WIDTH, type Room } from './drawing.ts';

/** What became of the calls of each model and language, as shares of all that were planned. */
export function deliveryChart(rows: readonly DeliveryRow[], room: Room): Drawing {
  const [left, rowHeight, bar] = room === 'wide' ? [240, 36, 4] : [0, 50, 22];
  const width = ROOM_WIDTH[room];
  const x = scaleLinear([0, 1], [left + 12, width - 4]);
  const bars = rows.flatMap((row, at) => {
    const y = at * rowHeight;
    let from = 0;
    const parts = PARTS.flatMap(({ id, words }) => {
      const count = row[id];
      if (count === 0) return [];
      const [start, end] = [from / row.planned, (from + count) / row.planned];
      from += count;
      const said = `${row.label}, ${languageName(row.lang)}: ${counted(count, 'call')} ${words}`;
      const box = `<rect class="part ${id}" x="${x(start).toFixed(2)}" y="${y + bar}" width="${Math.max(1.5, x(end) - x(start) - 1).toFixed(2)}" height="18"/>`;
      const { run, target, lang } = row;
      return [id === 'unasked' ? box : linked({ run, target, lang, delivery: id }, said, box)];
    });
    const lines = chartLines(row.label, languageName(row.lang));
    const name =
      room === 'wide'
        ? [label(0, y + 12, 'label', lines.name, { most: 29 }), label(0, y + 27, 'tick', lines.below, { most: 36 })]
        : [label(0, y + 15, 'label', `${row.label}, ${languageName(row.lang)}`, { most: 42 })];
    return [...name, ...parts];
  });
  const seen = PARTS.filter(({ id }) => rows.some((row) => row[id] > 0));
  const columns = room === 'wide' ? 4 : 2;
  const legend = seen.flatMap(({ id, words }, i) => {
    const [start, y] = [x(0) + (i % columns) * 172, rows.length * rowHeight + 14 + Math.floor(i / columns) * 22];
    return [
      `<rect class="part ${id}" x="${start}" y="${y}" width="10" height="10"/>`,
      label(start + 15, y + 9.5, 'tick', words),
    ];
  });
  return {
    title: 'What became of the calls, by model and language',
    description: 'Shares of all calls that were planned.',
    width,
    height: rows.length * rowHeight + 14 + Math.ceil(seen.length / columns) * 22,
    body: [...bars, ...legend].join(''),
  };
}
