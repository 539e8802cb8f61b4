import { type LinearInput, type LinearWeights, scoresOf } from '../classify/refusal-act/linear-model.ts';
import { softmaxOf } from '../classify/softmax.ts';
import { seededRandom } from '../stats/random.ts';

/** An input with the index of its class and how much it counts. */
export interface LinearExample extends LinearInput {
  readonly label: number;
  readonly weight: number;
}

/** Settings of a fit. */
export interface FitLinearOptions {
  readonly bits: number;
  readonly classes: number;
  readonly passes?: number;
  readonly rate?: number;
  /** Ridge penalty of the buckets, and of the measures, for each example. */
  readonly ridge?: number;
  readonly denseRidge?: number;
}

const SEED = 5;

/** Fits by Adagrad, one example at a time in an order drawn by seed: the same examples in the same order give the same weights. */
export function fitLinear(
  examples: readonly LinearExample[],
  { bits, classes, passes = 12, rate = 0.25, ridge = 1e-5, denseRidge = 1e-5 }: FitLinearOptions,
): LinearWeights {
  const random = seededRandom(SEED);
  const width = examples[0]?.measures.length ?? 0;
  const table = new Float64Array(2 ** bits * classes);
  const tablePast = new Float64Array(table.length).fill(1e-4);
  const dense = new Float64Array((width + 1) * classes);
  const densePast = new Float64Array(dense.length).fill(1e-2);
  const order = examples.map((_, i) => i);
  for (let pass = 0; pass < passes; pass++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
    }
    for (const index of order) {
      const example = examples[index];
      if (example === undefined) continue;
      const { buckets, unit, measures, label, weight } = example;
      const shares = softmaxOf(scoresOf(table, dense, classes, example));
      for (let c = 0; c < classes; c++) {
        const error = weight * ((shares[c] ?? 0) - (c === label ? 1 : 0));
        for (const bucket of buckets) {
          const at = bucket * classes + c;
          const slope = unit * error + ridge * (table[at] ?? 0);
          const past = (tablePast[at] ?? 0) + slope * slope;
          tablePast[at] = past;
          table[at] = (table[at] ?? 0) - (rate * slope) / Math.sqrt(past);
        }
        for (let j = 0; j <= width; j++) {
          const value = j === width ? 1 : (measures[j] ?? 0);
          if (value === 0) continue;
          const at = j * classes + c;
          const slope = value * error + denseRidge * (dense[at] ?? 0);
          const past = (densePast[at] ?? 0) + slope * slope;
          densePast[at] = past;
          dense[at] = (dense[at] ?? 0) - (rate * slope) / Math.sqrt(past);
        }
      }
    }
  }
  const largest = table.reduce((most, w) => Math.max(most, Math.abs(w)), 1e-9);
  const scale = Number((127 / largest).toPrecision(6));
  return {
    bits,
    classes,
    scale,
    buckets: Buffer.from(Int8Array.from(table, (w) => Math.round(w * scale)).buffer).toString('base64'),
    dense: Array.from(dense, (w) => Number(w.toPrecision(5))),
  };
}
