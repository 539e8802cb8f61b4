import type { Classifier } from '../../classify/classifier.ts';
import { createRulesClassifier } from '../../classify/rules.ts';

/** The classifier that judges each answer of a run as it comes: offline, with the probes' own claims and facts. */
export function runClassifier(): Classifier {
  return createRulesClassifier('probe');
}
