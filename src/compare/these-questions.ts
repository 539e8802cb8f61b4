import type { Observation } from '../model/observation.ts';
import type { Interval } from '../stats/interval.ts';
import { newcombePaired } from '../stats/newcombe-paired.ts';
import { newcombeUnpaired } from '../stats/newcombe-unpaired.ts';
import type { CountPair } from '../stats/paired-difference.ts';
import { wilsonInterval } from '../stats/wilson.ts';
import { type Pair, pairTable } from './pair.ts';
import { type ClassName, groupBy } from './tally.ts';

/** What of an answer is looked at here. */
type Answered = Pick<Observation, 'target' | 'variant' | 'class'>;

/**
 * A rate's interval for these very questions: what asking them again would give. Wilson's on the answers, which are independent once the
 * questions are given; where every question was asked several times and always answered alike, each counts once. Questions differ,
 * so that it is wider than it had to be (Hoeffding 1956). null without answers.
 */
export function theseRate(judged: readonly Answered[], name: ClassName): Interval | null {
  if (judged.length === 0) return null;
  const counted = alike(judged) ? firsts(judged, (one) => one) : judged;
  return wilsonInterval(counted.filter((one) => one.class === name).length, counted.length);
}

/** The same of a change, by Newcombe's interval for paired answers (1998, method 10); every pair that counts has one sample on each side. */
export function theseChange(pairs: readonly Pair[], name: ClassName): Interval | null {
  const once = alike(pairs.map(({ base }) => base)) && alike(pairs.map(({ candidate }) => candidate));
  const found = newcombePaired(pairTable(once ? firsts(pairs, ({ base }) => base) : pairs, name));
  return found === null ? null : { lo: found.lo, hi: found.hi };
}

/**
 * The same of a difference between a question and its control, by Newcombe's interval for independent rates (1998, method 10) on as many
 * answers as the two means over pairs are worth: 1 / Σ w² / n over the answers with their weights, of which a shared control's stand in
 * several pairs. `once`: samples are alike and count once.
 */
export function theseContrast(counts: readonly SharedPair[], once: boolean): Interval | null {
  const sides = theseSides(counts, once);
  if (sides === null) return null;
  const { lo, hi } = newcombeUnpaired(sides.first, sides.second);
  return { lo, hi };
}

/** Both means over pairs, each with its interval for these very questions; null without pairs. */
export function theseSides(
  counts: readonly SharedPair[],
  once: boolean,
): Readonly<Record<'first' | 'second', Interval & { readonly rate: number }>> | null {
  if (counts.length === 0) return null;
  const sideOf = (side: 'first' | 'second') => {
    const weights = new Map<string, { weight: number; n: number }>();
    for (const [index, pair] of counts.entries()) {
      const key = side === 'second' ? pair.shared : `${index}`;
      const known = weights.get(key);
      const weight = (known?.weight ?? 0) + 1 / counts.length;
      weights.set(key, { weight, n: once ? 1 : pair[side].n });
    }
    const worth = 1 / [...weights.values()].reduce((sum, { weight, n }) => sum + weight ** 2 / n, 0);
    const rate = counts.reduce((sum, pair) => sum + pair[side].k / pair[side].n, 0) / counts.length;
    return { rate, ...wilsonInterval(rate * worth, worth) };
  };
  return { first: sideOf('first'), second: sideOf('second') };
}

/** A pair of counts, and whose answers the second ones are. */
export interface SharedPair extends CountPair {
  readonly shared: string;
}

/** True where every wording was asked several times of a target and always answered alike. */
export function alike(judged: readonly Answered[]): boolean {
  return [...byWording(judged, (one) => one).values()].every((samples) => {
    return samples.length > 1 && new Set(samples.map((one) => one.class)).size === 1;
  });
}

function firsts<T>(items: readonly T[], of: (item: T) => Answered): T[] {
  return [...byWording(items, of).values()].flatMap((samples) => samples.slice(0, 1));
}

function byWording<T>(items: readonly T[], of: (item: T) => Answered): Map<string, T[]> {
  return groupBy(items, (item) => `${of(item).target} ${of(item).variant}`);
}
