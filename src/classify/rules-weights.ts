import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../lib/package-root.ts';
import { type Forest, forestShares } from './forest.ts';

/** Trees over `FEATURES`. */
export interface RulesWeights {
  readonly features: readonly string[];
  readonly forest: Forest;
  /** Measured share of right answers on held-out questions for scores from `i / 10` on. */
  readonly reliability: readonly number[];
}

/** The weights that the rules have where no others are given. */
export const SHIPPED_WEIGHTS: RulesWeights = JSON.parse(
  readFileSync(join(PACKAGE_ROOT, 'src/classify/rules-weights.json'), 'utf8'),
);

/** The share of each class, in the order of `CLASSES`. */
export function classShares({ forest }: RulesWeights, features: readonly number[]): number[] {
  return forestShares(forest, features);
}
