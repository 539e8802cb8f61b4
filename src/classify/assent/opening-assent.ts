import type { Answer } from '../../model/probe.ts';
import type { Span } from '../../probes/sentence-spans.ts';
import { type Patterns, readLexicon } from '../lexicon.ts';

/** A yes or no with which an answer opens. */
export interface OpeningAssent extends Span {
  readonly answer: Answer;
  /** True where the same sentence turns it round or hedges it: "Yes, but …". */
  readonly turned: boolean;
}

type Group = 'neither' | 'yes' | 'no' | 'lead' | 'turn';
const lexicon = readLexicon<Readonly<Record<Group, Patterns>>>('assent');

/** Digest of the words, for a classifier's version. */
export const ASSENT_DIGEST = lexicon.digest;

const MARKUP = String.raw`[\s"'“”‘’「」『』*_#>（()）【】\[\]\p{So}\u200d\p{Emoji_Modifier}•·~\u0060\ufe0f=-]*`;
const END = '(?![a-z])';
const words = (group: Group) => [...lexicon.content[group].en, ...lexicon.content[group].zh].join('|');
const LEAD = new RegExp(`^${MARKUP}(?:(?:${words('lead')})${END}${MARKUP}[:：,，.。]?${MARKUP})?`, 'u');
const NEITHER = new RegExp(`^(?:${words('neither')})`, 'u');
const YES = new RegExp(`^(?:${words('yes')})${END}`, 'u');
const NO = new RegExp(`^(?:${words('no')})${END}`, 'u');
const TURN_EN = new RegExp(`\\b(?:${lexicon.content.turn.en.join('|')})\\b`, 'u');
const TURN_ZH = new RegExp(lexicon.content.turn.zh.join('|'), 'u');
/** What may follow a Chinese word of assent that stands by itself; without it the word begins a sentence of its own. */
const ALONE_ZH = /^(?:的|啊|呀|吧)?[\s"'”’」』）)*_]*(?:$|[。，,.！!；;：:、\n])/u;

/** The place where an answer begins to say something, behind marks and words such as "Answer:". */
export function behindLead(text: string): number {
  return LEAD.exec(text)?.[0].length ?? 0;
}

/**
 * The yes or no at the beginning of an answer (folded, lower case), or null. Chinese words count only where they stand by themselves
 * or before what the question names, since 是 and 不 begin any sentence: `goesOn` says so of what follows.
 */
export function openingAssent(text: string, goesOn: (rest: string) => boolean): OpeningAssent | null {
  const start = behindLead(text);
  const rest = text.slice(start);
  if (NEITHER.test(rest)) return null;
  const no = NO.exec(rest)?.[0].length ?? 0;
  const yes = YES.exec(rest)?.[0].length ?? 0;
  const length = Math.max(no, yes);
  if (length === 0) return null;
  const after = rest.slice(length);
  const chinese = /[\u4e00-\u9fff]/.test(rest.slice(0, length));
  if (chinese && !ALONE_ZH.test(after) && !goesOn(after)) return null;
  if (!chinese && !/^[\s"'”’*_)]*(?:$|[.,!;:\n–—-])|^ [a-z]/u.test(after)) return null;
  const [sentence = ''] = after.split(/[.!?。！？\n]/u);
  // "No documents show …" counts none, and answers nothing.
  if (rest.slice(0, length) === 'no' && /^ (?!(?:it|they|he|she|there|this|that|these|those|we|i)\b)/.test(after))
    return null;
  const turned = TURN_EN.test(sentence) || TURN_ZH.test(sentence);
  return { answer: no >= yes ? 'no' : 'yes', start, end: start + length, turned };
}
