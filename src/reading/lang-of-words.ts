import { type Lang, normalizeLang } from '../model/lang.ts';

/** The language that a collector names, and whether it is one that is known; an unknown word stays as it is. */
export interface NamedLang {
  readonly lang: Lang;
  readonly known: boolean;
}

/** Names in which people write languages' names. */
const SPOKEN = ['en', 'zh-Hans', 'zh-Hant', 'de', 'fr', 'es', 'pt', 'it', 'ja', 'ko', 'ru'] as const;
/** Words of a script or place beside the name of Chinese. */
const TRADITIONAL = /trad|繁|正體|正体|hant|taiwan|台[湾灣]|臺灣|hong\s*kong|香港|macau?o?|澳[门門]|\b(?:tw|hk|mo)\b/i;
const SIMPLIFIED = /simpl|简|簡|hans|mainland|china\b|prc|大陆|大陸|singapore|新加坡|\b(?:cn|sg)\b/i;
const CHINESE =
  /chinese|mandarin|中文|汉语|漢語|普通话|普通話|国语|國語|华语|華語|putonghua|chinois|chinesisch|chino\b|китайский|中国語/i;
/** Codes of countries, and of libraries, that people write for a language. */
const ALSO: Readonly<Record<string, Lang>> = {
  cn: 'zh-Hans',
  chn: 'zh-Hans',
  chs: 'zh-Hans',
  cht: 'zh-Hant',
  twn: 'zh-Hant',
  us: 'en',
  gb: 'en',
};

const CANTONESE = /cantonese|广东话|廣東話|粤语|粵語/i;

let englishNames: Intl.DisplayNames | null = null;
let names: ReadonlyMap<string, Lang> | null = null;

/**
 * Reads a tag (`zh-TW`, `zho`, `eng_Latn`) or a name in words (`Chinese (Simplified)`, `English`, `繁體中文`). Chinese without a script is simplified. `uk`
 * and `tw` are tags of their own (Ukrainian, Twi), so that they stay what they are.
 */
export function langOfWords(words: string): NamedLang {
  const text = words.trim();
  const before = read.get(text);
  if (before !== undefined) return before;
  const named = readWords(text);
  if (read.size < MOST_KEPT) read.set(text, named);
  return named;
}

/** What was read before: a column holds few words, many times. */
const read = new Map<string, NamedLang>();
const MOST_KEPT = 1000;

function readWords(text: string): NamedLang {
  const usual = normalizeLang(text);
  const certain = (lang: Lang): NamedLang => ({ lang, known: true });
  if (usual === 'en' || usual === 'und' || usual.startsWith('zh-Han')) return certain(usual);
  if (CANTONESE.test(text)) return certain('yue');
  if (CHINESE.test(text) || /^zh\b/i.test(text)) {
    if (TRADITIONAL.test(text) && !SIMPLIFIED.test(text)) return certain('zh-Hant');
    if (!/^zh\b/i.test(text) || SIMPLIFIED.test(text)) return certain('zh-Hans');
  }
  if (/^(?:简体|簡體|simplified)$/i.test(text)) return certain('zh-Hans');
  if (/^(?:繁体|繁體|traditional)$/i.test(text)) return certain('zh-Hant');
  const also = ALSO[text.toLowerCase()];
  if (also !== undefined) return certain(also);
  const bare = text.replace(/[(（[].*$/s, '');
  return ofTag(text) ?? ofTag(bare.trim()) ?? ofName(text) ?? ofName(bare) ?? { lang: usual, known: false };
}

function ofName(name: string): NamedLang | null {
  if (/^(?:american|british|us|uk)\s+english$/i.test(name)) return { lang: 'en', known: true };
  names ??= namesOfLanguages();
  const lang = names.get(plain(name));
  return lang === undefined ? null : { lang, known: true };
}

/** A tag by the platform's own tables, which know ISO 639-2 and -3 and the scripts of places; null: it is none. */
function ofTag(text: string): NamedLang | null {
  // A locale as systems write it: en_US.UTF-8.
  const tag = text.replace(/[.@].*$/, '').replaceAll('_', '-');
  if (!/^[A-Za-z]{2,3}(?:-[A-Za-z\d]{1,8})*$/.test(tag)) return null;
  let locale: Intl.Locale;
  try {
    locale = new Intl.Locale(tag);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
  const { language } = locale;
  if (englishNameOf(language) === undefined) return null;
  const { script } = locale.maximize();
  if (language === 'zh') return { lang: script === 'Hant' ? 'zh-Hant' : 'zh-Hans', known: true };
  if (language === 'en') return { lang: 'en', known: true };
  // Data sets of translations name the script with every language: deu_Latn.
  const isUsual = /^[A-Za-z]{3}-[A-Za-z]{4}$/.test(tag) && script === new Intl.Locale(language).maximize().script;
  return { lang: isUsual ? language : locale.toString(), known: true };
}

/** The platform's name of a language; its table is opened when the first tag is asked for. */
function englishNameOf(tag: string): string | undefined {
  englishNames ??= new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
  return englishNames.of(tag);
}

/** Languages with a tag of two letters, by their names in the languages that people mostly write them in. */
function namesOfLanguages(): ReadonlyMap<string, Lang> {
  const found = new Map<string, Lang>();
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  const tags = letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((tag) => englishNameOf(tag) !== undefined);
  for (const shown of SPOKEN) {
    const display = new Intl.DisplayNames(shown, { type: 'language', fallback: 'none' });
    for (const tag of tags) {
      const name = display.of(tag);
      const lang = new Intl.Locale(tag).language;
      if (name !== undefined && !found.has(plain(name))) found.set(plain(name), lang);
    }
  }
  return found;
}

function plain(name: string): string {
  return name.trim().toLowerCase();
}
