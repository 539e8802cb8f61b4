import type { UnmarkedThought } from './labelled-thought.ts';

/** How far into a text, in UTF-16 code units, a sign of thought is looked for; a thought shows what it is at once. */
const REACH = 700;

/** Somebody talks to themselves. */
const MUSING = String.raw`(?:(?:okay|ok|alright|all right|hmm+|so|right|well|first(?: of all| off)?|now|wait|let me think(?: (?:about (?:this|that|it)|this through|carefully|step by step))*|let'?s think(?: (?:about this|step by step))*|let me see|let'?s see|got it|the task)[,.:!…—-]*\s+)`;
/** The asker is spoken of, as no answer speaks of them. */
const ASKER = `(?:the|this) (?:user|human|asker)(?:'s)?`;
const ASKS = String.raw`(?:(?:is|was|has|just|now|here|seems to be|might be|may be|probably|wants?|also|clearly|again)\s+){0,3}(?:ask(?:s|ed|ing)?|want(?:s|ed|ing)?|request(?:s|ed|ing)?|inquir(?:es|ed|ing)|query|queries|question|prompt|message|wonder(?:s|ing)|said|says|seek(?:s|ing)|would like|needs? (?:me|an answer)|is (?:curious|looking)|input|wants)\b`;
const OPENS_EN = new RegExp(
  String.raw`\s*${MUSING}{0,4}(?:${ASKER}|user(?='s (?:question|prompt)| (?:asks|wants|is asking))) *${ASKS}`,
  'iy',
);
const ACT = `(?:answer|respond|reply|produce|output|decide|figure out|comply|refuse|craft|parse|determine|think|consider|be careful|handle|tread|provide|write|check|recall|give|follow)`;
const MUSES_EN = new RegExp(
  String.raw`\s*(?:${MUSING}{1,4}|${MUSING}{0,4}(?:(?:we|i) (?:need|have|ought|should|must|can|are asked|'ve been asked)(?: to)? ${ACT}|i(?:'m| am) (?:being )?asked|let me (?:think|recall|consider|start|break|see)|let'?s (?:think|recall|consider|parse|break)))`,
  'iy',
);
/** "We" who are to answer: a model that talks to itself of its task. */
const WE_EN = new RegExp(
  String.raw`\s*${MUSING}{0,4}we (?:need|have|ought|should|must|are asked)(?: to)? ${ACT}`,
  'iy',
);
/** The asker in the third person, at the beginning of a clause. */
const ASKER_CUE_EN = new RegExp(
  String.raw`(?:^|[.!?,;\n]\s*|\b(?:so|that|because|what|if|since|as|and|but|how) )${ASKER} (?:\w+ )?${ASKS}`,
  'i',
);
/** What a thought says of its own answer. */
const SELF_CUE_EN = new RegExp(
  [
    String.raw`\b(?:is|are) (?:it|this|that|such content) (?:allowed|permitted|disallowed)\b|\bpolic(?:y|ies) (?:says?|allows?|forbids?|prohibits?|requires?|states?)\b|\b(?:the )?guidelines (?:say|tell|require|state|mean|forbid|instruct)\b|\b(?:system|developer) (?:prompt|message)\b`,
    String.raw`\b(?:we|i)(?: will|'ll| should| must| can| could| need to| have to| might) (?:\w+ )?(?:answer|respond|reply|refuse|comply|decline|draft|craft|produce|give a (?:short|brief|careful|neutral)|keep it|steer)\b|\blet'?s (?:answer|respond|craft|draft|produce|write|keep|decline|refuse)\b|\blet me (?:draft|craft|respond|answer|weigh|decline|phrase|formulate|consider)\b`,
    String.raw`\b(?:my|the) (?:final )?(?:answer|response|reply) (?:should|must|needs|has) |\bthe assistant (?:should|must|needs)`,
  ].join('|'),
  'i',
);

