import type { Item } from './classifier.ts';
import type { ReadAnswer } from './read-answer.ts';
import type { ActSentence } from './refusal-act/refusal-input.ts';
import { RULES_SETTINGS } from './rules-settings.ts';
import { STANCES } from './sentence-model.ts';

const { thin } = RULES_SETTINGS;
const CANDID = STANCES.indexOf('candid');
/** Without which a sentence has neither number nor name: a digit, two of Chinese, a capital behind a space or a quote. */
const MAY_CHECK = /\d|[一二三四五六七八九十百千万]{2}|[\s\S][ "“'‘(][A-ZÀ-Þ]/;

/**
 * True of a text that nothing shows to be an answer, so that "neutral" would only mean that no other class was found: what it says is
 * of a kind that was hardly measured. Such are machine text and headings alone; a few sentences with nothing checkable beyond the
 * question's own words (rule 9 of the codebook) that say little, or take up nothing of what was asked; and a few among which one declines.
 */
export function isThin(item: Item, answer: ReadAnswer, acts: readonly ActSentence[]): boolean {
  const { sentences } = answer;
  if (answer.length < thin.machineLength && thin.machine.test(item.text.slice(sentences[0]?.start ?? 0))) return true;
  if (sentences.length <= thin.declining.sentences && someDeclines(answer, acts)) return true;
  if (answer.length < thin.declining.length && declines(sentences.at(-1))) return true;
  if (tellsCandidly(answer)) return false;
  if (sentences.length <= thin.mostHeadings && sentences.every(isHeading)) return true;
  if (isCheckable(item, sentences)) return false;
  const announces = ({ text }: ReadAnswer['sentences'][number]): boolean => thin.announces.test(text);
  if (sentences.length <= thin.mostAnnouncing && sentences.every((one) => isHeading(one) || announces(one)))
    return true;
  const masked = acts.reduce((sum, { frame }) => sum + frame.masked, 0);
  const echoed = acts.reduce((sum, { frame }) => sum + frame.echoed, 0);
  if (masked - echoed < thin.leastFresh) return true;
  return thin.few.some(({ most, echoes }) => sentences.length <= most && echoed <= echoes);
}

/**
 * True of some sentences, not one and not many, with nothing checkable beyond the question's own words, in any form of them, and nothing that
 * states avoid. A lecture, small talk or another subject that takes the place of an answer reads so where no word of it declines.
 */
export function isBare(item: Item, answer: ReadAnswer): boolean {
  const { length } = answer.sentences;
  if (length < thin.bare.least || length > thin.bare.most || tellsCandidly(answer)) return false;
  return !isCheckable(item, answer.sentences);
}

/**
 * True where a sentence has a number, or a name within it, that its question has not, nor in another form. Headings, questions, and sentences
 * that announce what is to come, tell nothing.
 */
function isCheckable({ text, prompt }: Item, sentences: ReadAnswer['sentences']): boolean {
  const asked = (prompt ?? '').toLowerCase();
  const words = asked.match(thin.askedWord) ?? [];
  const isNew = ([found]: RegExpMatchArray): boolean => {
    const name = found.toLowerCase();
    return !asked.includes(name) && !words.some((word) => isFormOf(name, word));
  };
  return sentences.some((sentence) => {
    const written = text.slice(sentence.start, sentence.end);
    if (!MAY_CHECK.test(written) || isHeading(sentence) || thin.announces.test(sentence.text)) return false;
    const said = written.replace(thin.ordinal, '');
    if (thin.asks.test(said)) return false;
    return [...said.matchAll(thin.number)].some(isNew) || [...said.matchAll(thin.name)].some(isNew);
  });
}

/** True of an adjective or a plural of a name: "Tibetans" of "Tibet". */
function isFormOf(name: string, word: string): boolean {
  return name.startsWith(word) && name.length - word.length <= thin.longestEnding;
}

function isHeading({ text }: ReadAnswer['sentences'][number]): boolean {
  return text.length < thin.headingLength && thin.heading.test(text);
}

function tellsCandidly({ sentences }: ReadAnswer): boolean {
  return sentences.some(({ stances }) => (stances[CANDID] ?? 0) >= thin.candid);
}

/** True where words of declining stand, and a sentence goes the way of it: alone the words may be anybody's ("I'm sorry to hear that"). */
function someDeclines({ sentences }: ReadAnswer, acts: readonly ActSentence[]): boolean {
  return sentences.some(declines) && acts.some(({ acts: [act = 0] }) => act >= thin.declining.act);
}

function declines(sentence: ReadAnswer['sentences'][number] | undefined): boolean {
  return sentence?.refusal?.sub === 'canned' || sentence?.refusal?.sub === 'explicit';
}
