import type { Lang } from '../model/lang.ts';
import { isForeignWord, opensWithForeignWord } from './foreign-words.ts';
import { guessLanguage } from './language-guess.ts';

/** Words of which every few words of English hold one. */
const ENGLISH = new Set(
  'a an yes so the of and to is that for it was as by with are on not this from or be have has an at which their its you we but can they his her been were will would there also more these such other what who when my your if all about does did i he she no into than then because could should how any some'.split(
    ' ',
  ),
);
/** A sentence is English where one in so many words is one of them; less dense ones are asked about. */
const ENGLISH_ONE_IN = 4;
/** The share of them from which a whole text is. */
const PLAIN_ENGLISH = 0.3;
const LEAST_PLAIN = 8;
/** How far another language must lead English in the guess at a short answer for a doubt. */
const DOUBT_LEAD = 0.25;
/** Words that do not begin as names do, from which a sentence tells its language. */
const LEAST_WORDS = 4;
/** Words of English that other languages have too: beside foreign words they say nothing. */
const SHARED = new Set(
  'a an as be can do has have her his in is more no not of on or so than to was we will all any for he me'.split(' '),
);
/** Scripts other than Latin and Han, with a language that is written in each. */
const SCRIPTS = [
  [/[\u3040-\u30ff\u31f0-\u31ff]/g, 'ja'],
  [/[\uac00-\ud7af\u1100-\u11ff\u3130-\u318f]/g, 'ko'],
  [/[\u0400-\u052f]/g, 'ru'],
  [/[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]/g, 'ar'],
  [/[\u0f00-\u0fff]/g, 'bo'],
  [/[\u0900-\u097f]/g, 'hi'],
  [/[\u0e00-\u0e7f]/g, 'th'],
  [/[\u0590-\u05ff]/g, 'he'],
  [/[\u0370-\u03ff]/g, 'el'],
  [/[\u1000-\u109f]/g, 'my'],
  [/[\u10a0-\u10ff]/g, 'ka'],
  [/[\u0530-\u058f]/g, 'hy'],
  [/[\u0980-\u0dff\u1780-\u18af\u1200-\u139f]/g, 'und'],
] as const;
/** Letters above Latin. */
const OTHER_SCRIPT = /[\u0370-\u1dff\u2e80-\uffef]/;
const FOREIGN = /[\u0370-\u1dff\u3040-\u31ff\uac00-\ud7af\ufb50-\ufeff]/;
/** Letters of a syllable's or word's sign count for as many Latin ones. */
const WIDE = 2.5;
const HAN = /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/g;
/** Characters of written Cantonese that no other Chinese uses; one in so many of all tells it, from two on. */
const CANTONESE = /[唔嘅喺咗咁嘢冇佢哋啲嗰嚟咩乜噉嘥攞俾睇瞓諗揾]/g;
const CANTONESE_ONE_IN = 12;
/** Characters of a sentence in which one is enough. */
const SHORT_HAN = 8;
/** Signs of program text, of which one stands for every few words of it. */
const CODE = /[{}=<>]/g;
const CODE_ONE_IN = 4;
/** What stands round words without being of their language: tags, marks of quotes and lists, arrows, addresses, a label of the speaker. */
const MARKUP = /<\/?[a-z][^<>\n]{0,200}>|(?:^|\n)[ \t]*(?:>[ \t]*)+|[=-]>|<[=-]|https?:\/\/\S+|&[a-z]{2,6};/gi;
const LABEL = /^\W*(?:(?:ai )?assistant|chatbot|bot|model|answer|response)[*_]*\s*:/i;
const CHUNK = /[^.!?。！？\n]+/g;
const LATIN_WORD = /[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+/g;
/** Of a long text its beginning and its end are read, so many UTF-16 units of each. */
const READ = 1_500;
/** Words of prose without common words of any known language, from which it is taken for an unknown one. */
const UNKNOWN_FROM = 24;

/**
 * The language that carries most of a text, by its sentences: `en`, `zh`, another language's tag, or `und` for one that is not known;
 * null where nothing tells it: numbers, names, a word. Sentences that tell nothing go with the others.
 */
export function answerLanguage(text: string): Lang | null {
  const sizes = new Map<Lang, number>();
  const add = (lang: Lang, size: number) => sizes.set(lang, (sizes.get(lang) ?? 0) + size);
  const unknown: string[] = [];
  const some = text.length > READ * 2 ? `${text.slice(0, READ)}\n${text.slice(-READ)}` : text;
  const read = some.replace(LABEL, ' ').replace(MARKUP, '\n');
  if (isPlainEnglish(read)) return 'en';
  for (const [chunk] of read.matchAll(CHUNK)) {
    const han = chunk.match(HAN)?.length ?? 0;
    const foreign = FOREIGN.test(chunk) ? foreignLanguage(chunk, han) : null;
    const words: readonly string[] = chunk.match(LATIN_WORD) ?? [];
    const latin = words.reduce((sum, { length }) => sum + length, 0);
    const chinese = han * WIDE;
    if (foreign !== null && foreign.size >= Math.max(latin, foreign.lang === 'ja' ? 0 : chinese))
      add(foreign.lang, foreign.size);
    else if (chinese > 0 && chinese >= latin / 2) add('zh', chinese);
    else if (latin > 0) {
      const lang = latinLanguage(chunk, words);
      if (lang === null) unknown.push(...words);
      else add(lang, latin);
    }
  }
  if ((sizes.get('en') ?? 0) + (sizes.get('zh') ?? 0) === 0 && opensWithForeignWord(read)) add('und', 1);
  const [most] = [...sizes].sort((a, b) => b[1] - a[1]);
  if (most !== undefined)
    return carried(sizes) ? ((sizes.get('en') ?? 0) > (sizes.get('zh') ?? 0) ? 'en' : 'zh') : unmeasuredMost(sizes);
  return unknown.length >= UNKNOWN_FROM && isProse(text) ? 'und' : null;
}

/**
 * True for an answer that may be in a language which was not measured, though nothing tells it for certain: a few words that look more like
 * another one, or written Cantonese. A guess, too weak to leave a verdict out and good enough to doubt it.
 */
export function mayBeForeign(text: string): boolean {
  if (text.length < READ && isCantonese(text, text.match(HAN)?.length ?? 0)) return true;
  const words: readonly string[] = text.replace(LABEL, ' ').replace(MARKUP, '\n').match(LATIN_WORD) ?? [];
  if (words.length < 2 || words.length >= UNKNOWN_FROM || OTHER_SCRIPT.test(text.replace(/[^\p{L}]/gu, '')))
    return false;
  if (!words.slice(1).some((word) => word === word.toLowerCase())) return false;
  const { language, isReliable, best, english } = guessLanguage(words.join(' ').toLowerCase());
  return language !== 'en' && isReliable && best - english >= DOUBT_LEAD;
}

function isCantonese(chunk: string, han: number): boolean {
  const found = chunk.match(CANTONESE) ?? [];
  return found.length * CANTONESE_ONE_IN >= han && (new Set(found).size > 1 || (found.length > 0 && han <= SHORT_HAN));
}

/** True where words of English stand close throughout: nothing else need be asked. */
function isPlainEnglish(text: string): boolean {
  if (OTHER_SCRIPT.test(text)) return false;
  const words = text.match(LATIN_WORD) ?? [];
  if (words.length < LEAST_PLAIN) return false;
  return words.filter((word) => ENGLISH.has(word.toLowerCase())).length > words.length * PLAIN_ENGLISH;
}

/** True where English and Chinese together carry at least half of what tells a language. */
function carried(sizes: ReadonlyMap<Lang, number>): boolean {
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  return ((sizes.get('en') ?? 0) + (sizes.get('zh') ?? 0)) * 2 >= total;
}

function unmeasuredMost(sizes: ReadonlyMap<Lang, number>): Lang {
  const others = [...sizes].filter(([lang]) => lang !== 'en' && lang !== 'zh').sort((a, b) => b[1] - a[1]);
  return others[0]?.[0] ?? 'und';
}

function foreignLanguage(chunk: string, han: number): { lang: Lang; size: number } | null {
  const found = SCRIPTS.map(([pattern, lang]) => ({ lang, count: chunk.match(pattern)?.length ?? 0 })).sort(
    (a, b) => b.count - a.count,
  );
  const [best] = found;
  if (best === undefined || best.count === 0) return null;
  // Japanese is written with characters of Chinese; a kana now and then is a name in a Chinese text.
  if (best.lang === 'ja') return best.count * 3 < han ? null : { lang: 'ja', size: (best.count + han) * WIDE };
  return { lang: best.lang, size: best.count * (best.lang === 'ko' || best.lang === 'bo' ? WIDE : 1) };
}

/** The language of a sentence in Latin letters; null where too few words tell it. */
function latinLanguage(given: string, all: readonly string[]): Lang | null {
  // Where all is in capitals, they begin no names.
  const shouts = all.length >= LEAST_WORDS - 1 && given === given.toUpperCase();
  const chunk = shouts ? given.toLowerCase() : given;
  const words = shouts ? all.map((word) => word.toLowerCase()) : all;
  // A capital inside a sentence begins a name: Los Angeles is no Spanish.
  const small = words.filter((word, i) => i === 0 || word[0] === word[0]?.toLowerCase());
  const english = small.filter((word) => ENGLISH.has(word.toLowerCase()));
  const fallback = english.length > 0 ? 'en' : null;
  const foreign = words.filter((word, i) => isForeignWord(word, i === 0)).length;
  const own = english.filter((word) => !SHARED.has(word.toLowerCase())).length;
  const mayBeName = words[0] !== words[0]?.toLowerCase() && !isForeignWord(words[0] ?? '', true) ? 1 : 0;
  if (words.length > 1 && foreign > own && foreign * 2 >= small.length - english.length - mayBeName) {
    const told = reliable(chunk);
    return told === null || told === 'en' ? 'und' : told;
  }
  if (english.length * ENGLISH_ONE_IN >= words.length || isCode(chunk, words)) return fallback;
  return small.length < LEAST_WORDS ? fallback : (reliable(chunk) ?? fallback);
}

function reliable(chunk: string): Lang | null {
  const { language, isReliable } = guessLanguage(chunk);
  return isReliable && language !== '' ? language : null;
}

function isCode(chunk: string, words: readonly string[]): boolean {
  return (chunk.match(CODE)?.length ?? 0) * CODE_ONE_IN > words.length;
}

/** Running text, no list of names or code: most words begin small, and sentences end. */
function isProse(text: string): boolean {
  const words = text.match(/\p{L}+/gu) ?? [];
  const small = words.filter((word) => word[0] === word[0]?.toLowerCase()).length;
  return small > words.length * 0.6 && /[a-z\u00c0-\u024f]\.(?:\s|$)/.test(text) && !isCode(text, words);
}

/** How many words, in lower case, are such as every few words of English hold. */
export function commonEnglish(words: readonly string[]): number {
  return words.filter((word) => ENGLISH.has(word)).length;
}
