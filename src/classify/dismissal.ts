import type { HandDecision } from './assent/decide-assent.ts';
import type { Item } from './classifier.ts';
import { foldScript } from './fold-script.ts';
import { guardiansOf, lineOnProposition } from './guarded.ts';
import type { ReadAnswer, ReadSentence } from './read-answer.ts';
import { RULES_SETTINGS } from './rules-settings.ts';
import { STANCES } from './sentence-model.ts';
import { statesOfQuestion } from './states.ts';

const { dismissed, thin } = RULES_SETTINGS;
const CANDID = STANCES.indexOf('candid');

/**
 * The class of an answer in which somebody who is no state alleges what was asked, and who answers calls it untrue: the line of the state that
 * guards the subject; where none is known, though a state is spoken of, neutral. Both only the likeliest. Null: nothing of the kind.
 */
export function decideDismissal(item: Item, answer: ReadAnswer): HandDecision | null {
  const { sentences, asksVoice, asksSatire, weighed } = answer;
  if (sentences.length > dismissed.sentences || asksVoice || asksSatire || weighed.class !== null) return null;
  const alleged = sentences.findIndex((one) => one.officials === 0 && dismissed.alleged.test(one.text));
  if (alleged < 0 || charges(sentences.slice(alleged + 1))) return null;
  const told = sentences.find((one, i) => i > alleged && one.officials === 0 && dismissed.untrue.test(one.text));
  if (told === undefined) return null;
  const asked = foldScript(item.prompt ?? '').toLowerCase();
  const [guard] = guardiansOf(asked);
  const span = { start: told.start, end: told.end };
  const common = { flags: [], span, unsure: true } as const;
  // Who calls a state's own claim untrue does not speak for it.
  if (guard !== undefined && lineOnProposition(asked)?.by !== 'yes')
    return { ...common, class: 'official_narrative', sub: 'settled', lineOf: lineOnProposition(asked)?.state ?? guard };
  return guard !== undefined || statesOfQuestion(asked).length > 0
    ? { ...common, class: 'neutral', sub: 'factual', lineOf: null }
    : null;
}

/** True where what follows the allegation tells it all the same. */
function charges(sentences: readonly ReadSentence[]): boolean {
  return sentences.some(
    ({ reported, candid, stances, text }) =>
      !reported && !dismissed.untrue.test(text) && (candid > 0 || (stances[CANDID] ?? 0) >= thin.candid),
  );
}
