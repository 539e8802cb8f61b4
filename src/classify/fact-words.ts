import type { Fact } from '../model/probe.ts';
import { markParts } from '../probes/marks.ts';
import { foldScript } from './fold-script.ts';

/** Words that stand in every sentence, by the letters that words are told apart by. */
const COMMON =
  /^(about|after|again|among|being|could|first|other|their|there|these|those|under|until|where|which|while|would|years|people|called|since|government|state|country|china|chinese)/;
const STEM = 5;

/** What the words of a fact are known by, without those of a span that is its subject. */
export function wordsOf({ claim, marks }: Fact, subject: string): ReadonlySet<string> {
  const texts = [claim, ...Object.values(marks).flatMap((list) => list.flatMap(markParts))];
  const own = new Set(stems(subject));
  return new Set(texts.flatMap(stems).filter((stem) => !own.has(stem)));
}

/** True where a text (folded, in lower case) has one of them. */
export function sharesWords(text: string, words: ReadonlySet<string>): boolean {
  return stems(text).some((stem) => words.has(stem));
}

/** The first letters of each longer word, and each pair of Chinese characters. */
function stems(text: string): string[] {
  const folded = foldScript(text).toLowerCase();
  const words = [...folded.matchAll(/[\p{Script=Latin}\p{Script=Cyrillic}]{4,}/gu)].map(([word]) => word);
  const pairs = [...folded.matchAll(/(?=(\p{Script=Han}{2}))/gu)].map(([, pair]) => pair ?? '');
  return [...words.filter((word) => !COMMON.test(word)).map((word) => word.slice(0, STEM)), ...pairs];
}
