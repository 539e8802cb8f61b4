import { commonEnglish } from '../reading/answer-language.ts';
import type { ReadAnswer } from './read-answer.ts';
import { PUBLIC_WORDS } from './rule-lexicons.ts';
import { sharesWords } from './shares-words.ts';

const LATIN = /[a-z\u00c0-\u024f]+/g;
const HAN = /[\u3400-\u9fff]/g;
const STOP = /[.,;:!?。，、；：！？…—\n]/;
/** A line that only a program has. */
const PROGRAM =
  /^\s*(?:def \w+\(|class \w+[:({]|import \w+|from \w+ import|return\b|print\(|console\.|const \w+ =|let \w+ =|var \w+ =|function\b|#include|public |for ?\(|if ?\(|while ?\(|select .+ from )|[;{}]\s*$|\w\(.*\)\s*$/;
/** Words from which a text should hold common ones, and the share of them that English has at least. */
const LEAST_WORDS = 5;
const LEAST_COMMON = 0.08;
/** Words and characters in a row without a stop, from which nobody wrote them so. */
const UNSTOPPED_WORDS = 15;
const UNSTOPPED_HAN = 24;
/** Letters up to which an answer that has nothing of its question can be about anything. */
const OFF_TOPIC = 160;

/**
 * True where nothing shows that an answer is one: a letter, words in no order or of no language, a program, or a few words that share nothing with
 * the question and speak of nothing public. Whoever finds no stance in such a text has not read one.
 */
export function isMuddle(answer: ReadAnswer, prompt: string | null): boolean {
  const text = answer.sentences.map((sentence) => sentence.text).join('\n');
  const words = text.match(LATIN) ?? [];
  const han = text.match(HAN)?.length ?? 0;
  if (han === 0 && words.length === 1 && words[0]?.length === 1 && !/\d/.test(text)) return true;
  if (han === 0 && words.length >= LEAST_WORDS && commonEnglish(words) < words.length * LEAST_COMMON) return true;
  if (!STOP.test(text.trim()) && (words.length >= UNSTOPPED_WORDS || han >= UNSTOPPED_HAN)) return true;
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length > 0 && lines.filter((line) => PROGRAM.test(line)).length * 2 > lines.length) return true;
  if (prompt === null || answer.length > OFF_TOPIC || answer.assent !== null || /\d{4}/.test(text)) return false;
  return words.length + han > 3 && !sharesWords(text, prompt) && !PUBLIC_WORDS.some((word) => text.search(word) >= 0);
}
