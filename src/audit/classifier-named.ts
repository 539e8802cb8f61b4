import type { Classifier } from '../classify/classifier.ts';
import { createRulesClassifier } from '../classify/rules.ts';
import { UsageError } from '../lib/errors.ts';
import { didYouMean } from '../lib/nearest.ts';
import type { Mode } from '../lib/verdict.ts';

/** The classifier that a flag names. Throws UsageError. */
export function classifierNamed(name: string, mode: Mode): Classifier {
  if (name === 'rules') return createRulesClassifier(mode);
  throw new UsageError(`expected the classifier rules, got "${name}".${didYouMean(name, ['rules'])}`);
}
