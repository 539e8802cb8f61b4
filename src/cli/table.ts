import Table from 'cli-table3';
import { visible } from './visible.ts';

/** A plain table without frames: a header, rows, and two spaces between columns. Numbers stand to the right. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[], rightFrom = 1): string {
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
  for (const row of rows) table.push(row.map(visible));
  const lines = table.toString().split('\n');
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

/** A share as whole per cent. */
export function percent(rate: number | null): string {
  return rate === null || Number.isNaN(rate) ? '–' : `${Math.round(rate * 100)} %`;
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
  if (lo === null || hi === null) return k === undefined ? percent(rate) : `${k} of ${n}`;
  return `${percent(rate)} [${Math.round(lo * 100)}–${Math.round(hi * 100)}]`;
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
  if (lo === null || hi === null) return signed(diff);
  return `${signed(diff)} [${bound(lo)}, ${bound(hi)}]`;
}

/** A bound that rounds to 0 and is not: on which side of it it lies. */
function bound(share: number): string {
  return share === 0 || Math.round(share * 100) !== 0 ? signed(share) : share > 0 ? '>0' : '<0';
}

function signed(share: number): string {
  const points = Math.round(share * 100);
  return points > 0 ? `+${points}` : `${points}`.replace('-', '−');
}

/** A name cut in its middle, where endings tell more than what comes before. */
export function shortened(name: string, most: number): string {
  if (name.length <= most) return name;
  const head = Math.floor((most - 1) / 2);
  return `${name.slice(0, head)}…${name.slice(head + 1 - most)}`;
}

/** Words on lines of at most 80 columns; a longer word has a line of its own. */
export function wrapped(text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + 1 + word.length > 80) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join('\n');
}
