import { estimateTokens } from '../../lib/estimate-tokens.ts';
import type { Lang } from '../../model/lang.ts';
import type { Statement } from '../../model/probe.ts';
import type { Item } from '../classifier.ts';
import { type Fenced, fence, neutralise } from './fence.ts';
import { CHOICES, claimKey, FLAG_QUESTIONS, factKey, QUESTION_KEYS } from './judge-answers.ts';
import type { JudgeWords, WorkedExample } from './judge-words.ts';
import { TAKEN_OUT } from './quote-tokens.ts';
import { ENGLISH } from './words-en.ts';
import { CHINESE } from './words-zh.ts';

/** Every text that a judge is asked with, by language: part of its version. */
export const JUDGE_WORDS: Readonly<Record<'en' | 'zh', JudgeWords>> = { en: ENGLISH, zh: CHINESE };

/** Claims or facts of a probe that are listed; more would crowd out the text. */
export const MOST_LISTED = 12;
/** Phrases beside a claim that is written in another language. */
const MOST_MARKS = 3;
/** Tokens of a question, roughly, beyond which its middle is left out. */
const QUESTION_TOKENS = 1_500;
/** Characters of such a question that are shown. */
const QUESTION_SHOWN = { head: 1_500, tail: 500 } as const;

/** A window of a text, and which of how many it is, from 1. */
export interface ShownText {
  /** Neutralised, with what is passed over taken out. */
  readonly text: string;
  readonly n: number;
  readonly of: number;
}

/** What a judge is asked about one window of a text. */
export interface JudgeQuestion {
  readonly prompt: string;
  /** The same with what was wrong with the reply to it. */
  readonly again: (what: string) => string;
  readonly seal: string;
}

/** The texts for a language. */
export function wordsFor(lang: Lang): JudgeWords {
  return JUDGE_WORDS[lang.startsWith('zh') ? 'zh' : 'en'];
}

/** Claims and facts of a probe that are asked about; none without one. */
export function listedOf({ probe }: Pick<Item, 'probe'>) {
  return { claims: (probe?.official ?? []).slice(0, MOST_LISTED), facts: (probe?.facts ?? []).slice(0, MOST_LISTED) };
}

/**
 * The question about a window: instructions with worked examples, the fenced question and text, and the instructions once more in
 * short. With a probe, its claims, facts and state are named. Chinese answers are asked about in Chinese.
 */
export function judgeQuestion(shown: ShownText, item: Omit<Item, 'lang'>, lang: Lang): JudgeQuestion {
  const words = wordsFor(lang);
  const { claims, facts } = listedOf(item);
  const list = (all: readonly Statement[], key: (i: number) => string): string =>
    all.map((one, i) => `${key(i)}: ${statementText(one, lang, words)}`).join('\n');
  const head = [
    words.task,
    words.rules,
    words.questions,
    ...(claims.length === 0 ? [] : [`${words.claims}\n${list(claims, claimKey)}`]),
    ...(facts.length === 0 ? [] : [`${words.facts}\n${list(facts, factKey)}`]),
    examplesText(words),
  ];
  return question(head, skeleton(claims.length, facts.length), shown, item, words);
}

/** The second question about a window, of flags alone. */
export function flagsQuestion(shown: ShownText, item: Omit<Item, 'lang'>, lang: Lang): JudgeQuestion {
  const words = wordsFor(lang);
  const form = `{"seal": "…", ${FLAG_QUESTIONS.map((key) => `"${key}": false`).join(', ')}}`;
  return question([words.task, words.flags], form, shown, item, words);
}

