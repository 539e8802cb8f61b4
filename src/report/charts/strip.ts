import { escapeXml } from '../escape-xml.ts';
import { evidenceLink, type Wanted } from '../evidence-link.ts';
import type { HeadlineClass } from '../family-decisions.ts';
import type { ShownClass } from '../figures.ts';

/** Heights of a line of a strip, in pixels: `main` carries the figure, `below` what it is held against. */
export const STRIP = { height: 24, main: 8, below: 17, middle: 12 } as const;

/** Where a value stands on a strip, in per cent of its width. */
export type Scale = (value: number) => number;

/** From 0 to 1. */
export const shareScale: Scale = (value) => value * 100;

/** From −reach to reach. */
export function differenceScale(reach: number): Scale {
  return (value) => 50 + (Math.max(-1, Math.min(1, value / reach)) * 100) / 2;
}

/** The axis of differences reaches to the next quarter beyond the widest interval. */
export function reachOf(ends: readonly (number | null)[]): number {
  const most = Math.max(0, ...ends.map((end) => Math.abs(end ?? 0)));
  return Math.min(1, Math.max(0.25, Math.ceil(most * 4) / 4));
}

/** An estimate with the interval behind it. */
interface Marked {
  readonly name: ShownClass;
  readonly filled: boolean;
  readonly value: number;
  readonly lo: number | null;
  readonly hi: number | null;
}

/** A mark with its interval, in whatever width the page gives; its shape tells its class. */
export function stripMark({ name, filled, value, lo, hi }: Marked, scale: Scale, y: number): string {
  const kind = `${name} ${filled ? 'filled' : 'hollow'}`;
  const reached =
    lo === null || hi === null
      ? ''
      : `<line class="${kind}" x1="${per(scale(lo))}" x2="${per(scale(hi))}" y1="${y}" y2="${y}"/>`;
  return `${reached}<use class="${kind}" href="#mark-${name}" x="${per(scale(value))}" y="${y}"/>`;
}

/** A small mark without an interval, where many stand on one line. */
export function stripDot(name: HeadlineClass, filled: boolean, at: number, y: number): string {
  return `<use class="${name} ${filled ? 'filled' : 'hollow'}" href="#dot-${name}" x="${per(at)}" y="${y}"/>`;
}

/** A bar from one value to another. */
export function stripBar(kind: string, from: number, to: number): string {
  return `<rect class="part ${kind}" x="${per(from * 100)}" width="${per(Math.max(0.8, (to - from) * 100))}" y="4" height="16"/>`;
}

/** A part of a strip that leads to its answers; `said` is what it says when read out or pointed at. */
export function stripLink(wanted: Wanted, said: string, body: string): string {
  const name = escapeXml(said);
  return `<a href="${escapeXml(evidenceLink(wanted))}" aria-label="${name}"><title>${name}</title>${body}</a>`;
}

/** The same for charts whose figures stand in a table as well: for pointers alone, so that keyboards need not pass every mark twice. */
export function pointerLink(wanted: Wanted, said: string, body: string): string {
  return `<a href="${escapeXml(evidenceLink(wanted))}" tabindex="-1"><title>${escapeXml(said)}</title>${body}</a>`;
}

/** One line of a strip as an SVG that is as wide as its place. */
export function strip(body: string): string {
  return `<svg class="strip" height="${STRIP.height}">${body}</svg>`;
}

/** The numbers of an axis, the outer ones kept inside. */
export function axis(ticks: readonly (readonly [at: number, text: string])[]): string {
  const texts = ticks.map(([at, text]) => {
    const anchor = at <= 0 ? 'start' : at >= 100 ? 'end' : 'middle';
    return `<text x="${per(at)}" y="11" text-anchor="${anchor}">${text}</text>`;
  });
  return `<svg class="ticks" height="14" aria-hidden="true">${texts.join('')}</svg>`;
}

/** The axis of shares, and that of differences. */
export const SHARE_TICKS = [
  [0, '0'],
  [50, '50'],
  [100, '100 %'],
] as const;

export function differenceTicks(reach: number): (readonly [number, string])[] {
  return [
    [0, `−${reach * 100}`],
    [50, '0'],
    [100, `+${reach * 100}`],
  ];
}

/** The shapes that strips use, once in a page. */
export const STRIP_SHAPES = `<svg class="shapes" width="0" height="0" aria-hidden="true"><defs><circle id="mark-refusal" r="5"/><rect id="mark-official_narrative" x="-4.5" y="-4.5" width="9" height="9"/><path id="mark-neutral" d="M0 -6l6 6l-6 6l-6 -6z"/><circle id="dot-refusal" r="3.25"/><rect id="dot-official_narrative" x="-3" y="-3" width="6" height="6"/></defs></svg>`;

function per(value: number): string {
  return `${Math.round(value * 100) / 100}%`;
}
