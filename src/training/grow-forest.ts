import { type Forest, NODE } from '../classify/forest.ts';
import { seededRandom } from '../stats/random.ts';

/** Numbers about one labelled answer. */
export interface Example {
  readonly features: readonly number[];
  /** Index of the class. */
  readonly label: number;
  readonly weight: number;
}

/** How many trees, how few examples a leaf may hold, and the share of the features that a split looks at. */
export interface GrowOptions {
  readonly trees?: number;
  readonly leaf?: number;
  readonly share?: number;
}

const SEED = 11;

/**
 * Extremely randomised trees (Geurts, Ernst and Wehenkel 2006): every tree sees all examples; a split takes the best of random
 * thresholds, one for each of a random part of the features, by Gini impurity. The same examples in the same order give the same trees.
 */
export function growForest(
  examples: readonly Example[],
  classes: number,
  { trees = 120, leaf = 5, share = 0.3 }: GrowOptions = {},
): Forest {
  const random = seededRandom(SEED);
  const roots: number[] = [];
  const nodes: number[] = [];
  const leaves: number[] = [];
  const width = examples[0]?.features.length ?? 0;
  const looked = Math.max(1, Math.round(width * share));

  const size = examples.length;
  const columns = Array.from({ length: width }, (_, j) =>
    Float64Array.from(examples, ({ features }) => features[j] ?? 0),
  );
  const labels = Int32Array.from(examples, ({ label }) => label);
  const weights = Float64Array.from(examples, ({ weight }) => weight);
  const low = new Float64Array(classes);
  const high = new Float64Array(classes);

  const counted = (members: Int32Array): number[] => {
    const counts = new Array<number>(classes).fill(0);
    for (const i of members) {
      const label = labels[i] ?? 0;
      counts[label] = (counts[label] ?? 0) + (weights[i] ?? 0);
    }
    return counts;
  };

  const split = (members: Int32Array): { feature: number; threshold: number } | null => {
    let best: { feature: number; threshold: number; impurity: number } | null = null;
    const open = Array.from({ length: width }, (_, j) => j);
    for (let tried = 0, left = width; tried < looked && left > 0; left--) {
      const pick = Math.floor(random() * left);
      const feature = open[pick] ?? 0;
      open[pick] = open[left - 1] ?? 0;
      const values = columns[feature] ?? low;
      let lo = Number.POSITIVE_INFINITY;
      let hi = Number.NEGATIVE_INFINITY;
      for (let m = 0; m < members.length; m++) {
        const value = values[members[m] as number] as number;
        if (value < lo) lo = value;
        if (value > hi) hi = value;
      }
      if (hi <= lo) continue;
      tried += 1;
      const threshold = Math.fround(lo + (hi - lo) * random());
      low.fill(0);
      high.fill(0);
      let below = 0;
      for (let m = 0; m < members.length; m++) {
        const i = members[m] as number;
        const isLow = (values[i] as number) <= threshold;
        if (isLow) below += 1;
        const side = isLow ? low : high;
        const label = labels[i] as number;
        side[label] = (side[label] as number) + (weights[i] as number);
      }
      if (below < leaf || members.length - below < leaf) continue;
      const impurity = gini(low) + gini(high);
      if (best === null || impurity < best.impurity) best = { feature, threshold, impurity };
    }
    return best;
  };

  const grow = (members: Int32Array): number => {
    const place = nodes.length / NODE;
    nodes.push(-1, leaves.length / classes, 0, 0);
    const counts = counted(members);
    const found = counts.filter((count) => count > 0).length < 2 || members.length < 2 * leaf ? null : split(members);
    if (found === null) {
      const total = counts.reduce((sum, count) => sum + count, 0);
      leaves.push(...counts.map((count) => Math.round((1000 * count) / Math.max(total, 1e-9))));
      return place;
    }
    const { feature, threshold } = found;
    const values = columns[feature] ?? low;
    nodes[place * NODE] = feature;
    nodes[place * NODE + 1] = Number(threshold.toPrecision(6));
    nodes[place * NODE + 2] = grow(members.filter((i) => (values[i] ?? 0) <= threshold));
    nodes[place * NODE + 3] = grow(members.filter((i) => (values[i] ?? 0) > threshold));
    return place;
  };

  for (let tree = 0; tree < trees; tree++) roots.push(grow(Int32Array.from({ length: size }, (_, i) => i)));
  return { roots, nodes, leaves, classes };
}

/** Gini impurity times the number of examples. */
function gini(counts: Float64Array): number {
  let total = 0;
  let squares = 0;
  for (const count of counts) {
    total += count;
    squares += count * count;
  }
  return total === 0 ? 0 : total - squares / total;
}
