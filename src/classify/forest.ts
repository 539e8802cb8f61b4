/**
 * Trees that vote on classes. The nodes of all trees stand in one row, each tree's root at its place in `roots`; a node is
 * `[feature, threshold, left, right]`, and a leaf `[-1, place in leaves, 0, 0]`. Values at or under the threshold go left, where the
 * next node is.
 */
export interface Forest {
  readonly roots: readonly number[];
  readonly nodes: readonly number[];
  /** Shares of the classes, one leaf after another, in thousandths. */
  readonly leaves: readonly number[];
  readonly classes: number;
}

/** Numbers that a node takes in `nodes`. */
export const NODE = 4;

/** The share of each class: the mean of the leaves that an example falls into, one a tree. */
export function forestShares(forest: Forest, example: readonly number[]): number[] {
  const { roots, leaves, classes } = forest;
  const nodes = packed.get(forest) ?? pack(forest);
  const sums = new Array<number>(classes).fill(0);
  for (const root of roots) {
    let at = root * PACKED;
    for (let turn = nodes[at] ?? 0; turn !== 0; turn = nodes[at] ?? 0) {
      const goesLeft = (example[(turn & MOST_FEATURES) - 1] ?? 0) <= (nodes[at + 1] ?? 0);
      at = goesLeft ? at + PACKED : (turn >>> FEATURE_BITS) * PACKED;
    }
    const leaf = (nodes[at + 1] ?? 0) * classes;
    for (let c = 0; c < classes; c++) sums[c] = (sums[c] ?? 0) + (leaves[leaf + c] ?? 0);
  }
  return sums.map((sum) => sum / 1000 / Math.max(1, roots.length));
}

const PACKED = 2;
const FEATURE_BITS = 10;
const MOST_FEATURES = 2 ** FEATURE_BITS - 1;
const packed = new WeakMap<Forest, Float64Array>();

/** The nodes in half the room, for the processor's cache: feature (from 1; a leaf has 0) and place of the right one in one number, then the threshold. */
function pack(forest: Forest): Float64Array {
  const { nodes } = forest;
  const all = new Float64Array((nodes.length / NODE) * PACKED);
  for (let i = 0; i * NODE < nodes.length; i++) {
    const [feature = -1, threshold = 0, left = 0, right = 0] = nodes.slice(i * NODE, (i + 1) * NODE);
    if (feature >= 0 && (left !== i + 1 || feature >= MOST_FEATURES))
      throw new Error(
        `expected the left node of node ${i} behind it and less than ${MOST_FEATURES} features: grow the trees anew`,
      );
    all[i * PACKED] = feature < 0 ? 0 : right * 2 ** FEATURE_BITS + feature + 1;
    all[i * PACKED + 1] = threshold;
  }
  packed.set(forest, all);
  return all;
}