const OPENS_ZH =
  /\s*(?:(?:好的?|嗯+|唔|首先|那么|那麼|现在|現在|让我(?:先)?(?:想想|想一想|思考一下|来分析一下|看看)|讓我(?:先)?(?:想想|想一想|思考一下)|我(?:先)?(?:来|來)?(?:想想|分析一下|看看))[，,。：:…！!\s]*){0,4}(?:我(?:现在|現在)?(?:需要|要|得)(?:先)?(?:处理|處理|回答|回应|回應|考虑|考慮|分析|看看|思考)(?:一下)?)?(?:这个|這個|该|該|这位|這位|当前|當前|，)?(?:用户|用戶|使用者|提问者|提問者)(?:(?:现在|現在|这次|這次|刚才|剛才|又|可能|似乎|明确|在|正在|是|主要|直接)){0,3}(?:的(?:问题|問題|提问|提問|请求|請求|意思|意图|意圖|需求|输入|輸入)|问|問|提问|提問|询问|詢問|想(?:知道|了解|瞭解|让我|讓我|要|问|問)|要求我?|让我|讓我|希望我?|请求|請求|请我|請我|提出|提到|发来|發來|说|說|输入|輸入)/y;
const MUSES_ZH =
  /\s*(?:(?:好的?|嗯+|唔|首先|让我|讓我)[，,。：:…！!\s]*){0,3}(?:(?:我|我们|我們)(?:现在|現在)?(?:需要|要|得|应该|應該|必须|必須)(?:先|仔细|仔細|谨慎|謹慎|认真|認真)?(?:地)?(?:回答|回应|回應|考虑|考慮|思考|判断|判斷|处理|處理|分析|想)|(?:让我|讓我)(?:先)?(?:想|思考|分析|回忆|回憶))/y;
const ASKER_CUE_ZH =
  /(?:用户|用戶|使用者|提问者|提問者)(?:的(?:问题|問題|提问|提問|请求|請求)|(?:在|是在|可能|想|是想)?(?:问|問|询问|詢問|想知道|要求|想了解|希望我))/;
const SELF_CUE_ZH =
  /(?:我|我们|我們)(?:应该|應該|应当|應當|必须|必須|需要|得|要|决定|決定|还是|還是)(?:直接|婉拒|礼貌|禮貌|谨慎|謹慎|先|按|避免)?(?:地)?(?:拒绝|拒絕|回答|回应|回應|回避|迴避|遵守|婉拒|作答|怎样|怎樣|考虑|考慮)|(?:应|應|要|该|該)拒(?:绝|絕|答)|怎样回答|怎樣回答/;
/** What a thought comes to before the answer. */
const DECIDES =
  /\b(?:so|thus|therefore|i'll|i will|i should|i must|i need to|i can|we should|we'll|we must|we can|let me|let's|need to|must|should|draft|respond|answer|decline|refus\w*|reply|comply|output)\b|所以|因此|应该|應該|应当|應當|需要|决定|決定|拒绝|拒絕|回答|回应|回應|婉拒|拒答|必须|必須|可以这样|可以這樣|我会|我會/i;

/**
 * A thought without any mark: it opens by speaking of the asker or of how to answer, as answers do not. Its answer is told where the last
 * paragraph that thinks comes to a decision and a paragraph follows that no longer does; else `answer` is null. null: no such opening.
 */
export function bareThoughtAt(text: string, from: number): UnmarkedThought | null {
  const head = text.slice(from, from + REACH);
  if (!opensThought(head)) return null;
  const paragraphs = Array.from(text.slice(from).matchAll(/\S(?:[^\n]|\n(?![ \t]*\n))*/g), ({ index, 0: words }) => ({
    at: from + index,
    words,
  }));
  const last = paragraphs.findLastIndex(({ words }, i) => i === 0 || thinks(words));
  const closing = paragraphs[last];
  const answer = paragraphs[last + 1];
  if (closing === undefined || answer === undefined || !DECIDES.test(closing.words.slice(-240)))
    return { answer: null, trace: '', notation: 'bare' };
  return { answer: answer.at, trace: text.slice(from, answer.at), notation: 'bare' };
}

function opensThought(head: string): boolean {
  const lead = (pattern: RegExp): number | null => {
    pattern.lastIndex = 0;
    return pattern.test(head) ? pattern.lastIndex : null;
  };
  if (lead(OPENS_EN) !== null || lead(OPENS_ZH) !== null) return true;
  if (lead(MUSES_EN) !== null && ASKER_CUE_EN.test(head)) return true;
  const task = lead(WE_EN);
  if (task !== null && SELF_CUE_EN.test(head.slice(task))) return true;
  return lead(MUSES_ZH) !== null && ASKER_CUE_ZH.test(head);
}

function thinks(words: string): boolean {
  return [ASKER_CUE_EN, SELF_CUE_EN, ASKER_CUE_ZH, SELF_CUE_ZH].some((cue) => cue.test(words));
}
