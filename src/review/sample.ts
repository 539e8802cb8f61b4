import { groupBy } from '../compare/tally.ts';
import { compareText } from '../lib/compare-text.ts';
import { sha256 } from '../lib/digest.ts';
import { type PoolItem, type QueueItem, type StratumField, stratumOf } from './queue.ts';

/** An answer of a probability sample: it was drawn with `probability`, as one of `drawn` among the `answers` of its stratum. */
export interface SampledItem extends QueueItem {
  readonly probability: number;
  readonly answers: number;
  readonly drawn: number;
}

/** A sample with the fields that its strata go by. */
export interface Sample {
  readonly fields: readonly StratumField[];
  readonly items: readonly SampledItem[];
}

/** What to draw. */
export interface SampleOptions {
  /** Labels in all, those already drawn among them. */
  readonly size: number;
  readonly seed: number;
  /** By what to divide; the last ones are given up where `size` is too small for two labels a stratum, never the first. */
  readonly fields: readonly StratumField[];
  /** Fields that must stay: strata of an earlier draw are only ever divided further. */
  readonly kept?: readonly StratumField[];
  /** Trials drawn before, in their order. */
  readonly before?: readonly string[];
  /** Whose strata get further labels; absent: all. */
  readonly grows?: (item: PoolItem) => boolean;
}

/** By what a sample is divided unless told otherwise: the arms of every figure, and in them what the classifier found. */
export const SAMPLE_FIELDS = ['class', 'target', 'lang', 'role'] as const satisfies readonly StratumField[];

/** Labels that each stratum gets as far as it has answers: one says nothing of how labels differ. */
const LEAST = 2;

/**
 * Draws a stratified random sample without replacement. Each answer has a number of its own from seed and trial (a permanent random
 * number, Ohlsson 1995), and a stratum gives those with the smallest: a larger sample holds the smaller one, answers that came
 * later take their place, strata that are divided further stay simple random samples, and any part that was labelled in the order of
 * the queue is one too. Arms (strata but for the class) share alike, classes in them by the root of their size (Bankier 1988), so
 * that rare ones are seen.
 */
export function drawSample(pool: readonly PoolItem[], options: SampleOptions): Sample {
  const { size, seed, before = [], grows = () => true } = options;
  const drawnBefore = new Set(before);
  const fields = fieldsFor(pool, options);
  const numbers = new Map(pool.map(({ trial }) => [trial, permanentNumber(seed, trial)]));
  const numberOf = ({ trial }: PoolItem): number => numbers.get(trial) ?? 1;
  const strata = [...groupBy(pool, (item) => stratumOf(item, fields))]
    .sort(([a], [b]) => compareText(a, b))
    .map(([stratum, members]) => {
      members.sort((a, b) => numberOf(a) - numberOf(b) || compareText(a.trial, b.trial));
      // Everything up to the last one drawn belongs to the sample, answers that came later included.
      const least = members.findLastIndex(({ trial }) => drawnBefore.has(trial)) + 1;
      const [first] = members;
      const arm =
        first === undefined
          ? ''
          : stratumOf(
              first,
              fields.filter((field) => field !== 'class'),
            );
      const most = first !== undefined && grows(first) ? members.length : least;
      return { stratum, members, least, most, arm };
    });
  const taken = share(
    strata.map(({ members, ...stratum }) => ({ ...stratum, answers: members.length })),
    size,
  );
  const items = strata.flatMap(({ stratum, members }, i) => {
    const drawn = taken[i] ?? 0;
    return members.slice(0, drawn).map((item, rank) => {
      const probability = drawn / members.length;
      // Evenly over the queue, so that a part of it has all strata in proportion and a place tells nothing of the stratum.
      const place = (rank + permanentNumber(seed + 1, item.trial)) / drawn;
      return { item: { ...item, stratum, probability, answers: members.length, drawn }, place };
    });
  });
  const order = new Map(before.map((trial, i) => [trial, i]));
  const placeOf = (trial: string): number => order.get(trial) ?? before.length;
  items.sort((a, b) => placeOf(a.item.trial) - placeOf(b.item.trial) || a.place - b.place);
  return { fields, items: items.map(({ item }) => item) };
}

/** The fields with which every stratum gets its least number of labels; the last ones go first. */
function fieldsFor(pool: readonly PoolItem[], { fields, kept = [], size }: SampleOptions): StratumField[] {
  const wanted = [...fields, ...kept.filter((field) => !fields.includes(field))];
  for (let droppable = fields.length - 1; droppable > 0; droppable--) {
    const strata = groupBy(pool, (item) => stratumOf(item, wanted));
    const needed = [...strata.values()].reduce((sum, { length }) => sum + Math.min(LEAST, length), 0);
    if (needed <= size) break;
    const field = fields[droppable];
    if (field !== undefined && !kept.includes(field)) wanted.splice(wanted.indexOf(field), 1);
  }
  return wanted;
}

interface Stratum {
  readonly answers: number;
  /** Labels that it must have, and may have. */
  readonly least: number;
  readonly most: number;
  readonly arm: string;
}

/** Divides labels over strata by highest averages (Sainte-Laguë), within what each must have and can give. */
function share(strata: readonly Stratum[], size: number): number[] {
  const roots = groupBy(strata, ({ arm }) => arm);
  const weights = strata.map(({ answers, arm }) => {
    const all = roots.get(arm)?.reduce((sum, one) => sum + Math.sqrt(one.answers), 0) ?? 1;
    return Math.sqrt(answers) / all;
  });
  const taken = strata.map(({ least }) => least);
  let left = size - taken.reduce((sum, one) => sum + one, 0);
  for (const [i, { most }] of strata.entries()) {
    const more = Math.min(Math.max(0, LEAST - (taken[i] ?? 0)), most - (taken[i] ?? 0), Math.max(0, left));
    taken[i] = (taken[i] ?? 0) + more;
    left -= more;
  }
  for (; left > 0; left--) {
    let [best, most] = [-1, 0];
    for (const [i, { most: limit }] of strata.entries()) {
      const have = taken[i] ?? 0;
      const average = (weights[i] ?? 0) / (2 * have + 1);
      if (have < limit && average > most) [best, most] = [i, average];
    }
    if (best < 0) break;
    taken[best] = (taken[best] ?? 0) + 1;
  }
  return taken;
}

/** A number between 0 and 1 that belongs to a trial under a seed. */
function permanentNumber(seed: number, trial: string): number {
  return (Number.parseInt(sha256(`${seed} ${trial}`).slice(0, 13), 16) + 0.5) / 2 ** 52;
}
