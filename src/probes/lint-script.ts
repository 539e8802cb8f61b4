import { simplifiedOnly, traditionalOnly } from './chinese-script.ts';
import { askedOf, type Finding, findingAt, type Linted, statementsOf } from './finding.ts';
import { foldString } from './fold-text.ts';
import { markParts } from './marks.ts';

const HAN = /\p{Script=Han}/u;

/** Questions that are not in the language or script that they are filed under. */
export function lintQuestionScript(linted: Linted): Finding[] {
  return askedOf(linted).flatMap(({ lang, text, path }) => {
    const message = scriptMistake(lang, text) ?? languageMistake(lang, text);
    return message === null ? [] : [findingAt(linted, path, 'script', 'error', message)];
  });
}

/** Marks that can never match, nearly always match, or stand twice. */
export function lintMarks(linted: Linted): Finding[] {
  return statementsOf(linted).flatMap(({ claim, path }) => {
    return Object.entries(claim.marks).flatMap(([lang, marks]) => {
      const seen = new Set<string>();
      return marks.flatMap((mark, index) => {
        const at = [...path, 'marks', lang, index];
        const never = neverMatches(lang, mark);
        if (never !== null) return [findingAt(linted, at, 'mark-never', 'error', never)];
        const key = foldString(mark).toLowerCase().replace(/\s+/g, ' ');
        if (seen.has(key))
          return [findingAt(linted, at, 'mark-twice', 'warning', `expected each mark once, got "${mark}" again`)];
        seen.add(key);
        const short = tooShort(mark);
        return short === null ? [] : [findingAt(linted, at, 'mark-short', 'warning', short)];
      });
    });
  });
}

function neverMatches(lang: string, mark: string): string | null {
  const parts = markParts(mark);
  if (parts.some((part) => foldString(part.replace(/\*$/, '')).trim() === '')) {
    return `expected words in every part of a mark, got "${mark}"`;
  }
  if (parts.some((part) => /[。！？\n]/.test(part) || /[.!?]\s/.test(part)) && parts.length > 1) {
    return `expected parts that stand in one sentence, got a sentence end in "${mark}"`;
  }
  if (/＆|\S&|&\S|^&|&$/.test(mark) && !/\p{L}&\p{L}/u.test(mark)) {
    return `expected " & " with a space on both sides between parts, got "${mark}"`;
  }
  if (parts.some((part) => /(?:^|\s)\*|\*\S/.test(part))) {
    return `expected * at the end of a word only, got "${mark}"`;
  }
  return scriptMistake(lang, mark) ?? (lang === 'en' && HAN.test(mark) ? `expected English, got "${mark}"` : null);
}

/** Characters that stand in nearly every Chinese text. */
const COMMON_HAN =
  /^[的一是不了在人有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於着下自之年]$/;

function tooShort(mark: string): string | null {
  const parts = markParts(mark);
  if (parts.length > 1) return null;
  const plain = (parts[0] ?? '').replace(/[^\p{L}\p{N}]/gu, '');
  const isShort = COMMON_HAN.test(plain) || (!HAN.test(plain) && plain.length < 2);
  return isShort ? `expected a mark that does not stand in every text, got "${mark}"` : null;
}

function scriptMistake(lang: string, text: string): string | null {
  if (lang === 'zh-Hans') {
    const found = traditionalOnly(text);
    return found.length === 0 ? null : `expected Simplified characters, got ${found.join('')} in "${text}"`;
  }
  if (lang === 'zh-Hant') {
    const found = simplifiedOnly(text);
    return found.length === 0 ? null : `expected Traditional characters, got ${found.join('')} in "${text}"`;
  }
  return null;
}

function languageMistake(lang: string, text: string): string | null {
  if (lang.startsWith('zh') && !HAN.test(text)) return `expected Chinese, got "${text}"`;
  if (lang === 'en' && HAN.test(text)) return `expected English, got "${text}"`;
  return null;
}
