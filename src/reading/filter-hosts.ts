import type { FilterSide } from '../model/delivery.ts';

/** How a host says that it withheld a prompt or an answer in the body of a failed call. */
interface FilterSignal {
  readonly host: string;
  /** Found anywhere in the raw body, or in the message where there is none. Codes alone where no request mistake shares them. */
  readonly pattern: RegExp;
  /** The side, where the signal itself does not tell it by `output`. */
  readonly side: FilterSide;
  /** Found in the body, it means that the answer was withheld. */
  readonly output?: RegExp;
}

const OUTPUT_WORDS = /\boutput\b|\bgenerated (?:content|text)\b/i;

/**
 * Filters of hosts as seen or documented. A host may use one code for filters and for mistakes (DeepSeek's
 * `invalid_request_error`): there the message decides. Routers hand such bodies on inside their own.
 */
const FILTER_SIGNALS: readonly FilterSignal[] = [
  { host: 'DeepSeek', pattern: /Content Exists Risk/i, side: 'input' },
  {
    host: 'DashScope',
    pattern:
      /data_inspection_failed|DataInspectionFailed|(?:Input|Output)(?: text| image)? data may contain inappropriate content/i,
    side: 'input',
    output: /\bOutput(?: text| image)? data\b/i,
  },
  {
    host: 'Alibaba Bailian 1.0',
    pattern: /"(?:code|error_code|errorCode)\\?"\s*:\s*\\?"?10000[89]\b/,
    side: 'input',
    output: /"(?:code|error_code|errorCode)\\?"\s*:\s*\\?"?100009\b/,
  },
  {
    host: 'Moonshot Kimi',
    pattern: /rejected because it was considered high risk|"type\\?"\s*:\s*\\?"content_filter/i,
    side: 'input',
    output: OUTPUT_WORDS,
  },
  {
    host: 'Zhipu / Z.ai',
    pattern: /"code\\?"\s*:\s*\\?"?1301\b|系统检测到输入或生成内容可能包含不安全或敏感内容/,
    side: 'input',
    output: /"role\\?"\s*:\s*\\?"assistant/,
  },
  {
    host: 'MiniMax',
    pattern: /input new_sensitive|output new_sensitive|\((?:1026|1027)\)|"status_code"\s*:\s*"?102[67]\b/i,
    side: 'input',
    output: /output new_sensitive|1027/i,
  },
  {
    host: 'Baidu ERNIE',
    pattern: /"need_clear_history\\?"\s*:\s*true/,
    side: 'input',
  },
  {
    host: 'Azure OpenAI',
    pattern:
      /ResponsibleAIPolicyViolation|"code\\?"\s*:\s*\\?"content_filter\\?"|content_policy_violation|content management policy/i,
    side: 'input',
  },
  {
    host: 'OpenRouter',
    pattern:
      /"flagged_input\\?"|requires moderation|Request blocked:|guardrail|permission_denied\b.*\bblock|"(?:code|type|error_type)\\?"\s*:\s*\\?"(?:refusal|guardrail[a-z_]*)\\?"/i,
    side: 'input',
    output: /output (?:was )?flagged|Output flagged|"flagged_output/,
  },
  { host: 'new-api / one-api', pattern: /sensitive_words_detected|input contains sensitive words/i, side: 'input' },
  { host: 'xAI', pattern: /SAFETY_CHECK_TYPE_|Content violates usage guidelines/i, side: 'input' },
  { host: 'Anthropic', pattern: /blocked by content filtering policy/i, side: 'output' },
  {
    host: 'Google Gemini',
    pattern: /PROHIBITED_CONTENT|"blockReason\\?"|blocked (?:due to|by) safety/i,
    side: 'input',
  },
  {
    host: 'other',
    pattern: /"(?:code|type)\\?"\s*:\s*\\?"(?:content_filter(?:ed)?|content_policy|moderation_blocked|sensitive)\\?"/i,
    side: 'input',
    output: OUTPUT_WORDS,
  },
];

/** A filter that spoke in a body: the host whose words they are, and the side. null: no filter did. */
export function filterInBody(body: string): { readonly host: string; readonly side: FilterSide } | null {
  for (const { host, pattern, side, output } of FILTER_SIGNALS) {
    if (pattern.test(body)) return { host, side: output?.test(body) === true ? 'output' : side };
  }
  return null;
}

/** Finish reasons by which a service says that it withheld or broke off an answer. */
export const FILTER_FINISHES: ReadonlySet<string> = new Set([
  ...['content_filter', 'sensitive', 'content_filtered', 'safety', 'prohibited_content', 'blocklist', 'spii'],
  ...['guardrail_intervened', 'moderation'],
]);

/**
 * A filter that spoke beside an answer under a good status: ERNIE's `need_clear_history` and `flag`, MiniMax's
 * `input_sensitive` and `output_sensitive`. Azure's `content_filter_error` (the filter was down) is none.
 */
export function filterInEnvelope(
  envelope: Readonly<Record<string, unknown>>,
): { host: string; side: FilterSide } | null {
  if (envelope.input_sensitive === true) return { host: 'MiniMax', side: 'input' };
  if (envelope.output_sensitive === true) return { host: 'MiniMax', side: 'output' };
  const flagged = typeof envelope.flag === 'number' && envelope.flag > 0;
  if (envelope.need_clear_history !== true && !flagged) return null;
  return { host: 'Baidu ERNIE', side: envelope.need_clear_history === true ? 'input' : 'output' };
}

/**
 * Sentences that services are known to put in place of an answer under a good status. The text alone does not say who
 * sent it, so they only raise a flag on hosted targets. Compared without spaces and punctuation.
 */
const CANNED_SENTENCES: readonly string[] = [
  "Sorry, that's beyond my current scope. Let's talk about something else.",
  "Sorry, I'm not sure how to approach this type of question yet. Let's chat about math, coding, and logic problems instead!",
  '你好，这个问题我暂时无法回答，让我们换个话题再聊聊吧。',
  '对不起，我还没有学会如何思考这类问题，我擅长数学、代码、逻辑类的题目，欢迎与我交流。',
  '抱歉，我还没学习到这方面的知识，如果你有其他的问题或者需要查找其他信息，我非常乐意帮助你。',
  '作为一个人工智能语言模型，我还没学习如何回答这个问题，您可以向我问一些其它的问题，我会尽力帮您解决的。',
  '尊敬的用户您好，让我们换个话题再聊聊吧。',
  '很抱歉，您的问题包含敏感内容，我无法回答。',
  'Content Security Warning: The input text data may contain inappropriate content.',
  'Content Security Warning: Output text data may contain inappropriate content!',
  'The response was filtered due to the prompt triggering content management policy.',
  'The request was rejected because it was considered high risk.',
];

const CANNED = new Set(CANNED_SENTENCES.map(bare));
const LONGEST_CANNED = Math.max(...CANNED_SENTENCES.map(({ length }) => length)) * 2;

/** True where a text is nothing but a sentence that filters are known to send. */
export function isCannedFilterText(text: string): boolean {
  return text.length <= LONGEST_CANNED && CANNED.has(bare(text));
}

function bare(text: string): string {
  return text.toLowerCase().replace(/[\s\p{P}\p{S}]/gu, '');
}
