import { direction, inWords, points, titled } from '../figures.ts';
import { type HeatMap, heatClass } from '../heat-map.ts';
import { lineName } from '../ledgers.ts';
import { type ModelGroup, modelKey } from '../model-groups.ts';
import { type Drawing, label, line } from './drawing.ts';
import { LETTERS, NAME, nameLines } from './name-lines.ts';

const COLUMN = 64;
const ROW = 26;
const HEAD = 44;
const TITLE = 30;

/** A heat map as a drawing for files, as the page's table has it: a row a model, names whole, its languages side by side below each topic. */
export function heatChart({ class: name, columns, rows }: HeatMap, groups: readonly ModelGroup[]): Drawing {
  const langs = [...new Set(columns.map(({ lang }) => lang))];
  const places = new Map(columns.map((column, i) => [modelKey(column) + column.lang, i]));
  const xOf = (topic: number, lang: number): number => NAME + (topic * langs.length + lang) * COLUMN;
  const wide = COLUMN * langs.length;
  const heads = rows.flatMap(({ topic }, at) => [
    label(xOf(at, 0) + wide / 2, 16, 'head', inWords(topic), { most: Math.floor(wide / 8), anchor: 'middle' }),
    ...langs.map((lang, i) =>
      label(xOf(at, i) + COLUMN / 2, 34, 'tick', lineName(lang).short, { most: 10, anchor: 'middle' }),
    ),
  ]);
  const parts = [...heads];
  let y = HEAD;
  for (const { title, models } of groups) {
    if (title !== null) {
      parts.push(label(0, y + 20, 'head', title, { most: 90 }));
      y += TITLE;
    }
    for (const model of models) {
      const lines = nameLines(model.label);
      const height = Math.max(ROW, lines.length * LETTERS + 8);
      parts.push(line('rule', 0, y, NAME + rows.length * wide, y));
      parts.push(...lines.map((text, i) => label(0, y + 17 + i * LETTERS, 'label', text, { most: 60 })));
      for (const [at, { cells }] of rows.entries()) {
        for (const [i, lang] of langs.entries()) {
          const cell = cells[places.get(modelKey(model) + lang) ?? -1] ?? null;
          const x = xOf(at, i);
          if (cell === null) {
            parts.push(label(x + COLUMN / 2, y + 17, 'tick', '–', { anchor: 'middle' }));
            continue;
          }
          const kind = direction(cell) === 'unclear' ? 'figure' : 'figure clear';
          parts.push(
            `<rect class="cell ${heatClass(name, cell.diff)}" x="${x + 1}" y="${y + 1}" width="${COLUMN - 2}" height="${height - 2}"/>`,
            label(x + COLUMN / 2, y + 17, kind, points(cell.diff), { anchor: 'middle' }),
          );
        }
      }
      y += height;
    }
  }
  return {
    title: `${titled(name)} by topic: sensitive minus control, percentage points`,
    description: 'Bold: the 95 % interval leaves 0 out.',
    width: NAME + rows.length * wide,
    height: y + 4,
    body: parts.join(''),
  };
}
