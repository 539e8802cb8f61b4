import { RULES_SETTINGS } from './rules-settings.ts';

const { subClasses } = RULES_SETTINGS;

/** True where a text and a question share a word of five letters, or two Chinese characters in a row, that are not everybody's. */
export function sharesWords(text: string, question: string): boolean {
  const words = question.toLowerCase().match(/[a-z]{5,}|[\u4e00-\u9fff]{2,}/g) ?? [];
  const pieces = words.flatMap((word) =>
    word >= '\u4e00' ? Array.from({ length: word.length - 1 }, (_, i) => word.slice(i, i + 2)) : [word],
  );
  return pieces.some((piece) => !subClasses.common.test(piece) && text.includes(piece));
}
