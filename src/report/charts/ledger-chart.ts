import type { LedgerGroup, LedgerPanel, LedgerRow } from '../ledger-rows.ts';
import { type Drawing, label, line, mark, ROOM_WIDTH } from './drawing.ts';
import { LETTERS, NAME, nameLines } from './name-lines.ts';
import { STRIP, STRIP_SHAPES } from './strip.ts';

/** Room in pixels: what divides a model's lines, between panels, and heights. */
const TAG = 76;
const GAP = 26;
const HEAD = 40;
const TITLE = 30;
const TAG_SIGNS = 11;

/** A chart of many models as a drawing of its own, as the page has it: a row a model with its lines in it, the axis at the top, families under headings, names whole. */
export function ledgerChart(
  groups: readonly LedgerGroup[],
  panels: readonly LedgerPanel[],
  texts: Pick<Drawing, 'title' | 'description'>,
): Drawing {
  const width = ROOM_WIDTH.wide;
  const panelWidth = (width - NAME - TAG - GAP * (panels.length - 1)) / panels.length;
  const left = (i: number): number => NAME + TAG + i * (panelWidth + GAP);
  const parts = panels.map((panel, i) => headOf(panel, left(i), panelWidth));
  let y = HEAD;
  for (const { title, rows } of groups) {
    if (title !== null) {
      parts.push(label(0, y + 20, 'head', title, { most: 90 }));
      y += TITLE;
    }
    for (const row of rows) {
      const height = heightOf(row);
      parts.push(line('rule', 0, y, width, y));
      parts.push(...panels.flatMap(({ grid }, i) => gridOf(grid, left(i), panelWidth, y + 4, y + height - 4)));
      parts.push(...nameLines(row.label).map((text, i) => label(0, y + 20 + i * LETTERS, 'label', text, { most: 60 })));
      for (const [at, { short, strips }] of row.lines.entries()) {
        const top = y + 4 + at * STRIP.height;
        parts.push(label(NAME, top + 16, 'tick', short, { most: TAG_SIGNS }));
        parts.push(...strips.map((strip, i) => placed(strip, left(i), top, panelWidth)));
      }
      y += height;
    }
  }
  return { ...texts, width, height: y + 4, body: STRIP_SHAPES + parts.join('') };
}

function headOf({ title, class: name, ticks }: LedgerPanel, x: number, width: number): string {
  const key = name === null ? '' : mark(`${name} filled`, name, x + 6, 9);
  const texts = ticks.map(([at, text]) => {
    const anchor = at <= 0 ? 'start' : at >= 100 ? 'end' : 'middle';
    return label(x + (at / 100) * width, 34, 'tick', text, { anchor });
  });
  return key + label(x + (name === null ? 0 : 18), 14, 'head', title) + texts.join('');
}

function gridOf(grid: LedgerPanel['grid'], x: number, width: number, from: number, to: number): string[] {
  if (grid === 'none') return [];
  const middle = grid === 'differences' ? 50 : 0;
  return [0, 25, 50, 75, 100].map((at) => {
    const place = x + (at / 100) * width;
    return line(at === middle ? 'axis' : 'grid', place, from, place, to);
  });
}

/** A strip of the page, whose places are shares of its width, at its place in the drawing. */
function placed(strip: string, x: number, y: number, width: number): string {
  return strip.replace(
    /^<svg class="strip"/,
    `<svg class="strip" overflow="visible" x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}"`,
  );
}

function heightOf({ label: name, lines }: LedgerRow): number {
  return Math.max(lines.length * STRIP.height, nameLines(name).length * LETTERS + 8) + 8;
}
