import type { Lang } from '../model/lang.ts';
import { countLetters } from './letter-counts.ts';

/**
 * A guess for texts that do not say their language: Chinese in either script by its commonest characters, English where
 * there is hardly any Han, and `und` for other scripts.
 */
export function detectLang(text: string): Lang {
  const { han, latin, kana, traditional, simplified } = countLetters(text);
  if (kana > han / 10) return han > latin / 4 ? 'ja' : 'en';
  if (han > 0 && han * 4 >= latin) return traditional > simplified ? 'zh-Hant' : 'zh-Hans';
  return latin > 0 || text.trim() === '' ? 'en' : 'und';
}
