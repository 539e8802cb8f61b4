import type { FilterSide } from '../model/delivery.ts';
import { errorWords } from './error-words.ts';

/** Words that can only speak of what was asked or answered. */
const STRONG = new RegExp(
  [
    '(?:sensitive|inappropriate|prohibited|unsafe|harmful|risky|illegal|objectionable|disallowed|offensive|forbidden|non-?compliant)[ _-](?:or \\w+ )?(?:content|words?|information|topics?|text|material|input|output|prompt|speech)',
    '(?:content|text|input|output|prompt|message|question|query|request|response|answer)\\b[^.{}]{0,60}\\b(?:is|was|were|been|are|be|contains?|includes?|considered|deemed|as|has|have|may contain)\\b[^.{}]{0,30}\\b(?:sensitive|inappropriate|prohibited|unsafe|harmful|risky|high[- ]risk|at risk|objectionable|disallowed|offensive|illegal content|censored|moderated|non-?compliant)\\b',
    '(?:content|text|input|output|prompt|question|answer)s? (?:did not|didn.t|failed to|has not|does not|could not) (?:pass|comply with|clear|meet)[^.{}]{0,40}(?:inspection|review|audit|moderation|check|screening|polic|guideline|rule|regulation|requirement)',
    '(?:violat\\w*|breach\\w*|against|contravenes?)\\b[^.{}]{0,40}(?:content|safety|usage|community|acceptable use|moderation)[ _-](?:polic\\w+|guidelines?|rules?|standards?)',
    'content[ _-](?:polic\\w+|filter\\w*|moderation|inspection|safety|security|violation|risk|review|audit|censorship)[ _-]?(?:violat\\w+|fail\\w+|block\\w+|reject\\w+|trigger\\w+|flag\\w+|hit|detected|error)?',
    'data[ _-]inspection|(?:content|text|prompt|input|output)[^.{}]{0,40}\\b(?:inspected|moderated|censored|flagged)\\b|(?:flagged|blocked|rejected|intercepted|stopped)\\b[^.{}]{0,40}\\b(?:by|due to|because of)\\b[^.{}]{0,30}\\b(?:moderation|safety|filter|risk|sensitiv|censor|inspection|content)',
    '敏感(?:内容|內容|词|詞|信息|資訊|话题|話題|字|资料)|(?:内容|內容|输入|輸入|输出|輸出|提问|问题|文本)[^。{}]{0,20}(?:敏感|违规|違規|违法|風險|风险|不合规|不當|不当|审核|審核)|(?:违规|違規|违法|违禁|不当|不良|涉政)(?:内容|內容|信息|资讯)|(?:内容|內容)(?:安全|审核|審核|风控)|(?:未|没有|沒有)通过?[^。{}]{0,10}(?:审核|審核|安全)',
    'запрещ[её]нн[а-яё]+ (?:контент|содерж|тем)|不適切な(?:内容|コンテンツ)|유해한? ?(?:콘텐츠|내용)|contenido (?:sensible|inapropiado|prohibido)|contenu (?:sensible|inappropri|interdit)',
  ].join('|'),
  'i',
);
/** Words that speak of it, if nothing else in the message says otherwise. */
const WEAK =
  /\b(?:moderation|censor\w*|risk[ _-]?control|high[- ]risk|safety (?:check|filter|system|polic\w+|review|reasons?)|usage (?:polic\w+|guidelines)|inspection|flagged|(?:questions?|prompts?|content|topics?|answer\w*|respond\w*|discuss\w*)\b[^{}]{0,80}\b(?:local|applicable|relevant|national) (?:laws?|regulations?)|topics? (?:that |which )?(?:may not|cannot|can not|must not) be discussed)\b|法律法规|法律法規|敏感|违规|違規|风控|風控|审核|審核|涉政|屏蔽|拦截/i;
/** What makes it a mistake of the request or the account, whatever else is said. */
const NEVER =
  /case[- ]?(?:in)?sensitive|大小写|sensitive to\b|(?:sensitive|prohibited|forbidden|disallowed|unsafe|illegal|restricted|offensive|inappropriate)[ _](?:request )?(?:parameter|field|argument|header|key|value|property|option|character|method|operation|model|port|protocol)s?\b|content[- ]type|\b(?:account|organi[sz]ation|user|project)\b[^.{}]{0,40}\b(?:suspended|deactivated|banned|disabled|terminated|frozen|closed)\b|\b(?:suspended|deactivated|banned|disabled) (?:account|organi[sz]ation|user|project)|账[号户][^。{}]{0,12}(?:封禁|停用|冻结|禁用)|(?:敏感|非法|禁用)(?:参数|字段)|(?:api|access|secret)[ _-]?key|insufficient|余额|欠费|rate[ _-]limit|too many requests|context length|大小寫/i;
/** What makes it one where only weak words speak for a filter. */
const OTHERWISE =
  /\b(?:balance|quota|billing|credit|max_(?:completion_)?tokens|unsupported|parameters?|params?|schema|json|field|header|permission|unauthori[sz]ed|authenticat\w*|account|organi[sz]ation|project|subscription|region|country|IP|verif\w+|suspended|banned|model)\b|密钥|额度|参数|模型|实名|账[号户]|地区|权限/i;

/** A filter told by a body's words alone, and the side they name. */
export interface FilterByWords {
  readonly side: FilterSide | null;
}

/** Statuses under which a service refuses a request for what it says. */
const REFUSING = new Set([400, 403, 406, 409, 422, 451]);

/**
 * A filter of a host that no table has, by its words: the message of a refused request speaks of sensitive, risky, prohibited or inspected content. null:
 * it does not, or speaks of case, keys, accounts and parameters. `status` null: it came under a good status. HTTP 451 always is one (RFC 7725).
 */
export function filterByWords(status: number | null, body: string): FilterByWords | null {
  const words = errorWords(body);
  const refusing = status === null || status < 300 || REFUSING.has(status);
  // Codes are words too: `input_rejected_by_moderation`.
  const spaced = words.replaceAll('_', ' ');
  const strong = STRONG.test(words) && !NEVER.test(words) && (refusing || status >= 500);
  const weak = refusing && WEAK.test(spaced) && !NEVER.test(words) && !OTHERWISE.test(words);
  if (status !== 451 && !strong && !weak) return null;
  const output =
    /\b(?:output|outputted|response|answer|generated|completion|reply)\b|生成|输出|輸出|回答|回复|回復/i.test(words);
  const input = /\b(?:input|prompt|request|question|query|message)\b|输入|輸入|提问|问题|請求|请求/i.test(words);
  return { side: output === input ? null : output ? 'output' : 'input' };
}
