import { CLASSES, type Mode } from '../lib/verdict.ts';
import { splitThinkTags } from '../targets/think-tags.ts';
import { FEATURES, featuresOf } from './answer-features.ts';
import type { Item } from './classifier.ts';
import { readAnswer } from './read-answer.ts';

/** A labelled answer. */
export interface RulesExample {
  readonly item: Item;
  readonly label: (typeof CLASSES)[number];
}

/** A multinomial logistic regression over `FEATURES`, one row of numbers a class, the bias last. */
export interface RulesWeights {
  readonly features: readonly string[];
  readonly mean: readonly number[];
  readonly scale: readonly number[];
  readonly rows: readonly (readonly number[])[];
  /** Measured share of right answers on held-out questions for scores from `i / 10` on. */
  readonly reliability: readonly number[];
}

const STEPS = 500;
const RATE = 0.5;
const RIDGE = 0.01;

/** The measures of an answer, after leaked reasoning. */
export function itemFeatures(item: Item, mode: Mode): number[] {
  const { start } = splitThinkTags(item.of === 'response' ? item.text : '');
  return featuresOf(readAnswer(item, item.of === 'response' ? start : 0, mode));
}

/**
 * Fits the weights by gradient descent from zero with a ridge penalty: the same examples in the same order give the same weights.
 * `other` takes no part: it is told by hand.
 */
export function fitRules(examples: readonly RulesExample[], reliability: readonly number[] = []): RulesWeights {
  const told = examples.filter(({ label }) => label !== 'other');
  return fitFeatures(
    told.map(({ item }) => itemFeatures(item, 'general')),
    told.map(({ label }) => CLASSES.indexOf(label)),
    reliability,
  );
}

/** As `fitRules`, from measures already taken and the index of each label. */
export function fitFeatures(
  inputs: readonly (readonly number[])[],
  labels: readonly number[],
  reliability: readonly number[],
): RulesWeights {
  const n = Math.max(1, inputs.length);
  const mean = FEATURES.map((_, j) => inputs.reduce((sum, row) => sum + (row[j] ?? 0), 0) / n);
  const scale = FEATURES.map((_, j) => {
    const variance = inputs.reduce((sum, row) => sum + ((row[j] ?? 0) - (mean[j] ?? 0)) ** 2, 0) / n;
    return Math.max(0.05, Math.sqrt(variance));
  });
  const rows = CLASSES.map(() => new Array<number>(FEATURES.length + 1).fill(0));
  const scaled = inputs.map((row) => standardize(row, mean, scale));
  for (let step = 0; step < STEPS; step++) {
    const slopes = rows.map((row) => row.map((value, j) => (j < FEATURES.length ? value * RIDGE : 0)));
    for (const [i, row] of scaled.entries()) {
      const shares = softmax(rows, row);
      for (const [c, slope] of slopes.entries()) {
        const error = ((shares[c] ?? 0) - (labels[i] === c ? 1 : 0)) / n;
        for (let j = 0; j < row.length; j++) slope[j] = (slope[j] ?? 0) + error * (row[j] ?? 0);
      }
    }
    for (const [c, row] of rows.entries())
      for (let j = 0; j < row.length; j++) row[j] = (row[j] ?? 0) - RATE * (slopes[c]?.[j] ?? 0);
  }
  const short = (value: number): number => Math.round(value * 1e4) / 1e4;
  return {
    features: FEATURES,
    mean: mean.map(short),
    scale: scale.map(short),
    rows: rows.map((row) => row.map(short)),
    reliability,
  };
}

/** The share of each class, in the order of `CLASSES`. */
export function classShares({ rows, mean, scale }: RulesWeights, features: readonly number[]): number[] {
  return softmax(rows, standardize(features, mean, scale));
}

function standardize(row: readonly number[], mean: readonly number[], scale: readonly number[]): number[] {
  const standard = row.map((value, j) => Math.max(-4, Math.min(4, (value - (mean[j] ?? 0)) / (scale[j] ?? 1))));
  standard.push(1);
  return standard;
}

function softmax(rows: readonly (readonly number[])[], input: readonly number[]): number[] {
  const scores = rows.map((row) => row.reduce((sum, weight, j) => sum + weight * (input[j] ?? 0), 0));
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}
