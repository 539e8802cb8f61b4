import type { Lang } from '../../model/lang.ts';
import { detectLang } from '../../reading/detect-lang.ts';
import { splitThinkTags } from '../../reading/think-tags.ts';
import type { Item } from '../classifier.ts';
import { findInjection, type Injection } from '../injection.ts';
import { neutralise, takeOut } from './fence.ts';
import { FORM_WORDS, flagsJsonSchema, judgeJsonSchema } from './judge-answers.ts';
import type { JudgeCall, JudgeOptions } from './judge-call.ts';
import { flagsQuestion, type JudgeQuestion, judgeQuestion, listedOf, type ShownText } from './judge-prompt.ts';
import { TAKEN_OUT } from './quote-tokens.ts';
import { windowsOf } from './windows.ts';

/** One window of a text as a judge is asked about it. */
export interface PreparedWindow {
  readonly shown: ShownText;
  /** Where it begins in the text. */
  readonly offset: number;
  readonly question: JudgeQuestion;
  readonly call: JudgeCall;
  readonly flagsQuestion: JudgeQuestion | null;
  readonly flagsCall: JudgeCall | null;
}

/** A text made ready for a judge. */
export interface Preparation {
  readonly item: Item;
  /** Neutralised, without leaked reasoning, and with what speaks to whoever judges taken out; offsets are those of the item's text less `start`. */
  readonly text: string;
  /** Where it begins in the item's text. */
  readonly start: number;
  readonly leaked: boolean;
  readonly lang: Lang;
  readonly injection: Injection;
  /** null: too long; empty: nothing is left to read. */
  readonly windows: readonly PreparedWindow[] | null;
}

/** Makes a text ready; the item's probe is used where it has one. */
export function prepareText(
  item: Item,
  { quoteLength, flags = false }: Pick<JudgeOptions, 'quoteLength' | 'flags'>,
): Preparation {
  const { start: begin, tags } = splitThinkTags(item.of === 'response' ? item.text : '');
  const start = item.of === 'response' ? begin : 0;
  const whole = item.text.slice(start);
  const injection = findInjection(whole, FORM_WORDS);
  const text = takeOut(neutralise(whole), injection.spans);
  const lang = item.lang ?? detectLang(item.prompt ?? text);
  const { claims, facts } = listedOf(item);
  const isReadable = /[^\s\p{P}]/u.test(text.replaceAll(TAKEN_OUT, '')) || injection.spans.length === 0;
  const spans = isReadable ? windowsOf(text) : [];
  const windows = spans?.map((span, i): PreparedWindow => {
    const shown = { text: text.slice(span.start, span.end), n: i + 1, of: spans.length };
    const question = judgeQuestion(shown, item, lang);
    const second = flags ? flagsQuestion(shown, item, lang) : null;
    const bounds = quoteLength === null ? null : { seal: question.seal, quoteLength };
    const schema = judgeJsonSchema(claims.length, facts.length, bounds);
    return {
      shown,
      offset: span.start,
      question,
      call: { prompt: question.prompt, schema, purpose: 'first' },
      flagsQuestion: second,
      flagsCall: second === null ? null : { prompt: second.prompt, schema: flagsJsonSchema(bounds), purpose: 'flags' },
    };
  });
  return { item, text, start, leaked: tags !== null, lang, injection, windows: windows ?? null };
}
