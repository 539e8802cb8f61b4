import { CLASSES, type Mode, type Verdict } from '../lib/verdict.ts';
import { fitFeatures, itemFeatures, type RulesExample } from './fit-rules.ts';
import { createRulesClassifier, SHIPPED_WEIGHTS } from './rules.ts';

/** Folds, or as many as there are groups. */
const FOLDS = 10;

/** Verdicts in the order of the examples, and how many folds there were. */
export interface HeldOut {
  readonly verdicts: readonly Verdict[];
  readonly folds: number;
}

/**
 * Judges each answer by rules whose weights were fitted without its group: all of a group stands in one fold. Lexicons and
 * hand rules are as shipped, and so are the confidences, which belong to the shipped fit.
 */
export function judgeHeldOut(examples: readonly RulesExample[], groups: readonly string[], mode: Mode): HeldOut {
  const names = [...new Set(groups)].sort();
  const folds = Math.min(FOLDS, names.length);
  const foldOf = new Map(names.map((name, i) => [name, i % folds]));
  const measured = examples.map(({ item }) => itemFeatures(item, 'general'));
  const verdicts: Verdict[] = new Array(examples.length);
  for (let fold = 0; fold < folds; fold++) {
    const isOut = (i: number): boolean => foldOf.get(groups[i] ?? '') === fold;
    const told = [...examples.keys()].filter((i) => !isOut(i) && examples[i]?.label !== 'other');
    const weights = fitFeatures(
      told.map((i) => measured[i] ?? []),
      told.map((i) => CLASSES.indexOf(examples[i]?.label ?? 'other')),
      SHIPPED_WEIGHTS.reliability,
    );
    const rules = createRulesClassifier(mode, weights);
    for (const [i, { item }] of examples.entries()) if (isOut(i)) verdicts[i] = rules.judge(item);
  }
  return { verdicts, folds };
}
