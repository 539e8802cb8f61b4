import { splitThinkTags } from '../../reading/think-tags.ts';
import { featuresOf } from '../answer-features.ts';
import type { Item } from '../classifier.ts';
import { readAnswer } from '../read-answer.ts';
import { framingMeasures } from './framing-measures.ts';
import { ownWords } from './own-words.ts';

/** What framing is told by in an answer, after leaked reasoning. */
export function itemFraming(item: Item): { readonly places: readonly number[]; readonly measures: readonly number[] } {
  const { start } = splitThinkTags(item.of === 'response' ? item.text : '');
  const answer = readAnswer(item, item.of === 'response' ? start : 0, 'general');
  return { places: ownWords(answer), measures: framingMeasures()(answer, featuresOf(answer)) };
}
