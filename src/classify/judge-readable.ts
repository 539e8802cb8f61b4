import { LANGS } from '../model/lang.ts';
import { type ClassifierId, CODEBOOK_VERSION, type Verdict } from '../model/verdict.ts';
import { answerLanguage, mayBeForeign } from '../reading/answer-language.ts';
import { splitThinkTags } from '../reading/think-tags.ts';
import type { Item } from './classifier.ts';
import { readingText } from './reading-text.ts';

/** Languages in which the rules were measured (docs/classifier.md), without scripts. */
const MEASURED = new Set(LANGS.map((lang) => lang.split('-')[0]));

/**
 * A verdict on what a reader sees of a text. In a language in which the rules were not measured there is none (rule 20); what is hidden, or
 * addressed to whoever judges, is passed over and flagged (rule 21). Spans are those of the text as given.
 */
export function judgeReadable(item: Item, id: ClassifierId, judge: (item: Item) => Verdict): Verdict {
  const reading = readingText(item.text);
  const from = item.of === 'response' ? splitThinkTags(reading.text).start : 0;
  const answer = reading.text.slice(from);
  const lang = answerLanguage(answer);
  if (lang !== null && !MEASURED.has(lang)) return unmeasured(item, id, lang, reading.suspected);
  const verdict = judge({ ...item, text: reading.text });
  const { evidence } = verdict;
  const span = evidence === null ? null : reading.original(evidence);
  // Who reaches for the judge may have reached it, and a language that is only guessed at may not be one of those measured.
  const doubtful = reading.suspected || (lang !== 'en' && item.of === 'response' && mayBeForeign(answer));
  return {
    ...verdict,
    ...(doubtful && verdict.class !== null ? { unsure: true } : {}),
    flags: reading.suspected ? [...verdict.flags, 'injection_suspected'] : verdict.flags,
    evidence: span === null ? null : { ...span, text: item.text.slice(span.start, span.end) },
    codebook: CODEBOOK_VERSION,
  };
}

function unmeasured({ of, lang: asked }: Item, classifier: ClassifierId, lang: string, suspected: boolean): Verdict {
  const switched = of === 'response' && asked !== null && MEASURED.has(asked.split('-')[0]);
  const named = lang === 'und' ? 'a language that is not known here' : `the language ${lang}`;
  return {
    class: null,
    sub: null,
    flags: [
      'unmeasured_language',
      ...(switched ? (['language_switch'] as const) : []),
      ...(suspected ? (['injection_suspected'] as const) : []),
    ],
    of,
    confidence: null,
    evidence: null,
    classifier,
    codebook: CODEBOOK_VERSION,
    unjudged: true,
    note: `the text is in ${named}, in which these rules were not measured`,
  };
}
