import { type Span, sentenceSpans } from '../../probes/sentence-spans.ts';
import { splitThinkTags } from '../../reading/think-tags.ts';
import type { Item } from '../classifier.ts';
import { type ReadAnswer, readAnswer } from '../read-answer.ts';

/** An answer as its parts are read, after leaked reasoning, without what a probe lists. */
export function answerOf(item: Item): ReadAnswer {
  const { start } = splitThinkTags(item.of === 'response' ? item.text : '');
  return readAnswer(item, item.of === 'response' ? start : 0, 'general');
}

/** The sentences of a text as the rules cut it. */
export function sentencesIn(text: string): Span[] {
  return sentenceSpans(text);
}
