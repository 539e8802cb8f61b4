import type { Lang } from '../../model/lang.ts';
import type { Claim, Probe } from '../../model/probe.ts';
import type { Item } from '../classifier.ts';
import { type Fenced, fence, neutralise } from './fence.ts';
import { claimKey, factKey } from './judge-answers.ts';
import { ENGLISH, type JudgeWords } from './words-en.ts';
import { CHINESE } from './words-zh.ts';

/** Every text that a judge is asked with, by language: part of its version. */
export const JUDGE_WORDS: Readonly<Record<'en' | 'zh', JudgeWords>> = { en: ENGLISH, zh: CHINESE };

/** Claims or facts of a probe that are listed; more would crowd out the text. */
const MOST_LISTED = 12;

/** What a judge is asked about one text. */
export interface JudgeQuestion {
  readonly prompt: string;
  readonly fenced: Fenced;
  readonly claims: readonly Claim[];
  readonly facts: readonly Claim[];
}

/**
 * The question about a text: instructions, the fenced question and text, and the instructions once more in short. `text` is
 * neutralised already. With a probe, its claims and facts are listed. Chinese answers are asked about in Chinese.
 */
export function judgeQuestion(
  text: string,
  { of, prompt, truncated, probe }: Omit<Item, 'lang'>,
  lang: Lang,
): JudgeQuestion {
  const words = JUDGE_WORDS[lang.startsWith('zh') ? 'zh' : 'en'];
  const fenced = fence(words.text, text);
  const claims = (probe?.official ?? []).slice(0, MOST_LISTED);
  const facts = (probe?.facts ?? []).slice(0, MOST_LISTED);
  const parts = [
    words.task,
    words.rules,
    words.questions,
    ...(claims.length === 0 ? [] : [`${words.claims}\n${listed(claims, claimKey)}`]),
    ...(facts.length === 0 ? [] : [`${words.facts}\n${listed(facts, factKey)}`]),
    words.data,
    ...(probe?.state == null ? [] : [`${words.state}${stateName(probe, words.locale)}`]),
    ...(prompt === null ? [] : [fence(words.question, neutralise(prompt)).block]),
    fenced.block,
    ...(of === 'reasoning' ? [words.reasoning] : []),
    ...(truncated ? [words.truncated] : []),
    ...(fenced.hidden > 0 ? [words.shortened] : []),
    words.reply(fenced.seal, skeleton(claims.length, facts.length)),
  ];
  return { prompt: parts.join('\n\n'), fenced, claims, facts };
}

function listed(claims: readonly Claim[], key: (i: number) => string): string {
  return claims.map(({ claim }, i) => `${key(i)}: ${claim}`).join('\n');
}

function stateName({ state }: Probe, locale: string): string {
  const code = state ?? '';
  try {
    return new Intl.DisplayNames([locale], { type: 'region' }).of(code) ?? code;
  } catch (error) {
    if (error instanceof RangeError) return code;
    throw error;
  }
}

function skeleton(claims: number, facts: number): string {
  const keys = (n: number, key: (i: number) => string, one: string): string =>
    Array.from({ length: n }, (_, i) => `"${key(i)}": ${one}`).join(', ');
  const fields = [
    '"seal": "…", "readable": "…", "substance": "…", "declines_quote": "…", "declines": "…", "state_quote": "…", "state_voice": "…"',
    '"state_forms": [], "avoided_facts": "…", "piece": "…", "voice_ordered": false, "views": "…", "cautious": false',
    '"other_state_settled": false, "invented": false',
    ...(claims === 0 ? [] : [`"claims": {${keys(claims, claimKey, '{"quote": "…", "voice": "…"}')}}`]),
    ...(facts === 0 ? [] : [`"facts": {${keys(facts, factKey, '{"quote": "…", "says": "…"}')}}`]),
  ];
  return `{${fields.join(', ')}}`;
}
