import { visible } from '../lib/visible.ts';
import { armedId, armIn, withoutArm } from './arm.ts';
import { LONGEST_NAME } from './model-name.ts';
import type { TargetRecord } from './run.ts';

/** The name by which people read of a target. */
export type NameOf = (target: string) => string;

/** A target as far as its name goes. */
export type Named = Pick<TargetRecord, 'id' | 'name'>;

/**
 * What people read for the ids of targets: each one's name, and its id where it has none, or is not known. Names are others' words: what cannot be
 * seen in them is shown as what it is, and those that are alike have their ids behind them, so that no two targets read the same. A target that several
 * runs name differently has all of its names.
 */
export function targetNames(...runs: (readonly Named[])[]): NameOf {
  const named = new Map<string, Set<string>>();
  for (const { id, name } of runs.flat()) {
    const own = named.get(id) ?? new Set();
    const shown = readable(name);
    named.set(id, shown === undefined ? own : own.add(shown));
  }
  const shown = new Map(
    [...named].map(([id, names]) => [id, names.size === 0 ? (readable(id) ?? id) : armed(id, [...names].join(' / '))]),
  );
  // A name may be what another one becomes with its id.
  while (tellApart(shown));
  const one = (target: string): string => shown.get(target) ?? target;
  // Two targets that were compared stand together.
  return (target) => shown.get(target) ?? target.split(BESIDE).map(one).join(BESIDE);
}

const BESIDE = ' → ';

/** What people read for the ids of targets that have names: for JSON beside figures that name targets by id. */
export type ShownNames = Readonly<Record<string, string>>;

/** The names of targets that have one, by id. */
export function shownNames(...runs: (readonly Named[])[]): ShownNames {
  const nameOf = targetNames(...runs);
  const ids = [...new Set(runs.flat().map(({ id }) => id))];
  return Object.fromEntries(ids.flatMap((id) => (nameOf(id) === id ? [] : [[id, nameOf(id)]])));
}

/** Reads names that were noted so. */
export function nameIn(names: ShownNames): NameOf {
  const one = (target: string): string => (Object.hasOwn(names, target) ? (names[target] ?? target) : target);
  return (target) => (Object.hasOwn(names, target) ? one(target) : target.split(BESIDE).map(one).join(BESIDE));
}

/** A line that begins with a target's id (`qwen3-8b: 4 of 5 calls failed`, `qwen3-8b/en`) with its name there. */
export function lineNamed(line: string, names: ShownNames): string {
  const [id, name] =
    Object.entries(names)
      .filter(([one]) => line === one || [': ', '/', ' ('].some((after) => line.startsWith(one + after)))
      .sort(([a], [b]) => b.length - a.length)[0] ?? [];
  return id === undefined ? line : `${name}${line.slice(id.length)}`;
}

/** Puts ids behind names that are alike; false: none is. */
function tellApart(shown: Map<string, string>): boolean {
  const counts = new Map<string, number>();
  for (const name of shown.values()) counts.set(alike(name), (counts.get(alike(name)) ?? 0) + 1);
  const same = [...shown].filter(([id, name]) => name !== id && (counts.get(alike(name)) ?? 0) > 1);
  for (const [id, name] of same) shown.set(id, `${name} (${visible(id)})`);
  return same.length > 0;
}

/** A name as it is shown: on one line, of bounded length, everything in it to be seen; undefined where nothing is left of it. */
function readable(name: string | undefined): string | undefined {
  const line = visible((name ?? '').replaceAll(/\s+/g, ' ').trim());
  const signs = [...line];
  const half = LONGEST_NAME / 2;
  const cut = signs.length > LONGEST_NAME ? [...signs.slice(0, half), '…', ...signs.slice(-half)].join('') : line;
  return cut === '' ? undefined : cut;
}

/** A target's name in its arm: the record has the model's name, the id has the arm. */
function armed(id: string, name: string): string {
  return armedId(withoutArm(name, armIn(id)), armIn(id));
}

/** Names that differ in letters' case only are too much alike. */
function alike(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

/** Replaces the target of every record in data that is about to be shown, however deep it stands: JSON keeps the ids, people read names. */
export function withNames<T>(data: T, nameOf: NameOf): T {
  if (Array.isArray(data)) return data.map((one) => withNames(one, nameOf)) as T;
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([field, value]) => [
      field,
      field === 'target' && typeof value === 'string' ? nameOf(value) : withNames(value, nameOf),
    ]),
  ) as T;
}
