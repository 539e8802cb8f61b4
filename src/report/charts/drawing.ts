import type { ClassName } from '../../compare/tally.ts';
import { escapeXml } from '../escape-xml.ts';
import { evidenceLink, type Wanted } from '../evidence-link.ts';

/** A chart before it is put on a page or into a file. */
export interface Drawing {
  readonly title: string;
  readonly description: string;
  readonly width: number;
  readonly height: number;
  /** SVG elements. */
  readonly body: string;
}

/** Room of a chart in pixels: `wide` on desks and paper, `narrow` on telephones. */
export type Room = 'wide' | 'narrow';
export const ROOM_WIDTH = { wide: 960, narrow: 350 } as const satisfies Record<Room, number>;

/** An SVG element that stands in a page; its links stay, and its name and description are read out. */
export function inlineSvg({ title, description, width, height, body }: Drawing, room: Room): string {
  const name = escapeXml(`${title}. ${description}`);
  return `<svg class="chart ${room}" viewBox="0 0 ${width} ${height}" role="group" aria-label="${name}">${body}</svg>`;
}

/** A whole SVG file with its style in it and without links, which lead nowhere outside the report. */
export function svgFile({ title, description, width, height, body }: Drawing, style: string): string {
  const [name, about] = [escapeXml(title), escapeXml(description)];
  const drawn = body.replaceAll(/<a [^>]*>|<\/a>/g, '');
  const [wide, high] = [width + 2 * MARGIN, height + 5 * MARGIN];
  const box = `x="${-MARGIN}" y="${-3 * MARGIN}" width="${wide}" height="${high}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="${-MARGIN} ${-3 * MARGIN} ${wide} ${high}" width="${wide}" height="${high}" role="img" aria-labelledby="t d"><title id="t">${name}</title><desc id="d">${about}</desc><style>${escapeXml(style)}</style><rect class="ground" ${box}/><text class="head" x="0" y="-20">${name}</text>${drawn}<text class="tick" x="0" y="${height + MARGIN + 4}">${about}</text></svg>
`;
}

/** Room round a chart in a file, in pixels. */
const MARGIN = 16;

/** A text; longer ones lose their middle. */
export function label(
  x: number,
  y: number,
  kind: string,
  text: string,
  options: { most?: number; anchor?: string } = {},
) {
  const { most = 60, anchor = 'start' } = options;
  const signs = [...text];
  const start = Math.ceil((most - 1) * 0.6);
  const cut = [...signs.slice(0, start), '…', ...signs.slice(start + 1 - most)].join('');
  const shown = signs.length > most ? cut : text;
  return `<text class="${kind}" x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${escapeXml(shown)}</text>`;
}

/** A straight line. */
export function line(kind: string, x1: number, y1: number, x2: number, y2: number): string {
  return `<line class="${kind}" x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}"/>`;
}

/** The mark of a class, each of a shape of its own so that colour is not needed: circle, square, diamond, triangle. */
export function mark(kind: string, name: ClassName, x: number, y: number): string {
  return MARKS[name](kind, x, y);
}

const MARKS = {
  refusal: (kind, x, y) => `<circle class="${kind}" cx="${round(x)}" cy="${round(y)}" r="5.25"/>`,
  official_narrative: (kind, x, y) =>
    `<rect class="${kind}" x="${round(x - 4.75)}" y="${round(y - 4.75)}" width="9.5" height="9.5"/>`,
  neutral: (kind, x, y) =>
    `<path class="${kind}" d="M${round(x)} ${round(y - 6.25)}l6.25 6.25l-6.25 6.25l-6.25 -6.25z"/>`,
  other: (kind, x, y) => `<path class="${kind}" d="M${round(x)} ${round(y - 6)}l6.25 11h-12.5z"/>`,
} as const satisfies Readonly<Record<ClassName, (kind: string, x: number, y: number) => string>>;

/** A part of a chart that leads to its answers; `said` is what it says when read out or pointed at. */
export function linked(wanted: Wanted, said: string, body: string): string {
  const name = escapeXml(said);
  return `<a href="${escapeXml(evidenceLink(wanted))}" aria-label="${name}"><title>${name}</title>${body}</a>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
