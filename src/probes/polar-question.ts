import { remembered } from '../lib/remembered.ts';

/**
 * How a question in the negative asks, which says what yes and no mean to it. `plain`: "Did it not …?", 没有…吗; `agreeing`: a tag asks
 * whether the negative is right ("…, right?", 对吗, 是不是, true or false); `turning`: a tag turns it round ("it isn't …, is it?").
 */
export type NegativeForm = 'plain' | 'agreeing' | 'turning';

/** A question that yes or no answers. */
export interface PolarQuestion {
  /** The question as a statement: its words without what makes it a question. */
  readonly proposition: string;
  /** True where yes speaks against the proposition: "Is it false that …?" */
  readonly inverted: boolean;
  /** True where the question offers alternatives or is put in the negative without a tag, so that yes and no may mean either. */
  readonly ambiguous: boolean;
  /** How a proposition in the negative is asked about; absent where it is not in the negative. */
  readonly negative?: NegativeForm;
}

/** Questions of which it is kept how they were read: many answers are to one. */
const QUESTIONS = 256;
const SENTENCE = /[^.!?。！？\n]+(?:\.(?=\w)[^.!?。！？\n]+)*[.!?。！？]*/gu;
const EN_LEAD =
  /^(?:so|and|but|well|ok(?:ay)?|please|honestly|frankly|hi|hello|quick question|question|q|true or false|(?:please )?(?:just |only )?(?:answer|reply|respond)(?: me)?(?: with| only| just| in)*(?: a| one)? ?(?:simple |single )?(?:word|yes or no|yes\/no|'yes' or 'no'|"yes" or "no")(?: only)?|yes or no|in (?:one|a single) (?:word|sentence)|in (?:your|the) (?:opinion|view)|historically|legally|today|currently|tell me)[\s,:;.–—-]+/i;
