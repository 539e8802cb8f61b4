import type { FilterSide } from '../model/delivery.ts';

/** How a host says that it withheld a prompt or an answer in the body of a failed call. */
interface FilterSignal {
  readonly host: string;
  /** Found anywhere in the raw body, or in the message where there is none. Codes alone where no request mistake shares them. */
  readonly pattern: RegExp;
  /** Must stand in the body too: for codes that are too short to mean anything by themselves. */
  readonly beside?: RegExp;
  /** The side, where the signal itself does not tell it by `output`. */
  readonly side: FilterSide;
  /** Found in the body, it means that the answer was withheld. */
  readonly output?: RegExp;
  /** Where the host, or who met it, writes it down; read 2026-11-30 where no other day is given. */
  readonly source: string;
}

const OUTPUT_WORDS = /\boutput\b|\bgenerated (?:content|text)\b/i;
const code = (codes: string): RegExp =>
  new RegExp(`"(?:code|error_code|errorCode)\\\\?"\\s*:\\s*\\\\?"?(?:${codes})\\b`);

/**
 * Filters of hosts as seen or documented. A host may use one code for filters and for mistakes (DeepSeek's
 * `invalid_request_error`): there the message decides. Routers hand such bodies on inside their own.
 */
const FILTER_SIGNALS: readonly FilterSignal[] = [
  {
    host: 'DeepSeek',
    pattern: /Content Exists Risk/i,
    side: 'input',
    source: 'github.com/deepseek-ai/DeepSeek-V2 issue 30; deepseek-ai/awesome-deepseek-integration issue 13',
  },
  {
    host: 'DashScope',
    pattern:
      /data_inspection_failed|DataInspectionFailed|(?:Input|Output)(?: text| image)? data may contain inappropriate content/i,
    side: 'input',
    output: /\bOutput(?: text| image)? data\b/i,
    source: 'https://www.alibabacloud.com/help/en/model-studio/error-code',
  },
  {
    host: 'Alibaba Bailian 1.0',
    pattern: code('10000[89]'),
    side: 'input',
    output: code('100009'),
    source: 'https://help.aliyun.com/document_detail/2593384.html',
  },
  {
    host: 'Volcengine Ark',
    pattern:
      /\b(?:Input|Output)(?:Text|Image|Video|Audio)(?:SensitiveContentDetected|RiskDetection)\b|\bSensitiveContentDetected\b|violates ContentSecurityDetection|"code\\?"\s*:\s*\\?"(?:ContentFilter|ContentRiskBlocked)/,
    side: 'input',
    output: /\bOutput(?:Text|Image|Video|Audio)(?:SensitiveContentDetected|RiskDetection)|output text (?:may|includes)/,
    source: 'https://www.volcengine.com/docs/82379/1299023; https://www.volcengine.com/docs/82379/1099476',
  },
  {
    host: 'Moonshot Kimi',
    pattern: /rejected because it was considered high risk|"type\\?"\s*:\s*\\?"content_filter/i,
    side: 'input',
    output: OUTPUT_WORDS,
    source: 'https://platform.kimi.com/docs/api/errors',
  },
  {
    host: 'Zhipu / Z.ai',
    pattern: /"code\\?"\s*:\s*\\?"?1301\b|系统检测到输入或生成内容可能包含不安全或敏感内容/,
    side: 'input',
    output: /"role\\?"\s*:\s*\\?"assistant/,
    source: 'https://docs.bigmodel.cn/cn/api/api-code',
  },
  {
    host: 'MiniMax',
    pattern: /input new_sensitive|output new_sensitive|\((?:1026|1027)\)|"status_code"\s*:\s*"?102[67]\b/i,
    side: 'input',
    output: /output new_sensitive|1027/i,
    source: 'https://platform.minimax.io/docs/api-reference/errorcode.md',
  },
  {
    host: 'Baidu Qianfan',
    pattern: /"need_clear_history\\?"\s*:\s*true/,
    side: 'input',
    source: 'https://cloud.baidu.com/doc/WENXINWORKSHOP/s/clntwmv7t',
  },
  {
    host: 'iFlytek Spark',
    pattern: code('10013|10014|10019|10021|10022'),
    beside: /"sid\\?"|api_error|xfyun|iflytek|spark|审核|敏感|违规|sensitive|audit/i,
    side: 'input',
    output: code('10014|10022'),
    source: 'https://www.xfyun.cn/doc/spark/接口说明.html',
  },
  {
    host: 'Tencent Hunyuan',
    pattern: /"ModerationLevel\\?"\s*:\s*\\?"?1\b|"FinishReason\\?"\s*:\s*\\?"sensitive/,
    side: 'input',
    output: /"FinishReason\\?"\s*:\s*\\?"sensitive/,
    source: 'https://cloud.tencent.com/document/api/1729/101836',
  },
  {
    host: 'StepFun',
    pattern: /censorship_blocked|machine outputted is blocked/i,
    side: 'input',
    source: 'https://platform.stepfun.com/docs/zh/guide/exception',
  },
  {
    host: 'Huawei ModelArts',
    pattern: /ModelArts\.81011|(?:Input|Output) text May contain sensitive information/i,
    side: 'input',
    output: /\bOutput text\b/i,
    source: 'https://support.huaweicloud.com/intl/en-us/usermanual-maas-modelarts/maas-modelarts-0080.html',
  },
  {
    host: 'Azure OpenAI',
    pattern:
      /ResponsibleAIPolicyViolation|"code\\?"\s*:\s*\\?"content_filter\\?"|content_policy_violation|content management policy/i,
    side: 'input',
    source:
      'https://learn.microsoft.com/azure/ai-services/openai/concepts/content-filter; openai/openai-agents-python issue 806',
  },
  {
    host: 'OpenAI',
    pattern: /flagged as potentially violating|"code\\?"\s*:\s*\\?"(?:cyber_policy|bio_policy)/i,
    side: 'input',
    source: 'message of the service, as reported',
  },
  {
    host: 'Amazon Bedrock',
    pattern: /"amazon-bedrock-guardrailAction\\?"\s*:\s*\\?"(?:GUARDRAIL_)?INTERVENED|guardrail_intervened/i,
    side: 'input',
    output: /"output(?:s|Assessments)?\\?"\s*:\s*[[{]/,
    source: 'https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html',
  },
  {
    host: 'OpenRouter',
    pattern:
      /"flagged_input\\?"|requires moderation|Request blocked:|guardrail|permission_denied\b.*\bblock|"(?:code|type|error_type)\\?"\s*:\s*\\?"(?:refusal|guardrail[a-z_]*)\\?"/i,
    side: 'input',
    output: /output (?:was )?flagged|Output flagged|"flagged_output/,
    source: 'https://openrouter.ai/docs/api_reference/errors-and-debugging',
  },
  {
    host: 'new-api / one-api',
    pattern:
      /sensitive_words_detected|input contains sensitive words|"code\\?"\s*:\s*\\?"(?:prompt_blocked|violation_fee)/i,
    side: 'input',
    source: 'github.com/QuantumNous/new-api pull request 5521',
  },
  {
    host: 'xAI',
    pattern: /SAFETY_CHECK_TYPE_|Content violates usage guidelines/i,
    side: 'input',
    source: 'github.com/UKGovernmentBEIS/inspect_ai pull request 2267',
  },
  {
    host: 'ZenMux',
    pattern: /"(?:code|type)\\?"\s*:\s*\\?"safety_check_failed/i,
    side: 'input',
    source: 'https://docs.zenmux.ai/guide/advanced/error-codes.html',
  },
  {
    host: 'Anthropic',
    pattern: /blocked by content filtering policy/i,
    side: 'output',
    source: 'github.com/anthropics/claude-code issue 46546',
  },
  {
    host: 'Google Gemini',
    pattern:
      /PROHIBITED_CONTENT|"block(?:ed)?_?Reason\\?"\s*:\s*\\?"(?!BLOCK(?:ED)?_REASON)|blocked (?:due to|by) safety/i,
    side: 'input',
    source: 'https://docs.cloud.google.com/vertex-ai/generative-ai/docs/multimodal/process-blocked-responses',
  },
  {
    host: 'Cohere',
    pattern: /ERROR_TOXIC|\bblocked output\b/,
    side: 'output',
    source: 'https://docs.cohere.com/reference/chat',
  },
  {
    host: 'Yandex',
    pattern: /ALTERNATIVE_STATUS_CONTENT_FILTER/,
    side: 'output',
    source: 'github.com/yandex-cloud/cloudapi yandex/cloud/ai/foundation_models/v1/text_common.proto',
  },
  {
    host: 'other',
    pattern:
      /"(?:code|type)\\?"\s*:\s*\\?"(?:content_filter(?:ed)?|content_policy|moderation_blocked|sensitive|content_blocked|content_violation)\\?"/i,
    side: 'input',
    output: OUTPUT_WORDS,
    source: 'the same code in other hands',
  },
];

/** The filter was out of order and withheld nothing (Ark's `ContentSecurityDetectionError`, Azure's `content_filter_error`). */
const FILTER_DOWN = /ContentSecurityDetectionError|content_filter_error/;

/** A filter that spoke in a body: the host whose words they are, and the side. null: no filter did. */
export function filterInBody(body: string): { readonly host: string; readonly side: FilterSide } | null {
  if (FILTER_DOWN.test(body)) return null;
  for (const { host, pattern, beside, side, output } of FILTER_SIGNALS) {
    if (!pattern.test(body) || beside?.test(body) === false) continue;
    return { host, side: output?.test(body) === true ? 'output' : side };
  }
  return null;
}
