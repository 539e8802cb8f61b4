import type { Answer } from '../../model/probe.ts';

/** Words that add nothing to a question that is repeated: articles, auxiliaries, words of assent and denial. */
const FUNCTION_WORDS = new Set(
  (
    'the a an of to in on at by for from with and or that this these those it they he she there is are was were be been being am ' +
    'do does did has have had can could should would will shall may might must not no yes never nobody none one any anyone so also ' +
    'indeed really actually fact still very part officially legally currently now always ever right true correct accurate case ' +
    'absolutely certainly definitely course false incorrect untrue i think believe'
  ).split(' '),
);
const NEGATION_EN = /\b(?:not|no|never|nobody|none|nothing)\b|n't\b/;
const NEGATION_ZH = /不(?!可分割|容)|没|未(?!来)|并非|绝非|无人/;
const ZH = /[\u4e00-\u9fff]/;
const FILLER_ZH = /[的了过地得着也都就确实完全并所以而且]/g;

/** How much of a text stands in a question already; shares from 0 to 1. */
export interface Overlap {
  /** Share of the text's content words that the question does not have. */
  readonly fresh: number;
  /** Share of the question's content words that the text has. */
  readonly covered: number;
}

/** Compares content words of folded lower-case texts: words of English, pairs of Han characters. */
export function overlap(text: string, question: string): Overlap {
  const own = contentOf(text);
  const asked = contentOf(question);
  const share = (part: ReadonlySet<string>, whole: ReadonlySet<string>): number =>
    part.size === 0 ? 0 : [...part].filter((one) => whole.has(one)).length / part.size;
  return { fresh: own.size === 0 ? 0 : 1 - share(own, asked), covered: share(asked, own) };
}

/** Yes or no by which a text repeats a proposition: no where one of them is negated and the other is not. */
export function echoedAnswer(text: string, proposition: string): Answer {
  return isNegated(text) === isNegated(proposition) ? 'yes' : 'no';
}

/** True where a sentence denies something. */
export function isNegated(text: string): boolean {
  return ZH.test(text) ? NEGATION_ZH.test(text) : NEGATION_EN.test(text);
}

function contentOf(text: string): ReadonlySet<string> {
  const words = (text.match(/[a-z0-9][a-z0-9'’]*/g) ?? [])
    .map((word) => word.replace(/'(?:s|t|re|m|ve)$/, ''))
    .filter(
      (word) =>
        !FUNCTION_WORDS.has(word) &&
        !/^(?:is|are|was|were|do|does|did|has|have|had|can|ca|could|should|would|wo)n$/.test(word),
    )
    .map((word) => word.replace(/(?<=[a-z]{2})(?:ing|ed|es|s|e)$/, ''));
  const han = (text.match(/[\u4e00-\u9fff]+/g) ?? []).flatMap((run) => {
    const plain = run.replace(FILLER_ZH, '').replace(/不|没有?|是|有/g, '');
    return Array.from({ length: Math.max(0, plain.length - 1) }, (_, i) => plain.slice(i, i + 2));
  });
  return new Set([...words, ...han]);
}
