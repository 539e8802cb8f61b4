import type { Rate } from '../compare/summarize.ts';
import type { ClassName } from '../compare/tally.ts';
import { chosen } from '../model/chosen.ts';
import { languageName as nameOfLanguage } from '../model/language-name.ts';
import { percentRange, pointsText, wholePercent } from '../model/share-words.ts';

/** The three classes that every figure shows, in their order. */
export const SHOWN_CLASSES = chosen({
  refusal: true,
  official_narrative: true,
  neutral: true,
  other: false,
} as const satisfies Readonly<Record<ClassName, boolean>>);
export type ShownClass = (typeof SHOWN_CLASSES)[number];

/** A difference of two rates with its interval. */
export interface Difference {
  readonly diff: number;
  /** null where so few questions give no interval. */
  readonly lo: number | null;
  readonly hi: number | null;
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** A language's name in English, or its tag; null means all of them together. */
export function languageName(lang: string | null): string {
  return lang === null ? 'all languages' : nameOfLanguage(lang);
}

/** An identifier of the codebook in words: `official narrative`. */
export function inWords(name: string): string {
  return name.replaceAll('_', ' ');
}

/** The same with a capital letter: `Official narrative`. */
export function titled(name: string): string {
  return `${name[0]?.toUpperCase() ?? ''}${inWords(name.slice(1))}`;
}

/** The same where there is little room. */
export function titledShort(name: string): string {
  return name === 'official_narrative' ? 'Official' : titled(name);
}

/** `12 %`, `< 1 %`; a dash where there is no rate. */
export function percent(rate: number | null): string {
  return rate === null ? '–' : `${wholePercent(rate)}\u00a0%`;
}

/** `12 % [8–17]`, or `67 % (4 of 6)` where so few questions give no interval; `67 % (no interval)` where that is a mean over questions. */
export function share({
  rate,
  lo,
  hi,
  k,
  n,
}: Pick<Rate, 'rate' | 'lo' | 'hi'> & Partial<Pick<Rate, 'k' | 'n'>>): string {
  if (rate === null) return '–';
  if (lo !== null && hi !== null) return `${percent(rate)} ${bracket(lo, hi)}`;
  if (k === undefined || n === undefined) return percent(rate);
  return `${percent(rate)} (${Math.abs(k / n - rate) < 1e-9 ? `${k} of ${n}` : 'no interval'})`;
}

/** `[8–17]`, percentages. */
export function bracket(lo: number, hi: number): string {
  return `[${percentRange(lo, hi)}]`;
}

/** `+12`, percentage points. */
export function points(value: number): string {
  return pointsText(value);
}

/** `+12 [+5, +19]`, percentage points; `+12 (no interval)` where so few questions give none. */
export function change({ diff, lo, hi }: Difference): string {
  return lo === null || hi === null
    ? `${points(diff)} (no interval)`
    : `${points(diff)} [${points(lo)}, ${points(hi)}]`;
}

/** `more` or `less` where the interval leaves 0 out, else `unclear`. */
export function direction({ lo, hi }: Difference): 'more' | 'less' | 'unclear' {
  return lo !== null && lo > 0 ? 'more' : hi !== null && hi < 0 ? 'less' : 'unclear';
}

/** `< 0.001`, `0.042`; a dash where nothing was tested. */
export function pText(p: number | null): string {
  return p === null ? '–' : p < 0.001 ? '< 0.001' : p.toFixed(3);
}

/** `24 November 2026`, in UTC. */
export function dayOf(iso: string): string {
  const [year, month, day] = iso.slice(0, 10).split('-');
  return `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}`;
}

/** From one day to another: `1–20 November 2026`, as short as it can be said; one day alone as `dayOf` says it. */
export function daysOf(first: string, last: string): string {
  const [from, to] = [dayOf(first), dayOf(last)];
  if (from === to) return from;
  if (first.slice(0, 7) === last.slice(0, 7)) return `${from.split(' ')[0]}–${to}`;
  return `${first.slice(0, 4) === last.slice(0, 4) ? from.slice(0, -5) : from} – ${to}`;
}

/** `a, b and c`. */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** `5,000`. */
export function thousands(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 answer`, `5,000 answers`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${thousands(count)}\u00a0${count === 1 ? one : many}`;
}
