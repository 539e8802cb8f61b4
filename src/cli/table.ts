import Table from 'cli-table3';
import { visible } from '../lib/visible.ts';
import { percentRange, pointsText, wholePercent } from '../model/share-words.ts';
import { type DrawnTable, fittedTable } from './fitted-table.ts';
import { columnsFrom, columnsOf, width } from './width.ts';

/**
 * A plain table without frames: a header, rows, and two spaces between columns. Numbers stand to the right. Where it is wider than the terminal, names
 * stand above their figures, and at last each figure on a line.
 */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[], rightFrom = 1): string {
  const shown = rows.map((row) => row.map(visible));
  return fittedTable({ head, rows: shown, rightFrom }, width(), { draw: drawn, wrap: wrapped, toldApart });
}

function drawn({ head, rows, rightFrom }: DrawnTable): string {
  const none = { top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '' };
  const table = new Table({
    head: [...head],
    chars: {
      ...none,
      'bottom-left': '',
      'bottom-right': '',
      left: '',
      'left-mid': '',
      mid: '',
      'mid-mid': '',
      right: '',
      'right-mid': '',
      middle: '  ',
    },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colAligns: head.map((_, column) => (column < rightFrom ? 'left' : 'right')),
  });
  for (const row of rows) table.push([...row]);
  const lines = table.toString().split('\n');
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

/** A share as whole per cent: `12 %`, `< 1 %`. */
export function percent(rate: number | null): string {
  return rate === null || Number.isNaN(rate) ? '–' : `${wholePercent(rate)} %`;
}

/** A share with its interval: `12 % [8–17]`; `4 of 6` where so few questions give no interval. */
export function percentWithInterval({
  rate,
  lo,
  hi,
  k,
  n,
}: {
  rate: number | null;
  lo: number | null;
  hi: number | null;
  k?: number;
  n?: number;
}): string {
  if (rate === null) return '–';
  if (lo !== null && hi !== null) return `${percent(rate)} [${percentRange(lo, hi)}]`;
  // A mean over questions need not be what the answers give together.
  return k === undefined || n === undefined || Math.abs(k / n - rate) > 1e-9 ? percent(rate) : `${k} of ${n}`;
}

/** A difference of shares in percentage points with its interval: `+12 [+5, +19]`; `+12` where there is none. */
export function pointsWithInterval({
  diff,
  lo,
  hi,
}: {
  diff: number | null;
  lo: number | null;
  hi: number | null;
}): string {
  if (diff === null) return '–';
  if (lo === null || hi === null) return pointsText(diff);
  return `${pointsText(diff)} [${pointsText(lo)}, ${pointsText(hi)}]`;
}

/** A name cut in its middle to so many columns, where endings tell more than what comes before. */
export function shortened(name: string, most: number): string {
  if (columnsOf(name) <= most) return name;
  const head = Math.floor((most - 1) / 2);
  return `${columnsFrom(name, head, 'start')}…${columnsFrom(name, most - 1 - head, 'end')}`;
}

/** Columns of a name beside its figures in a terminal of 80. */
const BESIDE = 19;

/**
 * Names cut so that they still differ, in all tables of a text alike: at the length asked for, or at the least one above it that tells them apart. A
 * terminal of more than 80 columns has room for more.
 */
export function shortNames(names: readonly string[], most = BESIDE): (name: string) => string {
  return toldApart(names, most + Math.max(0, Math.floor((width() - 80) / 2)));
}

/** Names cut to so many columns, or to the least above it at which they still differ. */
export function toldApart(names: readonly string[], most: number): (name: string) => string {
  const all = [...new Set(names)];
  // The maker goes first, where the names differ without it.
  const bare = (name: string): string => (columnsOf(name) > most ? withoutMaker(name) : name);
  const base = new Set(all.map(bare)).size < all.length ? (name: string): string => name : bare;
  const bases = all.map(base);
  const clear = Array.from({ length: MOST_MORE }, (_, more) => most + more).find((one) => areClear(bases, one));
  let length = clear ?? most;
  while (new Set(bases.map((name) => shortened(name, length))).size < all.length) length += 1;
  return (name) => shortened(base(name), length);
}

/** Columns that names may have more, so that no cut one can be read as another: `qwen2.5-7…-instruct` is 7B too. */
const MOST_MORE = 13;

/** True where what is left of a cut name begins and ends no other. */
function areClear(names: readonly string[], length: number): boolean {
  return names.every((name) => {
    const cut = shortened(name, length);
    if (cut === name) return names.every((other) => other === name || shortened(other, length) !== cut);
    const [head = '', tail = ''] = cut.split('…');
    return names.every(
      (other) =>
        other === name ||
        !(other.startsWith(head) && other.endsWith(tail) && other.length >= head.length + tail.length),
    );
  });
}

/** `qwen/qwen3-8b` without what stands before the first slash, unless a language alone would be left. */
function withoutMaker(name: string): string {
  const rest = name.slice(name.indexOf('/') + 1);
  return /^(?:[a-z]{2,3}(?:-[A-Z][a-z]{3})?)?$/.test(rest) ? name : rest;
}

/** Words on lines of the terminal's width; a longer word has a line of its own, unless Han characters let it break anywhere. */
export function wrapped(text: string): string {
  const most = width();
  const lines = [''];
  for (const whole of text.split(' ')) {
    for (const [i, word] of broken(whole, most).entries()) {
      const line = lines.at(-1) ?? '';
      if (i > 0 || (line !== '' && columnsOf(line) + 1 + columnsOf(word) > most)) lines.push(word);
      else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
    }
  }
  return lines.join('\n');
}

function broken(word: string, most: number): string[] {
  if (columnsOf(word) <= most || !/\p{Script=Han}/u.test(word)) return [word];
  const start = columnsFrom(word, most, 'start');
  return [start, ...broken(word.slice(start.length), most)];
}
