import type { Json } from './json.ts';

/** A place where two values differ, as JSON of both; undefined: there is nothing on that side. */
export interface JsonDifference {
  /** Such as `rows[3].refusal.rate`; empty: the values themselves. */
  readonly path: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** Where two JSON values differ, leaf by leaf, in the order of the first; the order of an object's keys means nothing. */
export function jsonDifferences(before: Json | undefined, after: Json | undefined, path = ''): JsonDifference[] {
  if (before === after) return [];
  if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, i) => jsonDifferences(before[i], after[i], `${path}[${i}]`)).flat();
  }
  if (isObject(before) && isObject(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    const inside = (key: string): string => (path === '' ? key : `${path}.${key}`);
    return [...keys].flatMap((key) => jsonDifferences(before[key], after[key], inside(key)));
  }
  return [{ path, before, after }];
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
