import { direction, inWords, languageName, points, titled } from '../figures.ts';
import { type HeatMap, heatClass } from '../heat-map.ts';
import { type Drawing, label } from './drawing.ts';

const LEFT = 170;
const COLUMN = 128;
const ROW = 30;

/** A heat map as a drawing for files; on the page it is a table. */
export function heatChart({ class: name, columns, rows }: HeatMap): Drawing {
  const heads = columns.flatMap(({ label: target, lang }, i) => {
    const x = LEFT + i * COLUMN + COLUMN / 2;
    return [
      label(x, 14, 'tick', target, { most: 20, anchor: 'middle' }),
      label(x, 28, 'tick', languageName(lang), { most: 19, anchor: 'middle' }),
    ];
  });
  const cells = rows.flatMap(({ topic, cells: own }, at) => {
    const y = 40 + at * ROW;
    const drawn = own.map((cell, i) => {
      const x = LEFT + i * COLUMN;
      if (cell === null) return label(x + COLUMN / 2, y + 19, 'tick', '–', { anchor: 'middle' });
      const clear = direction(cell) !== 'unclear';
      const box = `<rect class="cell ${heatClass(name, cell.diff)}" x="${x + 1}" y="${y + 1}" width="${COLUMN - 2}" height="${ROW - 2}"/>`;
      return (
        box + label(x + COLUMN / 2, y + 19, clear ? 'figure clear' : 'figure', points(cell.diff), { anchor: 'middle' })
      );
    });
    return [label(0, y + 19, 'label', inWords(topic), { most: 24 }), ...drawn];
  });
  return {
    title: `${titled(name)} by topic: sensitive minus control, percentage points`,
    description: 'Bold: the 95 % interval leaves 0 out.',
    width: LEFT + columns.length * COLUMN,
    height: 40 + rows.length * ROW,
    body: [...heads, ...cells].join(''),
  };
}
