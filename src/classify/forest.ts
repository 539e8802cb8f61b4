/**
 * Trees that vote on classes. The nodes of all trees stand in one row, each tree's root at its place in `roots`; a node is
 * `[feature, threshold, left, right]`, and a leaf `[-1, place in leaves, 0, 0]`. Values at or under the threshold go left.
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
export function forestShares({ roots, nodes, leaves, classes }: Forest, example: readonly number[]): number[] {
  const sums = new Array<number>(classes).fill(0);
  for (const root of roots) {
    let at = root * NODE;
    for (let feature = nodes[at] ?? -1; feature >= 0; feature = nodes[at] ?? -1) {
      const goesLeft = (example[feature] ?? 0) <= (nodes[at + 1] ?? 0);
      at = (goesLeft ? (nodes[at + 2] ?? 0) : (nodes[at + 3] ?? 0)) * NODE;
    }
    const leaf = (nodes[at + 1] ?? 0) * classes;
    for (let c = 0; c < classes; c++) sums[c] = (sums[c] ?? 0) + (leaves[leaf + c] ?? 0);
  }
  return sums.map((sum) => sum / 1000 / Math.max(1, roots.length));
}
