import type { LANGS, Lang } from './lang.ts';

const NAMES = {
  en: 'English',
  'zh-Hans': 'Simplified Chinese',
  'zh-Hant': 'Traditional Chinese',
} as const satisfies Readonly<Record<(typeof LANGS)[number], string>>;

/** A language's name in English, or its tag. */
export function languageName(lang: Lang): string {
  const names: Readonly<Record<string, string>> = NAMES;
  return names[lang] ?? lang;
}
