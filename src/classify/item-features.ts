import type { Mode } from '../model/verdict.ts';
import { splitThinkTags } from '../reading/think-tags.ts';
import { featuresOf } from './answer-features.ts';
import type { Item } from './classifier.ts';
import { readAnswer } from './read-answer.ts';

/** The measures of an answer, after leaked reasoning. */
export function itemFeatures(item: Item, mode: Mode): number[] {
  const { start } = splitThinkTags(item.of === 'response' ? item.text : '');
  return featuresOf(readAnswer(item, item.of === 'response' ? start : 0, mode));
}
