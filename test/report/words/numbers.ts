/** What a printed share leaves possible, 0…1. Throws on what is not one. */
export function shareRange(text: string): readonly [number, number] {
  const [, sign = '', digits = ''] = /^(<|>)?\s?(\d+(?:\.\d+)?) %$/.exec(text) ?? [];
  if (digits === '') throw new Error(`expected a share such as "12 %" or "< 1 %", got "${text}"`);
  const value = Number(digits) / 100;
  if (sign === '<') return [1e-12, value];
  if (sign === '>') return [value, 1 - 1e-12];
  const half = digits.includes('.') ? 0.0005 : 0.005;
  return [value - half - 1e-9, value + half + 1e-9];
}

/** Whether a printed share is what `value` is: also that 0 % is nothing at all and 100 % everything. */
export function isShare(text: string, value: number): boolean {
  const [lo, hi] = shareRange(text);
  if (value < lo || value > hi) return false;
  if (/^0(\.0)? %$/.test(text)) return value === 0;
  return !/^100(\.0)? %$/.test(text) || value === 1;
}

/** `+12`, `−3`, `0`, `< +1` as a number of points. */
export function pointsOf(text: string): number {
  const [, digits] = /^([+−]?\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (digits === undefined) throw new Error(`expected points such as "+12", got "${text}"`);
  return Number(digits.replace('−', '-'));
}

/** Whether printed points are what a difference of shares is. */
export function isPoints(text: string, difference: number): boolean {
  const half = text.includes('.') ? 0.05 : 0.5;
  return Math.abs(pointsOf(text) - difference * 100) <= half + 1e-7;
}

/** `12 % [8–17]` in parts; the interval may be missing. null where there is no figure. */
export function figureOf(
  text: string,
): { readonly share: string; readonly lo: number | null; readonly hi: number | null } | null {
  const [, share, lo, hi] = /^([<>]? ?[\d.]+ %)(?: \[([\d.<> ]+)–([\d.<> ]+)\])?/.exec(text) ?? [];
  if (share === undefined) return null;
  const end = (part: string | undefined): number | null =>
    part === undefined ? null : Number(part.replace(/[<> ]/g, '')) / 100;
  return { share, lo: end(lo), hi: end(hi) };
}

/** `+12 [+5, +19]` in parts; the interval may be missing. null where there is no figure. */
export function differenceOf(
  text: string,
): { readonly points: string; readonly lo: number | null; readonly hi: number | null } | null {
  const [, points, lo, hi] = /^([+−]?[\d.]+)(?: \[([+−\d.]+), ([+−\d.]+)\])?/.exec(text) ?? [];
  if (points === undefined) return null;
  return { points, lo: lo === undefined ? null : pointsOf(lo), hi: hi === undefined ? null : pointsOf(hi) };
}

/** `5,000`. */
export function countOf(text: string): number {
  return text === 'none' || text === 'no' ? 0 : Number(text.replaceAll(',', ''));
}
