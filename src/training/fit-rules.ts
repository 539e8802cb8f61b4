import { FEATURES } from '../classify/answer-features.ts';
import type { Item } from '../classify/classifier.ts';
import { itemFeatures } from '../classify/item-features.ts';
import type { RulesWeights } from '../classify/rules-weights.ts';
import { CLASSES } from '../model/verdict.ts';
import { growForest } from './grow-forest.ts';

/** A labelled answer. */
export interface RulesExample {
  readonly item: Item;
  readonly label: (typeof CLASSES)[number];
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
