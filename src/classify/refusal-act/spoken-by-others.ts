import type { ReadSentence } from '../read-answer.ts';
import { RULES_SETTINGS } from '../rules-settings.ts';

const { speechTag, firstPerson } = RULES_SETTINGS.refusalAct;

/**
 * The sentences without those that a figure speaks in an answer: one that ends in a tag (", the ferryman said"), and what goes on in the
 * first person behind it. Who refuses in them is not the one who answers. All of them, where nothing else is left.
 */
export function withoutSpeechOfOthers(sentences: readonly ReadSentence[]): readonly ReadSentence[] {
  let speaks = false;
  const kept = sentences.filter(({ text }) => {
    speaks = speechTag.test(text) || (speaks && firstPerson.test(text));
    return !speaks;
  });
  return kept.length === 0 ? sentences : kept;
}
