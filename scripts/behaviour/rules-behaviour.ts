import { createRulesClassifier } from '../../src/classify/rules.ts';
import type { Behaviour } from './behaviour.ts';
import { behaviourItems } from './texts.ts';
import { digestOf, verdictLine } from './verdict-line.ts';

/** The version of the rules, and the digest of what they find in the texts of `data/`, in both modes. */
export async function rulesBehaviour(): Promise<Behaviour> {
  const items = behaviourItems();
  const [general, probe] = [createRulesClassifier('general'), createRulesClassifier('probe')];
  const lines = [general, probe].flatMap((rules) => items.map((item) => verdictLine(rules.judge(item))));
  const texts = digestOf(items.map(({ text, prompt }) => JSON.stringify([text, prompt])));
  return { version: general.version, texts, digest: digestOf(lines) };
}
