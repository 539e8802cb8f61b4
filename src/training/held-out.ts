import { createRulesClassifier } from '../classify/rules.ts';
import type { Mode, Verdict } from '../model/verdict.ts';
import { fitMeasured, measureExample, type RulesExample } from './fit-rules.ts';

/** Folds, or as many as there are groups. */
const FOLDS = 10;

/** An example and the group that must not be divided: a question in all its languages. */
export interface GroupedExample extends RulesExample {
  readonly group: string;
}

/** Verdicts in the order of the examples, and how many folds there were. */
export interface HeldOut {
  readonly verdicts: readonly Verdict[];
  readonly folds: number;
}

/**
 * Judges each answer by rules whose framing was fitted without its group: all of a group stands in one fold. `further` examples help to
 * fit and are not judged; those of a group that is left out are left out with it. Lexicons, the sentence model, the refusal head, the join
 * and hand rules are as shipped, and so are the confidences, which belong to the shipped fit.
 */
export function judgeHeldOut(
  examples: readonly GroupedExample[],
  mode: Mode,
  further: readonly GroupedExample[] = [],
): HeldOut {
  const names = [...new Set(examples.map(({ group }) => group))].sort();
  const folds = Math.min(FOLDS, names.length);
  const foldOf = new Map(names.map((name, i) => [name, i % folds]));
  const measured = [...examples, ...further].map((one) => ({
    example: measureExample(one),
    fold: foldOf.get(one.group),
  }));
  const verdicts: Verdict[] = new Array(examples.length);
  for (let fold = 0; fold < folds; fold++) {
    const rules = createRulesClassifier(
      mode,
      fitMeasured(measured.flatMap(({ example, fold: of }) => (example === null || of === fold ? [] : [example]))),
    );
    for (const [i, { item, group }] of examples.entries())
      if (foldOf.get(group) === fold) verdicts[i] = rules.judge(item);
  }
  return { verdicts, folds };
}
