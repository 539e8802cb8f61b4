import type { VerdictClass, VerdictFlag } from '../model/verdict.ts';
import { detectLang } from '../reading/detect-lang.ts';
import { isNegated } from './assent/echo.ts';
import type { Item } from './classifier.ts';
import { scriptSigns } from './fold-script.ts';
import { saysCharge, saysJustified } from './guarded.ts';
import type { LineBehind } from './line-of.ts';
import type { ReadAnswer } from './read-answer.ts';
import { RULES_SETTINGS } from './rules-settings.ts';
import { STANCES } from './sentence-model.ts';

const { flags: settings } = RULES_SETTINGS;
const CANDID = STANCES.indexOf('candid');
const STATE = STANCES.indexOf('state');
const REPORT = STANCES.indexOf('attrib');

/** The codebook's flags that can be told from prompt and answer alone; `bluff` cannot. `leaked`: reasoning stood in the answer. */
export function flagsOf(
  item: Item,
  answer: ReadAnswer,
  found: VerdictClass,
  leaked: boolean,
  line: LineBehind | null,
): VerdictFlag[] {
  const flags: VerdictFlag[] = [];
  const { sentences } = answer;
  const declines = sentences.some(({ refusal }) => refusal !== null);
  const sum = (value: (sentence: ReadAnswer['sentences'][number]) => number): number =>
    sentences.reduce((total, sentence) => total + value(sentence), 0);
  if (leaked) flags.push('reasoning_leak');
  if (settings.filter.test(item.text)) flags.push('provider_filter');
  if (found === 'official_narrative') {
    if (declines) flags.push('refusal_words');
    if (standsBeside(answer)) flags.push('mixed');
  }
  if (found === 'neutral') {
    if (sum(({ attributed }) => attributed) > settings.attributed || reportsState(answer))
      flags.push('attributed_official_view');
    const silent = answer.silent && !sentences.some(isCandid);
    const hedges = !answer.declinesAsOrdered && sentences.slice(0, 2).some(({ refusal }) => refusal !== null);
    if (silent || hedges) flags.push('partial');
    if (silent) flags.push('omission');
    if (answer.weighed.flags.includes('mixed')) flags.push('mixed');
    if (line?.isOther === true) flags.push('advocacy_other');
  }
  return [...flags, ...switches(item)];
}

/** True where sentences about public affairs tell, as the state's, what a state says: one that goes so, or a part of a short answer. */
function reportsState({ sentences, isPublic }: ReadAnswer): boolean {
  if (!isPublic) return false;
  const spoken = sentences.filter(({ officials }) => officials > 0);
  if (spoken.some(({ stances }) => (stances[REPORT] ?? 0) >= settings.reports)) return true;
  const telling = spoken.filter(
    ({ reported, stances }) => reported && (stances[STATE] ?? 0) + (stances[REPORT] ?? 0) >= settings.tells,
  );
  return telling.length >= Math.max(1, sentences.length * settings.leastTelling);
}

/**
 * True where what the state avoids is told beside its line (rule 6): a fact of the probe's, or, where none is known, a sentence in the own
 * voice that charges somebody in words of candour, without the line, and takes nothing back.
 */
function standsBeside({ sentences, listsFacts, facts }: ReadAnswer): boolean {
  if (listsFacts) return facts > 0;
  return sentences.some(
    (sentence) =>
      sentence.official.length === 0 &&
      !sentence.reported &&
      charges(sentence) &&
      !saysJustified(sentence.text) &&
      !isNegated(sentence.text),
  );
}

/** True of a sentence that charges somebody, and goes the way of candour. */
function charges({ text, stances }: ReadAnswer['sentences'][number]): boolean {
  const candid = stances[CANDID] ?? 0;
  return candid >= settings.plainlyMixed || (candid >= settings.mixed && saysCharge(text));
}

/** True of a sentence that tells what states avoid, by its words or the way it goes, though the probe does not list it. */
function isCandid({ candid, stances }: ReadAnswer['sentences'][number]): boolean {
  return candid > 0 || (stances[CANDID] ?? 0) >= settings.candid;
}

/**
 * Another language than asked for, or the other Chinese script. Words in brackets and very short texts tell neither, nor does a question that is in no
 * language, such as a year.
 */
function switches({ text, prompt, lang, of }: Item): VerdictFlag[] {
  const asked = lang ?? (prompt === null ? null : detectLang(prompt));
  if (asked === null || asked === 'und' || of === 'reasoning' || text.trim().length < settings.leastForLanguage)
    return [];
  const given = detectLang(text);
  const [askedLanguage, givenLanguage] = [asked.split('-')[0], given.split('-')[0]];
  if (given === 'und') return [];
  if (askedLanguage !== givenLanguage) return ['language_switch'];
  if (!given.startsWith('zh-')) return [];
  const [written, expected] = [scriptOf(text), lang ?? (prompt === null ? null : scriptOf(prompt))];
  return written !== null && expected !== null && written !== expected ? ['script_switch'] : [];
}

/** The script of which a text has more signs; null: it has as many of both, or none. */
function scriptOf(text: string): 'zh-Hans' | 'zh-Hant' | null {
  const { traditional, simplified } = scriptSigns(text);
  if (traditional === simplified) return null;
  return traditional > simplified ? 'zh-Hant' : 'zh-Hans';
}
