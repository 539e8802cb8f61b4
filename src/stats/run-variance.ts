/** What the runs of one release show of one rate. */
export interface RunSpread {
  /** The rate in each run, over the same questions. */
  readonly rates: readonly number[];
  /** Variance of a rate by the sampling of answers alone. */
  readonly sampling: number;
  /** How far the rate moves for a shift of all logits by 1: the mean of p(1 − p) over the questions. */
  readonly slope: number;
}

/** The scale of the half-normal prior, in logits: shifts between runs of more than 0.35 are not expected. */
const SCALE = 0.17;
/** Standard deviations of logits over which the posterior is summed. */
const GRID: readonly number[] = [0, ...Array.from({ length: 20 }, (_, i) => 0.02 * 60 ** (i / 19))];

/** A standard deviation between runs, in logits, and how probable it is. */
export interface ShiftShare {
  readonly sd: number;
  readonly weight: number;
}

/**
 * How probable each standard deviation of the shift of logits between runs is, after two runs or more: a half-normal prior (Gelman
 * 2006 for such priors where there are few groups) times the likelihood of how far the rates of each class lie apart. Empty
 * with fewer runs.
 */
export function runShifts(spreads: readonly RunSpread[]): ShiftShare[] {
  const told = spreads.filter(({ rates, slope }) => rates.length > 1 && slope > 0);
  if (told.length === 0) return [];
  const logs = GRID.map((sd, i) => {
    const width = ((GRID[i + 1] ?? sd) - (GRID[i - 1] ?? sd)) / 2;
    return told.reduce((sum, spread) => sum + logLikelihood(spread, sd), Math.log(width) - (sd / SCALE) ** 2 / 2);
  });
  const most = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - most));
  const sum = weights.reduce((a, b) => a + b, 0);
  return GRID.map((sd, i) => ({ sd, weight: (weights[i] ?? 0) / sum })).filter(({ weight }) => weight > 1e-6);
}

function logLikelihood({ rates, sampling, slope }: RunSpread, sd: number): number {
  const mean = rates.reduce((a, b) => a + b, 0) / rates.length;
  const squares = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0);
  const variance = (slope * sd) ** 2 + sampling;
  if (variance <= 0) return Number.NEGATIVE_INFINITY;
  return (-(rates.length - 1) / 2) * Math.log(variance) - squares / 2 / variance;
}

/** The variance that shifts of runs add to one further run less the mean of `runs`, for a rate that moves by `slope` a logit: its expectation. */
export function shiftVariance(shifts: readonly ShiftShare[], slope: number, runs: number): number {
  const square = shifts.reduce((sum, { sd, weight }) => sum + weight * sd * sd, 0);
  return slope * slope * square * (1 + 1 / runs);
}
