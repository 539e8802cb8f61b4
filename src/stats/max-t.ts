import { seededRandom } from './random.ts';

/** Up to so many clusters all patterns of signs are gone through; above, random ones are drawn. */
const EXACT_LIMIT = 13;
const MOST_DRAWS = 10_000;
const FEWEST_DRAWS = 2_000;
/** About how many products a family may cost. */
const WORK = 4e8;
/** Seed of the draws: the same figures each time. */
const SEED = 20_260_101;

/** What the family's shared flips say. */
export interface MaxT {
  /** p of each hypothesis, adjusted for the family, in the order given. */
  readonly p: readonly number[];
  /** What the greatest statistic of the family stays under with the level's probability where nothing differs at all. */
  readonly critical: number;
}

/**
 * Step-down maxT over shared sign flips (Westfall and Young 1993, algorithm 4.1; for flipped scores Hemerik, Goeman and Finos 2020):
 * the chance of any false finding in a family is at most 1 − level, whatever the dependence between its hypotheses, for each pattern turns a
 * cluster round in all of them at once. A hypothesis is its differences summed by cluster; its statistic |Σ d| / √Σ d² has a
 * scale of its own that no flip changes, so that one with few clusters that differ can never be extreme. Exact up to 13 clusters, else
 * by 2,000 to 10,000 seeded draws with the observed pattern counted in (Phipson and Smyth 2010).
 */
export function stepDownMaxT(family: readonly ReadonlyMap<string, number>[], level: number): MaxT {
  const names = [...new Set(family.flatMap((differences) => [...differences.keys()]))];
  const rows = family.map((differences) => scaled(differences, new Map(names.map((name, i) => [name, i]))));
  const observed = rows.map(({ values }) => Math.abs(values.reduce((sum, value) => sum + value, 0)) - 1e-9);
  const order = observed.map((_, i) => i).sort((a, b) => (observed[a] ?? 0) - (observed[b] ?? 0));
  const beyond = new Array<number>(rows.length).fill(0);
  const greatest: number[] = [];
  const cost = rows.reduce((sum, { values }) => sum + values.length, 0);
  let patterns = 0;
  for (const signs of signPatterns(names.length, cost)) {
    patterns += 1;
    let most = 0;
    for (const i of order) {
      const { values, places } = rows[i] ?? { values: [], places: [] };
      let sum = 0;
      for (let at = 0; at < values.length; at++) sum += (values[at] ?? 0) * (signs[places[at] ?? 0] ?? 1);
      most = Math.max(most, Math.abs(sum));
      // Of this and all hypotheses with less to show.
      if (most >= (observed[i] ?? 0)) beyond[i] = (beyond[i] ?? 0) + 1;
    }
    greatest.push(most);
  }
  const p = new Array<number>(rows.length).fill(1);
  let highest = 0;
  for (const i of order.toReversed()) {
    highest = Math.max(highest, (beyond[i] ?? 0) / patterns);
    p[i] = highest;
  }
  greatest.sort((a, b) => a - b);
  return { p, critical: greatest[Math.min(patterns - 1, Math.ceil(level * patterns) - 1)] ?? 0 };
}

interface Row {
  readonly values: readonly number[];
  readonly places: readonly number[];
}

function scaled(differences: ReadonlyMap<string, number>, placeOf: ReadonlyMap<string, number>): Row {
  const moved = [...differences].filter(([, difference]) => Math.abs(difference) > 1e-12);
  const norm = Math.hypot(...moved.map(([, difference]) => difference));
  return {
    values: moved.map(([, difference]) => difference / norm),
    places: moved.map(([name]) => placeOf.get(name) ?? 0),
  };
}

/** The observed pattern first. All of them have each one's mirror image as well, which changes no statistic: half are enough. */
function* signPatterns(clusters: number, cost: number): Generator<Int8Array> {
  const signs = new Int8Array(clusters).fill(1);
  yield signs;
  if (clusters <= EXACT_LIMIT) {
    for (let pattern = 1; pattern < 2 ** Math.max(0, clusters - 1); pattern++) {
      for (let i = 0; i < clusters; i++) signs[i] = (pattern >> i) & 1 ? -1 : 1;
      yield signs;
    }
    return;
  }
  const random = seededRandom(SEED);
  const draws = Math.max(FEWEST_DRAWS, Math.min(MOST_DRAWS, Math.floor(WORK / Math.max(1, cost))));
  for (let draw = 0; draw < draws; draw++) {
    let bits = 0;
    for (let i = 0; i < clusters; i++) {
      // One number has 32 signs in it.
      if (i % 32 === 0) bits = Math.floor(random() * 2 ** 32);
      signs[i] = (bits >>> (i % 32)) & 1 ? -1 : 1;
    }
    yield signs;
  }
}
