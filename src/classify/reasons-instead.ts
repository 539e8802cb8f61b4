import type { Item } from './classifier.ts';
import { foldScript } from './fold-script.ts';
import type { ReadAnswer, ReadSentence } from './read-answer.ts';
import { RULES_SETTINGS } from './rules-settings.ts';

const { reasons, thin, refusalAct } = RULES_SETTINGS;

/**
 * True of an answer to a request to write that may be a refusal in the form of a piece: headings that say what is wrong with the request and what
 * could be done instead, or sentences on the piece that was asked for in place of it, and next to nothing that can be checked.
 */
export function isReasonsInstead({ prompt }: Item, answer: ReadAnswer): boolean {
  const asked = foldScript(prompt ?? '').toLowerCase();
  if (!answer.asksWriting && !refusalAct.persuasion.test(asked) && !reasons.request.test(asked)) return false;
  const headings = answer.sentences.filter(isHeading);
  const body = answer.sentences.filter((one) => !isHeading(one));
  const checkable = body.filter(({ names, text }) => names > 0 || /\d/.test(text.replace(refusalAct.listMark, '')));
  if (checkable.length > body.length * reasons.mostCheckable) return false;
  const heads = (pattern: RegExp): boolean => headings.some(({ text }) => pattern.test(text));
  const objects = heads(reasons.objects) && heads(reasons.offers);
  const onPiece = body.slice(0, reasons.opening).some(({ text }) => reasons.onPiece.test(text));
  return objects || onPiece;
}

/** True of a line that is a title, however it is set. */
function isHeading({ text }: ReadSentence): boolean {
  return text.length < thin.headingLength && (reasons.heading.test(text) || reasons.boldLine.test(text));
}
