import type { Served, ServedCount } from '../model/served.ts';
import { matchServedName } from '../model/served-name.ts';

const FIELDS = ['model', 'by', 'fingerprint'] as const satisfies readonly (keyof Served)[];
const WORDS = { model: 'model', by: 'provider', fingerprint: 'fingerprint' } as const satisfies Record<
  (typeof FIELDS)[number],
  string
>;
/** Names that a sentence lists; the rest are counted. */
const MOST_NAMED = 5;

/**
 * What changed among the answers of one target: `model "a" (12), "b" (3)`; null: nothing. Answers that do not name it are
 * no change by themselves. The region is no part of what answers.
 */
export function changeWithin(counts: readonly ServedCount[]): string | null {
  const changed = FIELDS.flatMap((field) => {
    const names = namesOf(counts, field);
    return [...names.keys()].filter((name) => name !== null).length > 1 ? [`${WORDS[field]} ${listOf(names)}`] : [];
  });
  return changed.length === 0 ? null : changed.join('; ');
}

/** Served models that are not the asked one, with the answers that name them; null: all are it, or an alias of it, or silent. */
export function strangeModels(asked: string, counts: readonly ServedCount[]): string | null {
  const names = namesOf(counts, 'model');
  const strange = [...names].filter(([name]) => name !== null && matchServedName(asked, name) === 'other');
  return strange.length === 0 ? null : listOf(new Map(strange));
}

/** What stands against each other where two sides were answered by others: `"a" and "b"`; null: nothing that is known differs. */
export function changeBetween(base: readonly ServedCount[], candidate: readonly ServedCount[]): string | null {
  const changed = FIELDS.flatMap((field) => {
    const [left, right] = [namesOf(base, field), namesOf(candidate, field)];
    left.delete(null);
    right.delete(null);
    if (left.size === 0 || right.size === 0) return [];
    const same = left.size === right.size && [...left.keys()].every((name) => right.has(name));
    return same ? [] : [`${WORDS[field]} ${listOf(left)} and ${listOf(right)}`];
  });
  return changed.length === 0 ? null : changed.join('; ');
}

function namesOf(counts: readonly ServedCount[], field: (typeof FIELDS)[number]): Map<string | null, number> {
  const names = new Map<string | null, number>();
  for (const count of counts) names.set(count[field], (names.get(count[field]) ?? 0) + count.n);
  return names;
}

function listOf(names: ReadonlyMap<string | null, number>): string {
  const parts = [...names].map(([name, n]) => `${name === null ? 'not told' : `"${name}"`} (${n})`);
  const more = parts.length - MOST_NAMED;
  return more > 0 ? `${parts.slice(0, MOST_NAMED).join(', ')} and ${more} more` : parts.join(', ');
}
