import { createRulesClassifier } from '../../classify/rules.ts';
import { languageName } from '../../model/language-name.ts';
import { answerLanguage } from '../../reading/answer-language.ts';
import { detectLang } from '../../reading/detect-lang.ts';

/** A translation has between so much and so much of the text's length, letters of Han counted as four of others. */
const SHORTEST = 0.35;
const LONGEST = 3;
/** Text of which the length tells anything, in letters. */
const TELLING = 40;
const HAN_WEIGHS = 4;

/** Why a reply may be no translation of a text, in sentences: what can be seen of it without knowing both languages. Empty: nothing speaks against it. */
export async function translationDoubts(answer: string, text: string, lang: string): Promise<string[]> {
  const doubts: string[] = [];
  const found = languageOf(text, lang);
  if (found !== null) doubts.push(`It reads as ${languageName(found)}, not as ${languageName(lang)}.`);
  const [before, after] = [lengthOf(answer), lengthOf(text)];
  if (before >= TELLING && after < SHORTEST * before)
    doubts.push('It is much shorter than the answer: parts may be missing, or it may be words of the translator.');
  if (before >= TELLING && after > LONGEST * before)
    doubts.push('It is much longer than the answer: parts may be words of the translator.');
  if ((await refuses(text)) && !(await refuses(answer)))
    doubts.push('It reads as a refusal, and the answer does not: it may be the translator’s.');
  return doubts;
}

/** The language of a text where that is shown to be another than the wanted one. */
function languageOf(text: string, wanted: string): string | null {
  const [base] = wanted.split('-');
  const told = answerLanguage(text) ?? (base === 'en' || base === 'zh' ? detectLang(text) : null);
  if (told === null || told === 'und' || told.split('-')[0] === base) return null;
  return told === 'zh' ? detectLang(text) : told;
}

function lengthOf(text: string): number {
  let sum = 0;
  for (const sign of text)
    if (/[\p{L}\p{N}]/u.test(sign))
      sum += /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Hangul}/u.test(sign) ? HAN_WEIGHS : 1;
  return sum;
}

async function refuses(text: string): Promise<boolean> {
  const item = { text, of: 'response', prompt: null, lang: null, truncated: false, probe: null } as const;
  const { class: found, unsure } = await createRulesClassifier('general').classify(
    { ...item, lang: detectLang(text) },
    new AbortController().signal,
  );
  return found === 'refusal' && unsure !== true;
}
