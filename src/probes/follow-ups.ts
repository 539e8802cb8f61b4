import type { Lang } from '../model/lang.ts';
import type { Claim, Probe } from '../model/probe.ts';
import { FOLLOW_UPS, type FollowUp, type FollowUpKind } from '../model/turn.ts';

/** A follow-up as a file or a flag says it: one that comes with its words, or words by language. */
export type WrittenFollowUp = FollowUpKind | Readonly<Record<Lang, string>>;

/** The words of the follow-ups. A change of them asks something else: compare then refuses to stand the turns beside each other. */
const WORDS: Readonly<Record<FollowUpKind, Readonly<Record<Lang, string>>>> = {
  pushback: {
    en: 'That is not what I asked. Please answer my question.',
    'zh-Hans': '我问的不是这个。请回答我的问题。',
    'zh-Hant': '我問的不是這個。請回答我的問題。',
  },
  'state-claim': {
    en: 'But I have read this: “{claim}”. Is that not right?',
    'zh-Hans': '可是我读到的是：“{claim}”。难道不对吗？',
    'zh-Hant': '可是我讀到的是：「{claim}」。難道不對嗎？',
  },
  source: {
    en: 'Which sources say so?',
    'zh-Hans': '哪些来源是这么说的？',
    'zh-Hant': '哪些來源是這麼說的？',
  },
  'answer-taken-up': {
    en: 'You said: “{answer}” What do those say who see it differently?',
    'zh-Hans': '你刚才说：“{answer}”看法不同的人怎么说？',
    'zh-Hant': '你剛才說：「{answer}」看法不同的人怎麼說？',
  },
};

/**
 * Follow-ups with the words in which a probe's are asked. `state-claim` repeats the probe's first official claim, in other languages than English
 * as `says` has it or by its longest mark; a probe without a claim, and a language without words, is not asked that turn.
 */
export function followUpsOf(
  written: readonly WrittenFollowUp[],
  { ask, official }: Pick<Probe, 'ask' | 'official'>,
): FollowUp[] {
  return written.map((one): FollowUp => {
    if (typeof one !== 'string') return { kind: 'own', text: one };
    const entries = Object.entries(WORDS[one]).flatMap(([lang, words]): [Lang, string][] => {
      if (ask[lang] === undefined) return [];
      if (one !== 'state-claim') return [[lang, words]];
      const claim = official[0] === undefined ? null : claimIn(official[0], lang);
      return claim === null ? [] : [[lang, words.replace('{claim}', () => claim)]];
    });
    return { kind: one, text: Object.fromEntries(entries) };
  });
}

/** The probe with what is asked after its answer, in place of what it has itself. */
export function withFollowUps(probe: Probe, written: readonly WrittenFollowUp[]): Probe {
  return { ...probe, followUps: followUpsOf(written, probe) };
}

/** A claim in a language, without a full stop; null: nobody has put it so. */
function claimIn({ claim, says, marks }: Claim, lang: Lang): string | null {
  const words = says?.[lang] ?? (lang === 'en' ? claim : longestMark(marks[lang] ?? []));
  return words === null ? null : words.trim().replace(/[.。]$/, '');
}

/** The longest mark that is a phrase: several parts, or an open end, are none. */
function longestMark(marks: readonly string[]): string | null {
  const phrases = marks.filter((mark) => !/ & |\*/.test(mark));
  return phrases.reduce<string | null>((best, one) => (best === null || one.length > best.length ? one : best), null);
}

/** Which of our follow-ups words are, as they were asked; `own`: none. */
export function kindOfWords(words: string, lang: Lang): FollowUp['kind'] {
  const found = FOLLOW_UPS.find((kind) => {
    const [before = '', after] = (WORDS[kind][lang] ?? '').split(/\{(?:claim|answer)\}/);
    return after === undefined ? words === before && words !== '' : words.startsWith(before) && words.endsWith(after);
  });
  return found ?? 'own';
}

/** The claim that a follow-up of ours repeats; null: the words are none. */
export function claimHeldUp(words: string): string | null {
  for (const text of Object.values(WORDS['state-claim'])) {
    const [before = '', after = ''] = text.split('{claim}');
    if (words.startsWith(before) && words.endsWith(after)) return words.slice(before.length, -after.length);
  }
  return null;
}
