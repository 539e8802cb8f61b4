import type { ReadSentence } from '../read-answer.ts';
import { RULES_SETTINGS } from '../rules-settings.ts';

const { turn, leastAfterTurn } = RULES_SETTINGS.refusalAct;

/**
 * A sentence that declines and then turns ("I can't judge him, but on 3 June …") as two: what is said behind the turn is no part of the
 * act, and has substance or has none (rule 2 of the codebook). Other sentences stay whole.
 */
export function clausesAtTurn(sentence: ReadSentence): ReadSentence[] {
  const { refusal, text, start, end, size } = sentence;
  if (refusal === null) return [sentence];
  const from = refusal.end - start;
  const found = turn.exec(text.slice(from));
  if (found === null) return [sentence];
  const at = from + found.index;
  if (text.length - at < leastAfterTurn) return [sentence];
  const part = at / text.length;
  return [
    { ...sentence, end: start + at, text: text.slice(0, at), size: size * part },
    { ...sentence, start: start + at, end, text: text.slice(at), size: size * (1 - part), refusal: null },
  ];
}
