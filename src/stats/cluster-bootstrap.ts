import { type Interval, LEVEL } from './interval.ts';
import { normalCdf } from './normal-cdf.ts';
import { normalQuantile } from './normal-quantile.ts';
import { seededRandom } from './random.ts';

/** How a bootstrap is drawn; `bca` corrects for bias and skewness, `percentile` does not. */
export interface BootstrapOptions {
  readonly draws?: number;
  readonly seed?: number;
  readonly level?: number;
  readonly method?: 'percentile' | 'bca';
}

/**
 * The interval of a statistic by resampling whole clusters (probes with their samples and languages, or pairs of them), seeded
 * (Efron 1987; Davison and Hinkley 1997, chapters 3.8 and 5.3). Draws without a value (NaN) are left out. null where there are
 * fewer than two clusters, or no draw has a value.
 */
export function clusterBootstrap<T>(
  clusters: readonly T[],
  statistic: (clusters: readonly T[]) => number,
  { draws = 2_000, seed = 1, level = LEVEL, method = 'percentile' }: BootstrapOptions = {},
): Interval | null {
  if (clusters.length < 2) return null;
  const random = seededRandom(seed);
  const values: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const sample = clusters.map((cluster) => clusters[Math.floor(random() * clusters.length)] ?? cluster);
    const value = statistic(sample);
    if (!Number.isNaN(value)) values.push(value);
  }
  if (values.length === 0) return null;
  values.sort((a, b) => a - b);
  const shift = method === 'bca' ? correction(clusters, statistic, values) : (share: number): number => share;
  const at = (share: number): number => values[Math.round(share * (values.length - 1))] ?? Number.NaN;
  return { lo: at(shift((1 - level) / 2)), hi: at(shift((1 + level) / 2)) };
}

/** Moves a quantile for the bias of the draws and the acceleration of the statistic, the latter by the jackknife. */
function correction<T>(
  clusters: readonly T[],
  statistic: (clusters: readonly T[]) => number,
  values: readonly number[],
): (share: number) => number {
  const found = statistic(clusters);
  const below = values.filter((value) => value < found).length + values.filter((value) => value === found).length / 2;
  const edge = 0.5 / values.length;
  const bias = normalQuantile(Math.min(1 - edge, Math.max(edge, below / values.length)));
  const without = clusters.map((_, left) => statistic(clusters.filter((_, i) => i !== left)));
  const mean = without.reduce((sum, value) => sum + value, 0) / without.length;
  const squares = without.reduce((sum, value) => sum + (mean - value) ** 2, 0);
  const cubes = without.reduce((sum, value) => sum + (mean - value) ** 3, 0);
  const acceleration = squares > 0 ? cubes / (6 * squares ** 1.5) : 0;
  return (share) => {
    const z = bias + normalQuantile(share);
    return normalCdf(bias + z / (1 - acceleration * z));
  };
}
