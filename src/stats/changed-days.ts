/** How far each two days of one item lie apart, 0 or more: `distances[i][j]`, symmetric; null where an item has no answer of a day. */
export type DayDistances = readonly (readonly (number | null)[])[];

/** What is found of the last days beside those before. */
export interface WindowTest {
  /** The chance of so large a difference where no day differs from the others but by chance, 1 over the number of choices of days at least; 1 where nothing can be said. */
  readonly p: number;
  /** Items that could tell. */
  readonly items: number;
}

/**
 * Whether the last `window` days differ from those before, over many items. Of each item the statistic is the energy distance of the two groups of days
 * (Székely and Rizzo 2013), in standard deviations over all choices of as many days; items are added up. p is exact: the share of the choices of days, the same
 * for all items, with so large a sum. It holds wherever the order of the days tells nothing, also where whole days are noisy; where days drift, it does not.
 */
export function windowTest(items: readonly DayDistances[], window: number): WindowTest {
  const days = items[0]?.length ?? 0;
  if (days <= window) return { p: 1, items: 0 };
  const choices = choicesOf(days, window);
  const sums = new Float64Array(choices.length);
  const scores = new Float64Array(choices.length);
  let told = 0;
  for (const distances of items) {
    if (!putScores(distances, choices, scores)) continue;
    told += 1;
    for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? 0) + (scores[i] ?? 0);
  }
  const [observed = 0] = sums;
  const beyond = sums.reduce((count, sum) => (sum >= observed - 1e-9 ? count + 1 : count), 0);
  return { p: told === 0 ? 1 : beyond / sums.length, items: told };
}

/** Puts the standardized statistics of one item for each choice of days; days without an answer are passed over. false: it tells nothing. */
function putScores(distances: DayDistances, choices: readonly Uint8Array[], scores: Float64Array): boolean {
  const present = daysWith(distances);
  if (present.length < 2) return false;
  const energy = energyOf(distances, present);
  const here = new Set(present);
  for (let i = 0; i < scores.length; i++) {
    const choice = choices[i] ?? NO_DAYS;
    const chosen = here.size === distances.length ? choice : choice.filter((day) => here.has(day));
    scores[i] = chosen.length === 0 || chosen.length === present.length ? 0 : energy(chosen);
  }
  return standardize(scores);
}

const NO_DAYS = new Uint8Array(0);

function daysWith(distances: DayDistances): number[] {
  return [...distances.keys()].filter((day) => distances[day]?.[day] !== null);
}

/**
 * The energy distance between some of an item's days and the others, 2 · mean across − means within, of any choice: made of the sums of its rows, so that a
 * choice of k days takes k² steps.
 */
function energyOf(distances: DayDistances, days: readonly number[]): (chosen: ArrayLike<number>) => number {
  const size = distances.length;
  const flat = new Float64Array(size * size);
  const rows = new Float64Array(size);
  for (const i of days) {
    for (const j of days) {
      const distance = distances[i]?.[j] ?? 0;
      flat[i * size + j] = distance;
      rows[i] = (rows[i] ?? 0) + distance;
    }
  }
  const total = rows.reduce((sum, row) => sum + row, 0);
  const mean = (sum: number, n: number): number | null => (n < 2 ? null : sum / (n * (n - 1)));
  return (chosen) => {
    let within = 0;
    let whole = 0;
    for (let a = 0; a < chosen.length; a++) {
      const i = chosen[a] ?? 0;
      whole += rows[i] ?? 0;
      for (let b = 0; b < a; b++) within += 2 * (flat[i * size + (chosen[b] ?? 0)] ?? 0);
    }
    const across = whole - within;
    const others = days.length - chosen.length;
    const left = total - 2 * across - within;
    const [own, theirs] = [mean(within, chosen.length), mean(left, others)];
    const apart = (2 * across) / (chosen.length * others);
    // One day alone has no distances within: those of the other group stand in, so that it lies no farther away than any other.
    return apart - (own ?? theirs ?? 0) - (theirs ?? own ?? 0);
  };
}

/** The mean distance of all pairs of different days. */
function meanDistance(distances: DayDistances, days: readonly number[]): number {
  let sum = 0;
  for (const i of days) for (const j of days) sum += distances[i]?.[j] ?? 0;
  return days.length < 2 ? 0 : sum / (days.length * (days.length - 1));
}

/** Puts values in standard deviations; false where all are alike. */
function standardize(values: Float64Array): boolean {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0;
  const mean = sum / values.length;
  for (let i = 0; i < values.length; i++) squares += ((values[i] ?? 0) - mean) ** 2;
  const deviation = Math.sqrt(squares / values.length);
  for (let i = 0; i < values.length; i++) values[i] = ((values[i] ?? 0) - mean) / deviation;
  return deviation >= 1e-9;
}

const choices = new Map<string, readonly Uint8Array[]>();

/** All choices of so many of the first whole numbers, the last ones first; kept, since every item and day asks for them. */
function choicesOf(length: number, size: number): readonly Uint8Array[] {
  const key = `${length} ${size}`;
  const known = choices.get(key);
  if (known !== undefined) return known;
  const found = choose([...Array(length).keys()], size)
    .reverse()
    .map((days) => Uint8Array.from(days));
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
