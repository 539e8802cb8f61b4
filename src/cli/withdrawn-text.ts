import { numberOf } from '../lib/number-of.ts';
import type { AnswerPlace, Withdrawal } from '../model/withdrawal.ts';

/** Of so many each is named. */
const MOST_NAMED = 10;

/** What the standard error says of withdrawn answers that are given whole; empty where there are none. */
export function withdrawnText(answers: readonly Withdrawal[]): string {
  if (answers.length === 0) return '';
  const one = answers.length === 1;
  return `warning: ${numberOf(answers.length, 'answer')} in this ${one ? 'is' : 'are'} withdrawn from publication and ${one ? 'stands' : 'stand'} here whole (sites alone leave ${one ? 'it' : 'them'} out): ${placesText(answers)}\n`;
}

/** That the words of a withdrawn answer are still published by others; empty where they are not. */
export function sameWordsText(answers: readonly AnswerPlace[]): string {
  if (answers.length === 0) return '';
  return `warning: the same text stands in ${numberOf(answers.length, 'other answer')}: ${placesText(answers)}; withdraw ${answers.length === 1 ? 'it' : 'them'} too (candor site withdraw TRIAL --run RUN), or a site goes on publishing it\n`;
}

function placesText(places: readonly AnswerPlace[]): string {
  const named = places.slice(0, MOST_NAMED).map(({ run, trial }) => `trial ${trial} of run ${run}`);
  const more = places.length - named.length;
  return `${named.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
}
