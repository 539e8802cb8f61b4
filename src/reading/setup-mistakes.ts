/** Whom a mistake concerns: every call to the target, or this prompt alone. */
export type MistakeScope = 'target' | 'prompt';

/** A mistake in set-up or request that a server names in words. */
export interface SetupMistake {
  readonly scope: MistakeScope;
  /** For people: what to change. null: the server's words say it. */
  readonly hint: string | null;
}

interface Row extends SetupMistake {
  readonly words: RegExp;
  /** Too common to overrule a status of load (408, 429). */
  readonly weak?: true;
  /** Words beside which it is load, or something else. */
  readonly unless?: RegExp;
}

const BALANCE = 'the account has no balance or credit left: top it up, or use another key';
const QUOTA = 'a quota of the account is used up: wait until it is renewed, raise it, or use another key';
/** What to change where a path is wrong. */
export const ADDRESS = 'is baseURL right? Chat completions usually stand under an address that ends in /v1';
const SYSTEM = 'the model takes no system message: remove `system` from the target, or put its words into the prompts';
const CONTEXT =
  'prompt and answer do not fit the context: raise the context of the server (num_ctx) or lower max_tokens';

/** Words of load, which pass by themselves. */
const LOAD = /per[ _-]?minute|\b[TR]PM\b|\bQPS\b|concurren|并发|限流|频率/i;
const PER_PERIOD =
  /per[ _-]?day|this (?:week|month)|\btoday\b|billing (?:period|cycle)|\bdaily\b|\b[TR]PD\b|\bASPD\b|PerDay|per[ _-]?(?:month|week)|\b(?:monthly|weekly)\b|今日|当日|每日|每天|本月|每月/i;

/**
 * What servers say of mistakes that no repetition mends, whatever the status: OpenAI, DeepSeek, Moonshot, Zhipu (1113, 1304, 1308 to 1313),
 * DashScope, Ark, Qianfan, MiniMax (1008), SiliconFlow (30001), OpenRouter, Groq, Gemini, Together, Fireworks, vLLM, SGLang, llama.cpp,
 * LM Studio, Ollama, as their error pages and sources word them (read 2026-11-30). The first row that fits decides.
 */
