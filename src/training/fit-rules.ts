import type { Item } from '../classify/classifier.ts';
import { type RulesWeights, SHIPPED_WEIGHTS } from '../classify/rules-weights.ts';
import type { CLASSES } from '../model/verdict.ts';
import { type FramingExample, fitFraming, measureFraming } from './fit-framing.ts';

/** A labelled answer. */
export interface RulesExample {
  readonly item: Item;
  readonly label: (typeof CLASSES)[number];
}

/**
 * Fits framing anew on labelled answers: the same examples in the same order give the same weights. The refusal head and the join stay
 * those of `base`; both rest on far more answers than a gold file has.
 */
export function fitRules(examples: readonly RulesExample[], base: RulesWeights = SHIPPED_WEIGHTS): RulesWeights {
  return fitMeasured(
    examples.flatMap((one) => measureExample(one) ?? []),
    base,
  );
}

/** What framing is fitted on in an example; null for one that is neither neutral nor official narrative. */
export function measureExample({ item, label }: RulesExample): FramingExample | null {
  return label === 'neutral' || label === 'official_narrative'
    ? measureFraming(item, label === 'official_narrative')
    : null;
}

/** As `fitRules`, from measures already taken. */
export function fitMeasured(examples: readonly FramingExample[], base: RulesWeights = SHIPPED_WEIGHTS): RulesWeights {
  return { ...base, framing: fitFraming(examples, base.framing) };
}