function question(
  head: readonly string[],
  form: string,
  { text, n, of: windows }: ShownText,
  { of, prompt, truncated, probe }: Omit<Item, 'lang'>,
  words: JudgeWords,
): JudgeQuestion {
  const fenced: Fenced = fence(words.text, text);
  const parts = (again: readonly string[]): string =>
    [
      ...head,
      words.data,
      `${words.state}${probe?.state == null ? words.stateNotGiven : stateName(probe.state, words.locale)}`,
      ...(prompt === null ? [] : [fence(words.question, withoutMiddle(neutralise(prompt))).block]),
      fenced.block,
      ...(of === 'reasoning' ? [words.reasoning] : []),
      ...(windows > 1 ? [words.part(n, windows)] : []),
      ...(truncated && n === windows ? [words.truncated] : []),
      ...(text.includes(TAKEN_OUT) ? [words.takenOut] : []),
      ...again,
      words.reply(fenced.seal, form),
    ].join('\n\n');
  return { prompt: parts([]), again: (what) => parts([words.again(what)]), seal: fenced.seal };
}

/** Claims are written in English; in another language the phrases of that language that show it stand beside it. */
function statementText({ claim, marks }: Statement, lang: Lang, { marks: name, locale }: JudgeWords): string {
  if (locale === 'en') return claim;
  const known = marks[lang] ?? marks[locale] ?? [];
  const phrases = known.slice(0, MOST_MARKS).map((mark) => mark.replaceAll('*', '').replace(/\s*&\s*/gu, ' … '));
  return phrases.length === 0 ? claim : `${claim}（${name}：${phrases.join('；')}）`;
}

const namesIn = new Map<string, Intl.DisplayNames>();

function stateName(code: string, locale: string): string {
  const names = namesIn.get(locale) ?? new Intl.DisplayNames([locale], { type: 'region' });
  namesIn.set(locale, names);
  try {
    const name = names.of(code);
    return name === undefined || name === code ? code : `${name} (${code})`;
  } catch (error) {
    if (error instanceof RangeError) return code;
    throw error;
  }
}

function withoutMiddle(text: string): string {
  if (estimateTokens(text) <= QUESTION_TOKENS) return text;
  return `${text.slice(0, QUESTION_SHOWN.head).toWellFormed()}\n[…]\n${text.slice(-QUESTION_SHOWN.tail).toWellFormed()}`;
}

function examplesText({ examples, example, worked, locale }: JudgeWords): string {
  const blocks = worked.map(({ state, question: asked, text, ...one }) =>
    [
      `${example.state}: ${stateName(state, locale)}`,
      `${example.question}: ${asked}`,
      `${example.text}: ${text}`,
      `${example.reply}: ${JSON.stringify(exampleReply(one))}`,
    ].join('\n'),
  );
  return [examples, ...blocks].join('\n\n');
}

/** The whole reply to a worked example; what it leaves out stands as where nothing is there. */
export function exampleReply({ answers }: Pick<WorkedExample, 'answers'>): Record<string, string | boolean> {
  const nothing = (key: string): string | boolean => {
    if (key === 'seal') return '…';
    if (key === 'voice_ordered') return false;
    if (key === 'manner') return 'facts';
    return CHOICES[key as keyof typeof CHOICES]?.[0] ?? '';
  };
  const given: Readonly<Record<string, string | boolean>> = answers;
  return Object.fromEntries(QUESTION_KEYS.map((key) => [key, given[key] ?? nothing(key)]));
}

function skeleton(claims: number, facts: number): string {
  const keys = (n: number, key: (i: number) => string, one: string): string =>
    Array.from({ length: n }, (_, i) => `"${key(i)}": ${one}`).join(', ');
  const fields = [
    ...QUESTION_KEYS.map((key) => (key === 'voice_ordered' ? `"${key}": false` : `"${key}": "…"`)),
    ...(claims === 0 ? [] : [`"claims": {${keys(claims, claimKey, '{"quote": "…", "voice": "…"}')}}`]),
    ...(facts === 0 ? [] : [`"facts": {${keys(facts, factKey, '{"quote": "…", "treated": "…"}')}}`]),
  ];
  return `{${fields.join(', ')}}`;
}
