import { rowsOf, type SentenceWeights, STANCES, type Stance } from '../../src/classify/sentence-model.ts';

/** A sentence, folded and in lower case, with what it does. */
export interface LabelledSentence {
  readonly text: string;
  readonly stance: Stance;
}

const PASSES = 300;
const RATE = 0.3;
const SCALE = 32;

/** Settings of the fit: the ridge penalty, and how often a row of tokens must stand in the corpus. */
export interface FitSentencesOptions {
  readonly ridge?: number;
  readonly least?: number;
}

/** Fits the weights by full-batch Adagrad from zero: the same sentences in the same order give the same weights. */
export function fitSentences(
  sentences: readonly LabelledSentence[],
  { ridge = 2e-4, least = 2 }: FitSentencesOptions = {},
): SentenceWeights {
  const k = STANCES.length;
  const examples = sentences.map(({ text }) => {
    const rows = rowsOf(text, 0, text.length);
    return { rows, unit: 1 / Math.sqrt(Math.max(1, rows.length)) };
  });
  const counts = new Map<number, number>();
  for (const { rows } of examples) for (const row of new Set(rows)) counts.set(row, (counts.get(row) ?? 0) + 1);
  const kept = [...counts].flatMap(([row, count]) => (count >= least ? [row] : [])).sort((a, b) => a - b);
  const placeOf = new Map(kept.map((row, i) => [row, i]));
  const inputs = examples.map(({ rows, unit }) => ({
    unit,
    places: rows.flatMap((row) => {
      const place = placeOf.get(row);
      return place === undefined ? [] : [place];
    }),
  }));
  const labels = sentences.map(({ stance }) => STANCES.indexOf(stance));
  const size = (kept.length + 1) * k;
  const weights = new Float64Array(size);
  const past = new Float64Array(size).fill(1e-8);
  const slope = new Float64Array(size);
  const sums = new Float64Array(k);
  const last = kept.length * k;
  for (let pass = 0; pass < PASSES; pass++) {
    for (let j = 0; j < size; j++) slope[j] = j < last ? ridge * (weights[j] ?? 0) : 0;
    for (const [i, { places, unit }] of inputs.entries()) {
      for (let c = 0; c < k; c++) sums[c] = weights[last + c] ?? 0;
      for (const place of places)
        for (let c = 0; c < k; c++) sums[c] = (sums[c] ?? 0) + unit * (weights[place * k + c] ?? 0);
      const most = Math.max(...sums);
      let all = 0;
      for (let c = 0; c < k; c++) all += sums[c] = Math.exp((sums[c] ?? 0) - most);
      for (let c = 0; c < k; c++) {
        const error = ((sums[c] ?? 0) / all - (labels[i] === c ? 1 : 0)) / inputs.length;
        slope[last + c] = (slope[last + c] ?? 0) + error;
        for (const place of places) slope[place * k + c] = (slope[place * k + c] ?? 0) + unit * error;
      }
    }
    for (let j = 0; j < size; j++) {
      const step = slope[j] ?? 0;
      past[j] = (past[j] ?? 0) + step * step;
      weights[j] = (weights[j] ?? 0) - (RATE * step) / Math.sqrt(past[j] ?? 1);
    }
  }
  const whole = (from: number): number[] =>
    Array.from({ length: k }, (_, c) => Math.round((weights[from + c] ?? 0) * SCALE));
  const told = kept.flatMap((row, i) => {
    const row6 = whole(i * k);
    return Math.max(...row6) - Math.min(...row6) >= 3 ? [{ row, row6 }] : [];
  });
  return {
    scale: SCALE,
    bias: whole(last),
    rows: told.map(({ row }) => row),
    weights: told.flatMap(({ row6 }) => row6),
  };
}
