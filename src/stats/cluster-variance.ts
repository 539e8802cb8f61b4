/** A value that counts with a weight above 0. Values of the same cluster hang together; without a cluster, a value is one by itself. */
export interface WeightedValue {
  readonly value: number;
  readonly weight: number;
  readonly cluster?: string | undefined;
}

/** A weighted mean with what its clusters tell of it. */
export interface ClusterMean {
  readonly mean: number;
  /** Of the mean; null with fewer than two clusters, which tell nothing of it. */
  readonly variance: number | null;
  /** Satterthwaite's degrees of freedom of the variance, from 1 (0 with fewer than two clusters) to one less than there are clusters. */
  readonly df: number;
  readonly clusters: number;
  /** How many clusters of one size theirs are worth, 1 / Σ share² (Kish 1965). */
  readonly worth: number;
}

/**
 * A weighted mean and its bias-reduced cluster-robust variance: CR2 of a regression on a constant, its working covariance the identity
 * over the weights (Bell and McCaffrey 2002; Pustejovsky and Tipton 2018, equations 6 to 11; for evaluations of models: Miller 2024),
 * with Satterthwaite's degrees of freedom. For a constant alone both have a closed form: with h the share of a cluster in all weights and r
 * its weighted sum of residuals, V = Σ r² / (1 − h) / W² and df = 1 / (Σh² + (Σb)² − Σb²), b = h² / (1 − h). null without values.
 */
export function clusterMean(values: readonly WeightedValue[]): ClusterMean | null {
  const total = sumOf(values, ({ weight }) => weight);
  if (total <= 0) return null;
  const mean = sumOf(values, ({ value, weight }) => value * weight) / total;
  const clusters = clusterSums(values, mean);
  const shares = clusters.map(({ weight }) => weight / total);
  const squares = sumOf(shares, (h) => h * h);
  const common = { mean, clusters: clusters.length, worth: 1 / squares };
  if (clusters.length < 2) return { ...common, variance: null, df: 0 };
  const variance = sumOf(clusters, ({ residual, weight }) => residual ** 2 / (1 - weight / total)) / total ** 2;
  const leverages = shares.map((h) => (h * h) / (1 - h));
  const df = 1 / (squares + sumOf(leverages, (b) => b) ** 2 - sumOf(leverages, (b) => b * b));
  return { ...common, variance, df: Math.max(1, df) };
}

function clusterSums(values: readonly WeightedValue[], mean: number): { weight: number; residual: number }[] {
  const sums = new Map<string | number, { weight: number; residual: number }>();
  for (const [index, { value, weight, cluster }] of values.entries()) {
    const key = cluster ?? index;
    const sum = sums.get(key) ?? { weight: 0, residual: 0 };
    sum.weight += weight;
    sum.residual += weight * (value - mean);
    sums.set(key, sum);
  }
  return [...sums.values()];
}

function sumOf<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}
