import type { Lang } from '../model/lang.ts';

/** Words that stand in nearly every sentence of a language and hardly in one of another. */
const COMMON_WORDS: Readonly<Record<Lang, string>> = {
  en: 'a an yes so the of and to is that for it was as by with are on not this from or be have has an at which their its you we but can they his her been were will would there also more these such other what who when my your if all about does did i he she no into than then because could should how any some',
  de: 'der das und nicht ist ein eine einen einem mit von zu den dem des sich auch auf für sind wird wurde wurden dass oder aber nach bei über durch haben kann als wie zur zum nur noch unter gegen',
  fr: 'le les des du et est une un que qui dans pour pas sur avec sont plus ce cette ces par au aux ne il elle nous vous leur été être ont mais ou où comme entre la de',
  es: 'el los las del y que en un una por con para se su al lo como más pero sus este esta sí fue son está han la de es también sobre entre',
  pt: 'os da do das dos que em um uma por com para não na nos mais mas ao foi são está pelo pela também sobre entre é de e',
  it: 'il gli di del della dei delle che in un una è per con non si sono nel nella al alla come più ma anche ha sulla tra',
  nl: 'het een en van te dat niet zijn op aan met voor er maar om hem dan wat dit zo door ze zich bij ook tot je uit wordt werd naar deze de',
  sv: 'och att det som en på är av för med inte till har ett var jag om från vid eller också',
  da: 'og er det at en til på som af ikke med den har ikke et fra eller også blev vi',
  pl: 'nie się jest że jak za od przez ale są oraz w i na z do to po dla był która które',
  cs: 'je se že na v s do pro jako ale byl které nebo také podle jsou a',
  ro: 'și în la nu cu pe este că din un sunt de care pentru o mai fost',
  hu: 'a az és hogy nem egy is van volt meg ez mint vagy csak',
  fi: 'ja on ei se että oli myös kun ovat mutta tai kuin',
  tr: 've bir bu için ile da olarak olan daha çok gibi kadar değil olduğu ancak hem en sonra',
  id: 'yang dan di untuk dengan ini itu dari dalam tidak pada adalah akan juga oleh sebagai ke atau bahwa telah',
  vi: 'là và của có không được cho trong với các một những này để người đã việc về từ',
  tl: 'ang ng mga ay hindi ito si para sa na at may kung',
  sw: 'ya wa kwa ni katika na la za hii kama',
  hr: 'je se na da su za od nije i u koji kao ili ali bi',
  lt: 'ir yra kad iš su ne bet kaip buvo',
};
/** Yes and no of other languages, where nothing else tells one. */
const SINGLE = new Set(
  'oui non ja nein nee sí sim não nao da tak nie ne evet hayır không tidak iya si nej hayir jo igen nem'.split(' '),
);
const WORD_LANGS = new Map<string, Lang[]>();
for (const [lang, words] of Object.entries(COMMON_WORDS))
  for (const word of new Set(words.split(' '))) WORD_LANGS.set(word, [...(WORD_LANGS.get(word) ?? []), lang]);

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
const FOREIGN = /[\u0370-\u1dff\u3040-\u31ff\uac00-\ud7af\ufb50-\ufeff]/;
/** Letters of a syllable's or word's sign count for as many Latin ones. */
const WIDE = 2.5;
const HAN = /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/g;
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
  const read = text.length > READ * 2 ? `${text.slice(0, READ)}\n${text.slice(-READ)}` : text;
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
      const lang = latinLanguage(words);
      if (lang === null) unknown.push(...words);
      else add(lang, latin);
    }
  }
  const [most] = [...sizes].sort((a, b) => b[1] - a[1]);
  if (most !== undefined)
    return carried(sizes) ? ((sizes.get('en') ?? 0) > (sizes.get('zh') ?? 0) ? 'en' : 'zh') : unmeasuredMost(sizes);
  if (unknown.length === 1 && SINGLE.has((unknown[0] ?? '').toLowerCase())) return 'und';
  return unknown.length >= UNKNOWN_FROM && isProse(text) ? 'und' : null;
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

/** The language of a sentence in Latin letters by its common words; null where there are too few. */
function latinLanguage(words: readonly string[]): Lang | null {
  const hits = new Map<Lang, number>();
  for (const [i, written] of words.entries()) {
    const word = written.toLowerCase();
    // A capital inside a sentence begins a name: Los Angeles is no Spanish.
    if (i > 0 && word[0] !== written[0]) continue;
    for (const lang of WORD_LANGS.get(word) ?? []) hits.set(lang, (hits.get(lang) ?? 0) + 1);
  }
  const english = hits.get('en') ?? 0;
  hits.delete('en');
  const [other] = [...hits].sort((a, b) => b[1] - a[1]);
  const strange = other?.[1] ?? 0;
  if (other !== undefined && strange > english * 1.5 && strange >= Math.max(2, words.length / 8)) return other[0];
  return english > 0 ? 'en' : null;
}

/** Running text, no list of names or code: most words begin small, and sentences end. */
function isProse(text: string): boolean {
  const words = text.match(/\p{L}+/gu) ?? [];
  const small = words.filter((word) => word[0] === word[0]?.toLowerCase()).length;
  return small > words.length * 0.6 && /[a-z\u00c0-\u024f]\.(?:\s|$)/.test(text) && !/[{};=<>]/.test(text);
}
