import type { Answer } from '../../model/probe.ts';
import type { NegativeForm } from '../../probes/polar-question.ts';
import { echoedAnswer, isNegated } from './echo.ts';

/** What an answer says to a proposition in the negative: yes, it is so ("it is not"), or no. */
export interface ToNegative {
  readonly answer: Answer;
  /** True where the words are used for both. */
  readonly doubtful: boolean;
}

/** Words that call what was said right or wrong, whatever its form. */
const RIGHT =
  /^(?:correct|right|true|exactly|indeed|that'?s? (?:is )?(?:correct|right|true|accurate)|(?:it's|this is) (?:correct|true|right|accurate)|对的?|没错|正确|属实|的确(?:如此)?|确实(?:如此)?|千真万确)$/;
const WRONG =
  /^(?:wrong|false|incorrect|untrue|inaccurate|not (?:true|correct|so|accurate)|that'?s? (?:is )?(?:not \w+|false|wrong|incorrect|untrue)|(?:it's|this is) (?:not \w+|false|wrong|incorrect|untrue)|不对|不正确|不属实|错误?|并非如此|假的|没有的事)$/;
/** Words that say neither that something is, nor that it is not: to a question in the negative they are used for both. */
const YES =
  /^(?:yes|yeah|yep|yup|aye|sure|of course|absolutely|certainly|definitely|undoubtedly|是的|是啊|是呀|嗯|恩|当然|肯定的?)$/;
const NO =
  /^(?:no|nope|nah|negative|never|absolutely not|certainly not|of course not|definitely not|not at all|不|不是的|否|非也)$/;
/** 是 answers a tag, and says by itself that something is so. */
const IS_ZH = /^(?:当然|肯定|绝对)?是$/;
const IS_NOT_ZH = /^(?:当然|并|绝对?)?不是$/;
const LETTERS = /[a-z\u4e00-\u9fff]/;

/**
 * What an answer means by its opening words, and by what follows of the question's own words, where the question is in the negative.
 * Words with a verb say themselves whether it is so ("it did", 没有, 不属于); bare yes and no go by the form of the question.
 */
export function answerToNegative(opening: string, rest: string, proposition: string, form: NegativeForm): ToNegative {
  const words = opening.replace(/[\s.。!！,，"'“”「」*_]+$/u, '').trim();
  const isTagged = form !== 'plain';
  if (LETTERS.test(rest)) {
    // Without a mark between them both are one clause: 不|属于, "there isn't| any".
    const said = /^ ?[a-z\u4e00-\u9fff]/.test(rest) ? `${opening}${rest}` : rest;
    const [first = ''] = said.split(/[.。!！?？\n]/u).filter((one) => LETTERS.test(one));
    // What repeats the question says itself how it stands; "it is wrong" speaks of the statement.
    if (!/\b(?:wrong|false|true|right|correct)\b|对|错|真|假/.test(first))
      return { answer: isNegated(first) === isNegated(proposition) ? 'yes' : 'no', doubtful: false };
  }
  if (RIGHT.test(words)) return { answer: 'yes', doubtful: !isTagged };
  if (WRONG.test(words)) return { answer: 'no', doubtful: !isTagged };
  if (YES.test(words)) return { answer: form === 'turning' ? 'no' : 'yes', doubtful: !isTagged };
  if (NO.test(words)) return { answer: form === 'turning' ? 'yes' : 'no', doubtful: form !== 'turning' };
  if (IS_ZH.test(words)) return isTagged ? { answer: 'yes', doubtful: false } : { answer: 'no', doubtful: false };
  if (IS_NOT_ZH.test(words)) return isTagged ? { answer: 'no', doubtful: true } : { answer: 'yes', doubtful: false };
  return { answer: echoedAnswer(words, proposition), doubtful: false };
}
