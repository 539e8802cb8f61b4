import { sharesWords } from './shares-words.ts';

/** Longest text that is nothing but such a note. */
const LONGEST = 90;
/** Signs with which a text is blacked out. */
const MASK = /^(?=(?:\s*\S){3})(?:[*＊×✕█■▇▓▒░●◼⬛\s]+|(?:[xX]{4,}\s*)+)$/u;
/** What a note speaks of, and what became of it. */
const SUBJECT = String.raw`(?:(?:the|this|your|that|model|assistant|ai)\s+)*(?:response|answer|content|reply|message|output|text|completion|request|prompt|question)s?`;
const GONE = `(?:withheld|redacted|removed|blocked|deleted|hidden|censored|filtered|suppressed|intercepted|moderated|flagged|refused|declined|not available)`;
const BY = String.raw`(?:[\s,:;–—-]+(?:(?:out|away)\s+)?(?:by|due to|because of|for|under|as|per|reason|in line with)\b[\s:]*[^.!?\n]{1,50}|\s*[:(–—-]\s*[^.!?\n]{1,40}\)?)`;
const NOTE = new RegExp(String.raw`^(?:${SUBJECT}\s*(?:(?:has|have|was|were|is|been)\s+)*)?${GONE}${BY}?[.!]?$`, 'i');
/** Labels of a moderation, as programs write them. */
const LABEL =
  /^(?:<\|)?(?:content[ _-]?(?:filter(?:ed)?|blocked|violation|moderation|policy[ _-]?violation)|policy[ _-]?violation|safety[ _-]?(?:block(?:ed)?|violation|filter)|unsafe(?:[ _-]content)?|(?:politically[ _-])?sensitive(?:[ _-](?:content|topic|politics))?|HARM_CATEGORY_\w+|PROHIBITED_CONTENT|(?:flagged|moderation|blocked|verdict|label|category|risk)\s*[:=]\s*[\w ()_,/-]{2,40}|S\d{1,2}\s*[:：-]\s*[\w ,&-]{3,40})(?:\s*[:=]\s*(?:true|high|medium|low|\d(?:\.\d+)?))?(?:\|>)?[.!]?$/i;
const CHINESE_SUBJECT =
  '(?:此处|该条?|此条?|本条?|您的|你的)?(?:内容|回答|回复|回覆|答复|消息|讯息|信息|文本|输出|输入|提问|问题)';
const CHINESE_GONE = '(?:隐藏|屏蔽|遮蔽|封锁|封鎖|删除|移除|撤回|过滤|拦截|和谐|下架|打码|屏蔽处理)';
const CHINESE_NOTE = new RegExp(
  `^(?:${CHINESE_SUBJECT})?(?:因[^，。]{1,16}[，,]?)?(?:已经?|现已)?(?:被|遭|经)?[^，。]{0,8}?(?:已被?)?${CHINESE_GONE}[。！]?$|^${CHINESE_SUBJECT}?(?:不予|无法|不可)(?:显示|展示)[。！]?$`,
);
const CHINESE_LABEL =
  /^(?:(?:检测|侦测|识别)到)?(?:违规|涉政|敏感|违禁|有害|不当|政治敏感)(?:内容|信息|词|资讯|话题)?[。！]?$|^(?:内容)?(?:安全)?(?:审核|审查|审校)(?:结果)?(?:[:：]?(?:不通过|未通过|不合规|违规|拦截))(?:[:：][^。]{1,16})?[。！]?$/;
const SUBJECTS = new RegExp(`^(?:${SUBJECT}|${CHINESE_SUBJECT}|refused|declined)`, 'i');
const FILTER =
  /^s\d{1,2}\b|filter|moderat|polic(?:y|ies)|safety|harm_|prohibited|flagged|unsafe|violation|审核|审查|违规|敏感|涉政|过滤|拦截/i;
const BRACKETED = /^[[(（【《〈<{「『|]+(.*?)[\])）】》〉>}」』|]+[.。]?$/s;

/** What stands in place of a text that somebody took out. */
export interface WithheldNote {
  /** True where it says in a clause of its own that the answer was withheld; false for a bare word, a label or a mask, which may be anybody's. */
  readonly spoken: boolean;
  /** True where it names a filter, a moderation or a policy. */
  readonly byFilter: boolean;
}

/**
 * A note that an answer was taken out, which is the whole text: "[content removed]", "<blocked>", a label of a moderation, a mask of stars. null: it
 * is none. `text` and `asked` with Traditional characters folded. Words without brackets that the question has too are an answer to it.
 */
export function withheldNote(text: string, asked: string): WithheldNote | null {
  const bare = text.trim().replace(/^[*_`"“”]+(?=[^*_`"“”])|(?<=[^*_`"“”])[*_`"“”]+$/g, '');
  if (bare === '' || bare.length > LONGEST) return null;
  if (MASK.test(bare)) return { spoken: false, byFilter: false };
  const inner = BRACKETED.exec(bare)?.[1]?.trim();
  const words = inner ?? bare;
  const isNote = NOTE.test(words) || CHINESE_NOTE.test(words);
  if (!isNote && !LABEL.test(words) && !CHINESE_LABEL.test(words)) return null;
  const byFilter = FILTER.test(words);
  const spoken = isNote && SUBJECTS.test(words);
  if (
    inner === undefined &&
    (sharesWords(words.toLowerCase(), asked.toLowerCase()) || mayAnswer(words, spoken || byFilter))
  )
    return null;
  return { spoken, byFilter };
}

/** Without brackets what has neither a subject nor a filter in it may be an answer in a few words: only programs write it in capitals. */
function mayAnswer(words: string, isTold: boolean): boolean {
  return !isTold && (words !== words.toUpperCase() || /\p{Script=Han}/u.test(words));
}
