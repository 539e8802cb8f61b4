import { compareText } from '../lib/compare-text.ts';
import type { Role } from '../model/probe.ts';
import type { VerdictClass } from '../model/verdict.ts';
import { seededRandom } from '../stats/random.ts';

/** By what a queue may be divided so that every part of it is labelled. */
export const STRATUM_FIELDS = ['class', 'lang', 'confidence', 'disagreement', 'target', 'topic', 'role'] as const;
export type StratumField = (typeof STRATUM_FIELDS)[number];

/** An answer that may be labelled, with what a draw may look at. `class` and `confidence` are the machine's. */
export interface PoolItem {
  readonly trial: string;
  readonly probe: string;
  readonly topic: string;
  readonly lang: string;
  readonly target: string;
  readonly role: Role;
  readonly class: VerdictClass | null;
  readonly confidence: number | null;
  /** Whether machine classifiers gave it different classes. */
  readonly disagreement: boolean;
}

/** What to draw: `sample` null means everything. */
export interface QueueOptions {
  readonly sample: number | null;
  readonly stratify: readonly StratumField[];
  readonly seed: number;
}

/** An answer of the queue with the stratum that it was drawn from. */
export interface QueueItem extends PoolItem {
  readonly stratum: string;
}

/** The name of an item's stratum; the same for all items where nothing is stratified. */
export function stratumOf(item: PoolItem, fields: readonly StratumField[]): string {
  return fields.length === 0 ? 'all' : fields.map((field) => fieldOf(item, field)).join(' / ');
}

/**
 * Draws the queue: at random, or the same number from every stratum as far as it has that many. The order is shuffled over all
 * strata, so that it tells nothing. The same pool, seed and options give the same queue.
 */
export function drawQueue(pool: readonly PoolItem[], { sample, stratify, seed }: QueueOptions): QueueItem[] {
  const random = seededRandom(seed);
  const items = shuffled(
    [...pool].sort((a, b) => compareText(a.trial, b.trial)),
    random,
  ).map((item) => ({ ...item, stratum: stratumOf(item, stratify) }));
  const strata = new Map<string, QueueItem[]>();
  for (const item of items) {
    const held = strata.get(item.stratum);
    if (held === undefined) strata.set(item.stratum, [item]);
    else held.push(item);
  }
  const names = [...strata.keys()].sort(compareText);
  const sizes = names.map((name) => strata.get(name)?.length ?? 0);
  const shares = allocate(sizes, sample ?? items.length);
  const drawn = names.flatMap((name, i) => strata.get(name)?.slice(0, shares[i]) ?? []);
  return shuffled(drawn, random);
}

/** Divides a number of labels over strata as evenly as their sizes allow; never more than a stratum has. */
export function allocate(sizes: readonly number[], sample: number): number[] {
  const shares = sizes.map(() => 0);
  let left = Math.min(
    sample,
    sizes.reduce((sum, size) => sum + size, 0),
  );
  while (left > 0) {
    const open = sizes.flatMap((size, i) => (size > (shares[i] ?? 0) ? [i] : []));
    const each = Math.max(1, Math.floor(left / open.length));
    for (const i of open) {
      const more = Math.min(each, (sizes[i] ?? 0) - (shares[i] ?? 0), left);
      shares[i] = (shares[i] ?? 0) + more;
      left -= more;
    }
  }
  return shares;
}

function fieldOf(item: PoolItem, field: StratumField): string {
  if (field === 'confidence') return confidenceBand(item.confidence);
  if (field === 'disagreement') return item.disagreement ? 'disagreement' : 'agreement';
  return item[field] ?? 'unjudged';
}

function confidenceBand(confidence: number | null): string {
  if (confidence === null) return 'unknown';
  return confidence < 0.6 ? 'low' : confidence < 0.85 ? 'middle' : 'high';
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const keyed = items.map((item) => ({ item, key: random() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
