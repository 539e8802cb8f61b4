import type { Lang } from './lang.ts';

const NAMES: Readonly<Record<string, string>> = {
  en: 'English',
  'zh-Hans': 'Simplified Chinese',
  'zh-Hant': 'Traditional Chinese',
};

/** A language's name in English, or its tag. */
export function languageName(lang: Lang): string {
  return NAMES[lang] ?? lang;
}
