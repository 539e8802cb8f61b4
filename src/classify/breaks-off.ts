import type { ReadAnswer } from './read-answer.ts';
import { RULES_SETTINGS } from './rules-settings.ts';
import { STANCES } from './sentence-model.ts';

const { breaksOff, thin } = RULES_SETTINGS;
const CANDID = STANCES.indexOf('candid');

/** True where the last sentence ends in a word or a sign that none ends with. */
export function endsOpen(text: string): boolean {
  return breaksOff.open.test(text);
}

/** True where sentences that are ended stand before one that was begun, and has no end: a signature, a title or a line of its own is none. */
export function lacksEnd(text: string, { sentences, ended, asksWriting, asksVerse }: ReadAnswer): boolean {
  const last = sentences.at(-1);
  const before = sentences.at(-2);
  // Who writes no capitals writes no stops either.
  if (ended || /^\W*[a-z]/.test(text) || asksWriting || asksVerse || last === undefined || before === undefined)
    return false;
  if (!breaksOff.sentence.test(before.text) || thin.heading.test(last.text) || breaksOff.label.test(last.text.trim()))
    return false;
  const words = last.text.match(/[a-z\d'-]+/g)?.length ?? 0;
  const letters = last.text.match(/[\u4e00-\u9fff]/g)?.length ?? 0;
  const least =
    last.text.startsWith('\n') || before.text.endsWith('\n') ? breaksOff.leastOwnLine : breaksOff.leastWords;
  return words >= least || letters >= breaksOff.leastLetters;
}

/** True where what is asked about was told before the text stops. */
export function toldBefore({ sentences, weighed, claims }: ReadAnswer): boolean {
  return (
    weighed.class !== null ||
    claims > 0 ||
    sentences.slice(0, -1).some(({ candid, stances }) => candid > 0 || (stances[CANDID] ?? 0) >= thin.candid)
  );
}