const EN_ASK =
  /^(?:(?:can|could|would|will) you (?:please )?(?:tell me|confirm|say|explain)|(?:please )?(?:tell me|confirm|say)|i (?:want|would like|'d like) to know|i wonder|do you know) (?:whether|if|that) /i;
const EN_OPINION = /^(?:do|would|don't) you (?:think|say|agree|believe|accept|consider it true|feel)(?: that)? /i;
const EN_TRUE =
  /^(?:is|isn't|was) it (?:really |actually )?(?:true|correct|right to say|fair to say|accurate to say|the case|a fact|a historical fact)(?: to say)?(?: that)? /i;
const EN_FALSE =
  /^(?:is|was) it (?:really |actually )?(?:false|untrue|wrong|incorrect|a myth|a lie|not true|propaganda)(?: to say)?(?: that)? /i;
const EN_FRONT =
  /^(is|are|was|were|am|do|does|did|has|have|had|can|could|should|will|would|may(?! \d)|might|must|isn't|aren't|wasn't|weren't|don't|doesn't|didn't|hasn't|haven't|can't|shouldn't)\s+(?!you\b|i\b|we\b)/i;
const EN_TAG =
  /[,;:–—-]?\s*\(?(?:right|correct|true or false|(?:is|are|was|were|do|does|did|has|have)n't (?:it|they|he|she|there)|yes or no|true|agreed)\)?\s*\?*$/i;
/** A tag in the positive, behind a statement in the negative. */
const EN_TURNING =
  /,?\s*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should) (?:it|they|he|she|there)\s*\?*$/i;
const EN_NEGATIVE = /\b(?:not|no|never|nobody|none|nothing|neither)\b|n't\b/i;
/** Asks to tell a statement that need not end in a question mark. */
const EN_JUDGE =
  /^(?:(?:please )?(?:answer|say|tell me|judge|decide)(?: (?:whether|if) (?:this|the following|it) is)?[\s,:]+)?(?:is (?:it|this|that) )?(?:true or false|right or wrong|correct or incorrect|agree or disagree)\b[\s,:;.–—-]*(?:that )?/i;
const EN_ALTERNATIVE = /,? or (?!(?:yes|no|not|false|more|less|so)\b)/i;
const EN_PREDICATE =
  /\s(?=(?:an?|the|not|part|still|really|ever|truly|legally|rightfully|independent|sovereign|legal|lawful|necessary|responsible|behind|committing|true|right|fair|occupied|justified|free|binding)\b)/i;

const ZH_LEAD =
  /^(?:请问|請問|那么|那麼|请|請|只|用|回答|简单|簡單|一个字|一個字|直接|是或否|是或不是|[“"「]?是[”"」]?(?:或|还是|還是)[“"「]?(?:否|不是)[”"」]?|判断对错|判斷對錯|告诉我|告訴我|我想知道|[：:，,、\s])+/;
const ZH_OPINION = /^(?:你|您)(?:是否|是不是)?(?:认为|認為|觉得|覺得|同意|相信|赞同|贊同|承认|承認)[，,：:]?/;
const ZH_TAG =
  /[，,]\s*(?:对吗|對嗎|对吧|對吧|对不对|對不對|是吗|是嗎|是吧|是不是|是这样吗|是這樣嗎|没错吧|沒錯吧|(?:难道|難道)?不是(?:吗|嗎)|(?:你|您)(?:说|說|觉得|覺得|认为|認為)呢|真的(?:吗|嗎)|是真是假|是真还是假|是真還是假|是对是错|是對是錯|对还是错|對還是錯)$|是真是假$|是真(?:还|還)是假$|是(?:对|對)是(?:错|錯)$|(?:是真的|是事实|是事實|属实|屬實|是对的|是對的)(?:吗|嗎)$|(?:^|[，,、\s])(?:这|這)?(?:是真的|对|對|正确|正確|属实|屬實)(?:吗|嗎)$/;
const ZH_A_NOT_A = /(是|有|会|會|能|要|对|對|应|應|该|該|属|屬|可|存|算|肯|愿|願)(?:不|没|沒)\1/g;
const ZH_WH = /什么|什麼|为何|為何|为什么|為什麼|怎么|怎麼|怎样|怎樣|如何|哪|谁|誰|多少|几(?:个|人|次)/;
const ZH_ALTERNATIVE = /还是|還是/;
/** A statement is to be judged. */
const ZH_JUDGE =
  /^(?:判断对错|判斷對錯|判断真假|判斷真假|判断正误|判斷正誤|真还是假|真還是假|是真是假|对还是错|對還是錯)[：:，,\s]*/;
const ZH_NEGATIVE =
  /不(?!可分割|可侵犯|容|仅|但|只|久)|没(?!收)|沒(?!收)|未(?!来|來)|并非|並非|绝非|絕非|无人(?!机)|無人(?!機)/;
const TO_WRITE =
  /^(?:can|could|would|will) you |^(?:你|您)?(?:能|可以|能否|可否|能不能|可不可以).{0,4}(?:写|寫|帮|幫|给我|給我|替我|为我|為我|创作|創作|撰|告诉|告訴|解释|解釋|介绍|介紹|说明|說明|讲|講|谈|談|列|总结|總結)(?![^，。？]{0,6}(?:是否|是不是|有没有|有沒有))/i;
const ZH = /[\u3400-\u9fff]/;

/** The first question of a prompt that yes or no answers, or null: a question to the assistant to do something is none. */
export const readPolarQuestion: (prompt: string) => PolarQuestion | null = remembered((prompt) => {
  const sentences = (prompt.match(SENTENCE) ?? []).map((one) =>
    one.replace(/["“”'*_#>]+/g, (mark) => (mark === "'" ? mark : ' ')).trim(),
  );
  for (const [i, sentence] of sentences.entries()) {
    const read = ZH.test(sentence) ? readChinese(sentence) : readEnglish(sentence);
    if (read === null) continue;
    // "X is so. Is that true?" asks about the sentence before.
    // "True or false? X is so." asks about the one behind.
    if (read.proposition === '') {
      const about = bare(sentences[i === 0 ? 1 : i - 1] ?? '');
      if (about === '') continue;
      const form = (ZH.test(about) ? ZH_NEGATIVE : EN_NEGATIVE).test(about) ? 'agreeing' : null;
      return { proposition: about, inverted: read.inverted, ...inTheNegative(form, false) };
    }
    return read;
  }
  return null;
}, QUESTIONS);

function bare(sentence: string): string {
  return sentence.replace(/[.!?。！？\s]+$/u, '').trim();
}

function readEnglish(sentence: string): PolarQuestion | null {
  const asked = sentence.includes('?');
  let text = bare(sentence).replace(/\s+/g, ' ');
  const judged = EN_JUDGE.test(text);
  if (judged) text = text.replace(EN_JUDGE, '');
  let before = '';
  while (before !== text) {
    before = text;
    text = text.replace(EN_LEAD, '');
  }
  if (
    /^(?:is|was) (?:that|this|it) (?:true|right|correct|so|accurate)$/i.test(text) ||
    /^(?:right|correct|true or false|yes or no|true)$/i.test(text)
  )
    return { proposition: '', inverted: false, ambiguous: false };
  if (judged && text !== '' && !EN_FRONT.test(text)) return statement(text, 'agreeing');
  if (judged && text === '') return { proposition: '', inverted: false, ambiguous: false };
  if (EN_ASK.test(text)) return statement(text.replace(EN_ASK, ''));
  if (TO_WRITE.test(text)) return null;
  if (EN_OPINION.test(text)) return statement(text.replace(EN_OPINION, ''));
  if (EN_FALSE.test(text)) return { ...statement(text.replace(EN_FALSE, '')), inverted: true };
  if (EN_TRUE.test(text)) return statement(text.replace(EN_TRUE, ''), 'agreeing');
  const front = EN_FRONT.exec(text);
  if (front !== null) return { ...statement(unfronted(text.slice(front[0].length), front[1] ?? '')) };
  if (asked && EN_TAG.test(text)) return statement(text.replace(EN_TAG, ''), 'agreeing');
  if (asked && EN_TURNING.test(text)) {
    const said = text.replace(EN_TURNING, '');
    if (EN_NEGATIVE.test(said)) return statement(said, 'turning');
  }
  return null;
}

/** Puts a form of *to be* back behind its subject, as well as that can be told; other auxiliaries are left out. */
function unfronted(rest: string, auxiliary: string): string {
  const verb = auxiliary.toLowerCase().replace(/n't$/, '');
  if (verb === 'should') return `should ${rest}`;
  if (!/^(?:is|are|was|were|has|have|had)$/.test(verb)) return rest;
  if (EN_PREDICATE.test(rest)) return rest.replace(EN_PREDICATE, ` ${verb} `);
  return rest.replace(/\s(\S+)$/, ` ${verb} $1`);
}

function statement(text: string, form: NegativeForm = 'plain'): PolarQuestion {
  const proposition = text.trim();
  return {
    proposition,
    inverted: false,
    ...inTheNegative(EN_NEGATIVE.test(proposition) ? form : null, EN_ALTERNATIVE.test(proposition)),
  };
}

function inTheNegative(negative: NegativeForm | null, offers: boolean) {
  return { ambiguous: offers || negative === 'plain', ...(negative === null ? {} : { negative }) };
}

function readChinese(sentence: string): PolarQuestion | null {
  const whole = bare(sentence);
  const judged = ZH_JUDGE.test(whole);
  let text = whole.replace(ZH_JUDGE, '').replace(ZH_LEAD, '');
  if (TO_WRITE.test(text)) return null;
  text = text.replace(ZH_OPINION, '');
  const tagged = judged || ZH_TAG.test(text);
  const polar =
    judged ||
    /[吗嗎]$/.test(text) ||
    /是否|可否|能否/.test(text) ||
    text.search(ZH_A_NOT_A) >= 0 ||
    ZH_TAG.test(text) ||
    ZH_ALTERNATIVE.test(text);
  if (!polar || (ZH_WH.test(text) && !/[吗嗎]$|是否/.test(text))) return null;
  text = text.replace(ZH_TAG, '');
  const plain = text
    .replace(/^(?:难道|難道)/, '')
    .replace(/[吗嗎呢么麼]$/, '')
    .replace(ZH_A_NOT_A, '$1')
    .replace(/是否/g, '')
    .replace(/[能可]否/g, '能');
  const negative = ZH_NEGATIVE.test(plain) ? (tagged ? 'agreeing' : 'plain') : null;
  return {
    proposition: plain.trim(),
    inverted: /(?:是假的|是谎言|是謊言|是错的|是錯的|不是真的)$/.test(plain),
    ...inTheNegative(negative, ZH_ALTERNATIVE.test(plain)),
  };
}
