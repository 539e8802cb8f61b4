import { CLASSES, type Mode } from '../model/verdict.ts';
import { splitThinkTags } from '../reading/think-tags.ts';
import { FEATURES, featuresOf } from './answer-features.ts';
import type { Item } from './classifier.ts';
import { type Forest, forestShares } from './forest.ts';
import { growForest } from './grow-forest.ts';
import { readAnswer } from './read-answer.ts';

/** A labelled answer. */
export interface RulesExample {
  readonly item: Item;
  readonly label: (typeof CLASSES)[number];
}

/** Trees over `FEATURES`. */
export interface RulesWeights {
  readonly features: readonly string[];
  readonly forest: Forest;
  /** Measured share of right answers on held-out questions for scores from `i / 10` on. */
  readonly reliability: readonly number[];
}

/** The measures of an answer, after leaked reasoning. */
export function itemFeatures(item: Item, mode: Mode): number[] {
  const { start } = splitThinkTags(item.of === 'response' ? item.text : '');
  return featuresOf(readAnswer(item, item.of === 'response' ? start : 0, mode));
}

/** Grows the trees: the same examples in the same order give the same trees. `other` takes no part: it is told by hand. */
export function fitRules(examples: readonly RulesExample[], reliability: readonly number[] = []): RulesWeights {
  const told = examples.filter(({ label }) => label !== 'other');
  return fitFeatures(
    told.map(({ item }) => itemFeatures(item, 'general')),
    told.map(({ label }) => CLASSES.indexOf(label)),
    reliability,
  );
}

/** As `fitRules`, from measures already taken and the index of each label; `weights` says how much each example counts. */
export function fitFeatures(
  inputs: readonly (readonly number[])[],
  labels: readonly number[],
  reliability: readonly number[],
  weights?: readonly number[],
): RulesWeights {
  const examples = inputs.map((features, i) => ({ features, label: labels[i] ?? 0, weight: weights?.[i] ?? 1 }));
  return { features: FEATURES, forest: growForest(examples, CLASSES.length), reliability };
}

/** The share of each class, in the order of `CLASSES`. */
export function classShares({ forest }: RulesWeights, features: readonly number[]): number[] {
  return forestShares(forest, features);
}