const ROWS: readonly Row[] = [
  {
    words: /requires more credits, or fewer max_tokens|can only afford \d+/i,
    scope: 'target',
    hint: `${BALANCE}; a lower max_tokens may do`,
  },
  {
    words:
      /insufficient[ _-]+(?:account[ _-]+|user[ _-]+)?(?:balance|credits?|funds)|balance (?:is |was )?(?:insufficient|not enough|too low|exhausted)|INSUFFICIENT_BALANCE|insufficient_user_quota|(?:no|low|negative|zero)(?: remaining)? (?:balance|credits?\b)|credits? (?:(?:is|are|were|have been) )?(?:exhausted|used up|depleted)|out of credits?|credit balance is too low|Arrearage|in good standing|AccountOverdue|ServiceOverdue|overdue (?:balance|payment)|billing_not_active|payment[ _]required|余额不足|欠费|账户已?停用|请(?:先)?充值|額度不足|餘額不足|"status_code"\s*:\s*"?1008\b|"code\\?"\s*:\s*\\?"?(?:1113|30001)\b/i,
    scope: 'target',
    hint: BALANCE,
  },
  {
    words: /exceeded your current quota[^"{}]{0,20}(?:plan|billing)|current_quota_error/i,
    unless: /aliyun|alibabacloud|token-limit|Throttling|AllocationQuota|limit_requests/i,
    scope: 'target',
    hint: BALANCE,
  },
  {
    words:
      /free (?:tier|quota)|FreeTierOnly|free[- ]models?[- ]per[- ]day|billing_hard_limit|spending limit|(?:quota|allowance|额度|限额|用量|次数)[^"{}]{0,40}(?:used up|exhausted|depleted|已?用完|已?用尽|不足|上限)|SetLimitExceeded|QUOTA_USER_DAILY|usage limit (?:reached|exceeded)|"code\\?"\s*:\s*\\?"?(?:1304|1308|1309|1310|1311|1313)\b/i,
    scope: 'target',
    hint: QUOTA,
  },
  {
    words: new RegExp(
      `(?:limit|quota|requests?|tokens?|限额|上限|次数|额度)[^{}]{0,80}(?:${PER_PERIOD.source})|(?:${PER_PERIOD.source})[^{}]{0,80}(?:limit|quota|限额|上限|次数|额度)`,
      'i',
    ),
    scope: 'target',
    hint: QUOTA,
  },
  {
    words:
      /model_not_found|ModelNotFound|DeploymentNotFound|NotFoundError[^{}]*model|(?:model|模型)[ _-]?(?:`[^`]*`|'[^']*'|"[^"]*"|\\"[^"]*\\"|[\w./:-]+)?[ _-]*(?:is |was )?(?:not found|not exist|does not exist|doesn't exist|not available|不存在|未找到)|Model Not Exist|no such model|not found the model|unknown model|invalid[_ ]model|not a valid model|InvalidEndpointOrModel|ModelNotOpen|has not activated the model|model_decommissioned|has been (?:decommissioned|deprecated)|No endpoints found (?:for|matching)|Model\.AccessDenied|No models? (?:(?:with|by|of) (?:that|this) name )?(?:is |are )?loaded|model_not_loaded|model is required|"code\\?"\s*:\s*\\?"?(?:20012|1211)\b/i,
    scope: 'target',
    hint: 'the server does not serve that model: check `model` against its list',
  },
  {
    words:
      /invalid[ _]api[ _-]?key|incorrect api key|no auth credentials|authentication[ _](?:failed|error)|invalid[ _](?:authentication|token|credentials)|unauthorized|api key (?:not|is) (?:valid|found|missing)|密钥(?:无效|错误)|令牌(?:无效|错误|已过期)/i,
    scope: 'target',
    hint: 'check the key: apiKey in candor.yaml, or --api-key-env, names the variable that holds it',
  },
  {
    words:
      /\b(?:account|organi[sz]ation|project)\b[^.{}]{0,40}\b(?:suspended|deactivated|banned|disabled|terminated|frozen)\b|account_deactivated|账[号户][^。{}]{0,12}(?:封禁|停用|冻结|禁用)/i,
    scope: 'target',
    hint: 'the account is closed or suspended: ask its service, or use another',
  },
  {
    words:
      /\b(?:key|token|account|user|project|organi[sz]ation|team|you)\b[^.{}]{0,40}\b(?:(?:is |are )?not (?:allowed|permitted|authori[sz]ed|entitled) to|(?:do|does) not have (?:access|permission)|(?:has|have) no (?:access|permission))\b/i,
    scope: 'target',
    hint: 'the key may not use this model: ask for access, or use another key or model',
  },
  {
    words:
      /system (?:role|message|prompt|instruction)s?[^"{}]{0,40}not (?:be )?(?:supported|allowed|enabled)|(?:not|n't) support[^"{}]{0,40}(?:system role|'system'|"system"|\\"system\\"|system (?:message|prompt|instruction))|Developer instruction is not enabled|Only user,? (?:and )?assistant[^"{}]{0,40}roles? (?:are|is) supported|(?:不支持|不允许)[^"{}]{0,12}system|system[^"{}]{0,12}(?:不支持|不允许)/i,
    scope: 'target',
    hint: SYSTEM,
  },
  { words: /conversation roles must alternate/i, scope: 'target', hint: SYSTEM },
  {
    words:
      /exceed_context_size_error|context_length_exceeded|ContextWindowExceeded|(?:exceeds?|larger than|longer than|over(?:flows)?|beyond|greater than)[^"{}]{0,60}(?:context|max_model_len|maximum model length|maximum allowed length|token limit)|maximum context length|context (?:length|window|size)[^"{}]{0,60}(?:exceed|only|too small|limit)|prompt (?:is |was )?too (?:long|large)|too many (?:input )?tokens|tokens?_too_long|characters_too_long|input (?:length|is) (?:exceeds|too long)|Range of input length|must have less than \d+ tokens|`?inputs`? tokens \+ `?max_new_tokens|maximum number of tokens allowed|Current length is \d+ while limit is|longer than the context|cut the prompt|the prompt has \d+ tokens|超(?:出|过)[^"{}]{0,20}(?:上下文|长度|token)|Prompt 超长|"code\\?"\s*:\s*\\?"?1261\b/i,
    scope: 'prompt',
    hint: CONTEXT,
  },
  {
    words:
      /unexpected endpoint|invalid url|unrecognized request url|unknown (?:request )?url|404 page not found|File Not Found|Cannot (?:POST|GET) \/|no route matched|Resource not found|method not allowed|unsupported openapi method|unknown endpoint|no handler found|(?:JSON|page) that is no chat completion|\{"detail"\s*:\s*"Not Found"\}/i,
    scope: 'target',
    hint: ADDRESS,
  },
  {
    words:
      /No endpoints found that (?:can handle|support)|unsupported[_ ](?:parameter|value)|(?:unrecognized|unknown|unexpected|invalid|unsupported)[ _](?:request )?(?:argument|parameter|field|property|name)\b|extra_forbidden|extra (?:inputs|fields) (?:are )?not (?:permitted|allowed)|(?:parameter|argument|property|field)s? [^{}]{0,60}(?:not supported|unsupported|not allowed|is not permitted)|(?:not supported|unsupported) (?:with|on|by) this model|Cannot find field|does not support thinking|only support stream mode|parameter\.[a-z_]+ must be|must be passed back to the API|invalid temperature/i,
    scope: 'target',
    hint: 'take that field out of `params` or `body`, or give the value that the server names',
  },
  {
    words: /chat[ _-]?template|\bat row \d+, column \d+/i,
    weak: true,
    scope: 'target',
    hint: 'the server has no chat template for the model, or one that fails: give it one (vLLM, SGLang and llama-server: --chat-template)',
  },
  {
    words:
      /must be of type|Field '[^']+': |literal_error|float_parsing|int_parsing|validation errors?\b|parse_error|missing request body|list object has no element 0|executing \\?"[^"]*\\?" at <|can't evaluate field|Jinja Exception|TemplateError/i,
    weak: true,
    scope: 'target',
    hint: null,
  },
  { words: /invalid_request_error/i, weak: true, scope: 'prompt', hint: null },
];

const NUMBER = /\d[\d,]*/g;

/** The mistake that a server's words name; null: they name none, or speak of load. `loaded`: the status says load. */
export function setupMistakeIn(said: string, loaded: boolean): SetupMistake | null {
  for (const { words, weak, unless, scope, hint } of ROWS) {
    if ((loaded && weak === true) || !words.test(said) || unless?.test(said) === true) continue;
    if (hint === QUOTA && LOAD.test(said) && !PER_PERIOD.test(said)) continue;
    if (hint === CONTEXT) return contextMistake(said);
    return { scope, hint };
  }
  return null;
}

/** Where the tokens asked for alone are more than the context, no prompt fits; else another prompt may. */
function contextMistake(said: string): SetupMistake {
  const asked = numberAfter(
    said,
    /max(?:_completion|_new)?_tokens'?\b[^\d]{0,40}|requested (?=\d[\d,]* output tokens)/i,
  );
  const window = numberAfter(
    said,
    /(?:context (?:length|size|window)|max_model_len|token limit|context length of only)[^\d]{0,30}/i,
  );
  const never = asked !== null && window !== null && asked >= window;
  if (never)
    return { scope: 'target', hint: `max_tokens ${asked} is more than the context of ${window}: lower max_tokens` };
  return { scope: 'prompt', hint: CONTEXT };
}

function numberAfter(said: string, before: RegExp): number | null {
  const match = before.exec(said);
  if (match === null) return null;
  NUMBER.lastIndex = match.index + match[0].length;
  const found = NUMBER.exec(said);
  return found === null || found.index > match.index + match[0].length ? null : Number(found[0].replaceAll(',', ''));
}
