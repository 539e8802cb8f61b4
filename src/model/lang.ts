/** The languages that the shipped probe sets and classifiers know. Other BCP 47 tags pass through untouched. */
export const LANGS = ['en', 'zh-Hans', 'zh-Hant'] as const;

/** A BCP 47 language tag, normalised by {@link normalizeLang}. */
export type Lang = string;

const HANS = new Set(['zh', 'zh-cn', 'zh-sg', 'zh-my', 'zh-hans', 'zh-hans-cn', 'cmn', 'cmn-hans']);
const HANT = new Set(['zh-tw', 'zh-hk', 'zh-mo', 'zh-hant', 'zh-hant-tw', 'zh-hant-hk', 'cmn-hant']);

/** `zh`, `zh-CN`, `zh_SG` become `zh-Hans`; `zh-TW`, `zh-HK`, `zh-MO` become `zh-Hant`; regions of English are dropped. */
export function normalizeLang(tag: string): Lang {
  const lower = tag.trim().replaceAll('_', '-').toLowerCase();
  if (HANS.has(lower)) return 'zh-Hans';
  if (HANT.has(lower)) return 'zh-Hant';
  if (lower === 'en' || lower.startsWith('en-')) return 'en';
  return tag.trim().replaceAll('_', '-');
}
