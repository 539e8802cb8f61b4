import type { Lang } from '../model/lang.ts';

const TRADITIONAL = /[這個們來時會為國說對還沒開問關於從與後實樣體點無將當動過發長門東車語話請認讓總黨權統獨灣學麼]/gu;
const SIMPLIFIED = /[这个们来时会为国说对还没开问关于从与后实样体点无将当动过发长门东车语话请认让总党权统独湾学么]/gu;

/**
 * A guess for texts that do not say their language: Chinese in either script by its commonest characters, English where
 * there is hardly any Han, and `und` for other scripts.
 */
export function detectLang(text: string): Lang {
  const han = count(text, /\p{Script=Han}/gu);
  const latin = count(text, /\p{Script=Latin}/gu);
  if (count(text, /[\p{Script=Hiragana}\p{Script=Katakana}]/gu) > han / 10) return han > latin / 4 ? 'ja' : 'en';
  if (han > 0 && han * 4 >= latin) return count(text, TRADITIONAL) > count(text, SIMPLIFIED) ? 'zh-Hant' : 'zh-Hans';
  return latin > 0 || text.trim() === '' ? 'en' : 'und';
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
