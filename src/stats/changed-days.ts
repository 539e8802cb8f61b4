import { tBeyond } from './student-t.ts';

/** How far each two days of one item lie apart, 0 or more: `distances[i][j]`, symmetric; null where an item has no answer of a day. */
export type DayDistances = readonly (readonly (number | null)[])[];

/** What is found of the last days beside those before. */
export interface WindowTest {
  /** Upper bound of the chance of so large a difference where no day differs from the others but by chance; 1 where nothing can be said. */
  readonly p: number;
  /** Items that could tell. */
  readonly items: number;
}

/** Draws of the permutation test: p below 1/20,001 cannot be told. */
const DRAWS = 20_000;
/** Standard deviations below which no draws are needed to say that p is far from small. */
const FAR_FROM_SMALL = 2.2;

/**
 * Whether the last `window` days differ from those before, over many items. Of each item the statistic is the energy distance of the two groups of days
 * (Székely and Rizzo 2013), standardized by its exact permutation distribution over all choices of as many days; items are added up. p is the larger of two: of
 * the permutation test in which each item draws its days by itself (right where noise is each item's own), and of Student's t with the spread that the
 * sums of single former days show (right where whole days differ). `random` gives numbers in [0, 1).
 */
export function windowTest(items: readonly DayDistances[], window: number, random: () => number): WindowTest {
  const scored = items.map((distances) => scoresOf(distances, window)).filter((scores) => scores !== null);
  const days = items[0]?.length ?? 0;
  const former = days - window;
  if (scored.length === 0 || former < 3) return { p: 1, items: scored.length };
  const sum = scored.reduce((total, scores) => total + (scores[0] ?? 0), 0);
  const spread = Math.sqrt(scored.length);
  const byDay = daySpread(items, former);
  const t = sum / spread / Math.max(1, byDay);
  const pOfDays = t > 0 ? tBeyond(t, former - 1) / 2 : 1;
  if (sum / spread < FAR_FROM_SMALL) return { p: Math.max(pOfDays, 0.01), items: scored.length };
  let beyond = 0;
  for (let draw = 0; draw < DRAWS; draw++) {
    let drawn = 0;
    for (const scores of scored) drawn += scores[Math.floor(random() * scores.length)] ?? 0;
    if (drawn >= sum - 1e-9) beyond += 1;
  }
  return { p: Math.max(pOfDays, (1 + beyond) / (1 + DRAWS)), items: scored.length };
}

/** The spread of the standardized sums of single former days, each held against the other former ones; 1 where only chance is at work. */
function daySpread(items: readonly DayDistances[], former: number): number {
  const sums = new Float64Array(former);
  let counted = 0;
  for (const distances of items) {
    const present = daysWith(distances).filter((day) => day < former);
    const scores = present.length < 3 ? null : scoresOfDays(distances, present);
    if (scores === null) continue;
    counted += 1;
    for (const [i, day] of present.entries()) sums[day] = (sums[day] ?? 0) + (scores[i] ?? 0);
  }
  if (counted === 0) return 1;
  const squares = sums.reduce((total, sum) => total + sum * sum, 0);
  return Math.sqrt(squares / counted / former);
}

function scoresOfDays(distances: DayDistances, days: readonly number[]): Float64Array | null {
  const energy = energyOf(distances, days);
  return standardized(days.map((day) => energy([day])));
}

/** Standardized statistics of one item over all choices of so many of its days, the observed choice first; null: it tells nothing. */
function scoresOf(distances: DayDistances, window: number): Float64Array | null {
  const days = distances.length;
  const present = daysWith(distances);
  const last = present.filter((day) => day >= days - window);
  if (last.length === 0 || present.length - last.length < 2) return null;
  const energy = energyOf(distances, present);
  const scores = choicesOf(present.length, last.length).map((choice) => energy(choice.map((i) => present[i] ?? 0)));
  return standardized(scores);
}

function daysWith(distances: DayDistances): number[] {
  return [...distances.keys()].filter((day) => distances[day]?.[day] !== null);
}

/**
 * The energy distance between some of an item's days and the others, 2 · mean across − means within, of any choice: made of the sums of its rows, so that a
 * choice of k days takes k² steps.
 */
function energyOf(distances: DayDistances, days: readonly number[]): (chosen: readonly number[]) => number {
  const rows = new Map(days.map((i) => [i, days.reduce((sum, j) => sum + (distances[i]?.[j] ?? 0), 0)]));
  const total = [...rows.values()].reduce((sum, row) => sum + row, 0);
  const mean = (sum: number, size: number): number => (size < 2 ? 0 : sum / (size * (size - 1)));
  return (chosen) => {
    let [within, whole] = [0, 0];
    for (const i of chosen) {
      whole += rows.get(i) ?? 0;
      for (const j of chosen) within += distances[i]?.[j] ?? 0;
    }
    const across = whole - within;
    const others = days.length - chosen.length;
    const left = total - 2 * across - within;
    return (2 * across) / (chosen.length * others) - mean(within, chosen.length) - mean(left, others);
  };
}

/** The mean distance of all pairs of different days. */
function meanDistance(distances: DayDistances, days: readonly number[]): number {
  let sum = 0;
  for (const i of days) for (const j of days) sum += distances[i]?.[j] ?? 0;
  return days.length < 2 ? 0 : sum / (days.length * (days.length - 1));
}

/** null where all are alike. */
function standardized(values: readonly number[]): Float64Array | null {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return deviation < 1e-9 ? null : Float64Array.from(values, (value) => (value - mean) / deviation);
}

const choices = new Map<string, readonly (readonly number[])[]>();

/** All choices of so many of the first whole numbers, the last ones first; kept, since every item and day asks for them. */
function choicesOf(length: number, size: number): readonly (readonly number[])[] {
  const key = `${length} ${size}`;
  const known = choices.get(key);
  if (known !== undefined) return known;
  const found = choose([...Array(length).keys()], size).reverse();
  choices.set(key, found);
  return found;
}

function choose(list: readonly number[], size: number): number[][] {
  if (size === 0) return [[]];
  return list.flatMap((first, i) => choose(list.slice(i + 1), size - 1).map((rest) => [first, ...rest]));
}

/**
 * The day from which on the days differ most from those before: the split with the largest energy statistic, items weighted by how far their days lie
 * apart (Matteson and James 2014). An index among the days, at least 1.
 */
export function changeDay(items: readonly DayDistances[]): number {
  const days = items[0]?.length ?? 0;
  let best = { day: Math.max(1, days - 1), value: Number.NEGATIVE_INFINITY };
  for (let day = 1; day < days; day++) {
    let value = 0;
    for (const distances of items) {
      const present = daysWith(distances);
      const after = present.filter((one) => one >= day);
      const before = present.length - after.length;
      const scale = meanDistance(distances, present);
      if (after.length === 0 || before === 0 || scale < 1e-9) continue;
      value += ((before * after.length) / present.length) * (energyOf(distances, present)(after) / scale);
    }
    if (value > best.value) best = { day, value };
  }
  return best.day;
}
