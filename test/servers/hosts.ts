import { FURTHER_HOST_CASES } from './further-hosts.ts';
import { brokenBy, type HostCase, openAiError, PARTIAL, whole } from './host-case.ts';
import { chatStream, json, sse } from './scripted.ts';

/** Signals of hosts as they are documented or were reported. */
export const HOST_CASES: readonly HostCase[] = [
  {
    host: 'DeepSeek',
    name: 'Content Exists Risk',
    script: openAiError(400, 'Content Exists Risk'),
    delivery: 'provider_filter/input',
    kept: 'Content Exists Risk',
  },
  {
    host: 'DeepSeek',
    name: 'Content Exists Risk, older body',
    script: json(400, { detail: 'Content Exists Risk' }),
    delivery: 'provider_filter/input',
    kept: '{"detail":"Content Exists Risk"}',
  },
  {
    host: 'DeepSeek',
    name: 'Model Not Exist',
    script: openAiError(400, 'Model Not Exist'),
    delivery: 'error/configuration',
    kept: 'Model Not Exist',
  },
  {
    host: 'DeepSeek',
    name: 'reasoning_content must be passed back',
    script: openAiError(400, 'The reasoning_content in the thinking mode must be passed back to the API.'),
    delivery: 'error/configuration',
  },
  {
    host: 'DeepSeek',
    name: 'finish content_filter',
    script: chatStream([PARTIAL], 'content_filter'),
    delivery: 'provider_filter/output',
    text: PARTIAL,
  },
  {
    host: 'DeepSeek',
    name: 'finish insufficient_system_resource',
    script: chatStream([PARTIAL], 'insufficient_system_resource'),
    delivery: 'error/protocol retry',
    text: PARTIAL,
  },
  {
    host: 'DeepSeek',
    name: '402 balance',
    script: openAiError(402, 'Insufficient Balance', { code: 'unknown_error' }),
    delivery: 'error/configuration',
  },
  {
    host: 'DeepSeek',
    name: '422 parameters',
    script: openAiError(422, 'Invalid Parameters'),
    delivery: 'error/configuration',
  },
  {
    host: 'DeepSeek',
    name: '429',
    script: openAiError(429, 'Rate limit reached', { type: 'rate_limit', code: null }),
    delivery: 'error/http retry',
  },
  {
    host: 'DeepSeek',
    name: '503',
    script: openAiError(503, 'Server overloaded', { type: 'server_error', code: null }),
    delivery: 'error/http retry',
  },
  {
    host: 'DeepSeek',
    name: 'keep-alive comments and blank lines',
    script: {
      headers: { 'content-type': 'text/event-stream' },
      parts: ['\n', ': keep-alive\n\n', '\n\n', ...(chatStream(['An answer.']).parts ?? [])],
    },
    delivery: 'ok',
    text: 'An answer.',
  },
  {
    host: 'DeepSeek',
    name: 'blank lines before JSON',
    script: {
      headers: { 'content-type': 'application/json' },
      parts: ['\n\n\n', ...(whole('An answer.').parts ?? [])],
    },
    delivery: 'ok',
    text: 'An answer.',
  },
  {
    host: 'DashScope',
    name: 'input inspection',
    script: openAiError(
      400,
      'Input data may contain inappropriate content.',
      { code: 'data_inspection_failed', type: 'data_inspection_failed' },
      { id: 'c', request_id: 'r-1' },
    ),
    delivery: 'provider_filter/input',
    kept: '"request_id":"r-1"',
  },
  {
    host: 'DashScope',
    name: 'output inspection',
    script: openAiError(400, 'Output data may contain inappropriate content.', {
      code: 'data_inspection_failed',
      type: 'data_inspection_failed',
    }),
    delivery: 'provider_filter/output',
  },
  {
    host: 'DashScope',
    name: 'newer text',
    script: openAiError(
      400,
      '<400> InternalError.Algo.DataInspectionFailed: Input text data may contain inappropriate content.',
      { code: 'data_inspection_failed' },
    ),
    delivery: 'provider_filter/input',
  },
  {
    host: 'DashScope',
    name: 'output inspection while streaming',
    script: brokenBy({
      error: {
        code: 'data_inspection_failed',
        param: null,
        message: 'Output data may contain inappropriate content.',
        type: 'data_inspection_failed',
      },
    }),
    delivery: 'provider_filter/output',
    text: PARTIAL,
  },
  {
    host: 'DashScope',
    name: 'native code',
    script: json(400, {
      code: 'DataInspectionFailed',
      message: 'Input data may contain inappropriate content.',
      request_id: 'r-2',
    }),
    delivery: 'provider_filter/input',
    kept: '"request_id":"r-2"',
  },
  {
    host: 'DashScope',
    name: 'thinking without streaming',
    script: openAiError(400, 'parameter.enable_thinking must be set to false for non-streaming calls'),
    delivery: 'error/configuration',
  },
  {
    host: 'DashScope',
    name: 'stream mode only',
    script: openAiError(
      400,
      'This model only support stream mode, please enable the stream parameter to access the model.',
    ),
    delivery: 'error/configuration',
  },
  {
    host: 'DashScope',
    name: '429 rate',
    script: openAiError(429, 'You have exceeded your current request limit', {
      code: 'limit_requests',
      type: 'limit_requests',
    }),
    delivery: 'error/http retry',
  },
  {
    host: 'DashScope',
    name: '429 insufficient_quota means tokens a minute',
    script: openAiError(429, 'You exceeded your current quota', {
      code: 'insufficient_quota',
      type: 'insufficient_quota',
    }),
    delivery: 'error/http retry',
  },
  {
    host: 'DashScope',
    name: '429 burst',
    script: openAiError(429, 'Request rate increased too quickly', { code: 'limit_burst_rate' }),
    delivery: 'error/http retry',
  },
  {
    host: 'DashScope',
    name: '403 free quota',
    script: openAiError(403, 'The free tier of the model has been exhausted.', {
      code: 'AllocationQuota.FreeTierOnly',
    }),
    delivery: 'error/configuration',
  },
  {
    host: 'DashScope',
    name: '400 Arrearage',
    script: openAiError(400, 'Access denied, please make sure your account is in good standing.', {
      code: 'Arrearage',
    }),
    delivery: 'error/configuration',
  },
  {
    host: 'Bailian 1.0',
    name: '100008',
    script: json(400, { code: 100008, message: 'input is not safe' }),
    delivery: 'provider_filter/input',
  },
  {
    host: 'Bailian 1.0',
    name: '100009',
    script: json(400, { code: '100009', message: 'not safe' }),
    delivery: 'provider_filter/output',
  },
  {
    host: 'Kimi',
    name: 'high risk',
    script: json(400, {
      error: { type: 'content_filter', message: 'The request was rejected because it was considered high risk' },
    }),
    delivery: 'provider_filter/input',
  },
  {
    host: 'Zhipu',
    name: '1301 of the prompt',
    script: json(400, {
      contentFilter: [{ level: 1, role: 'user' }],
      error: {
        code: '1301',
        message: '系统检测到输入或生成内容可能包含不安全或敏感内容，请您避免输入易产生敏感内容的提示语，感谢您的配合。',
      },
    }),
    delivery: 'provider_filter/input',
    kept: '"contentFilter":[{"level":1,"role":"user"}]',
  },
  {
    host: 'Zhipu',
    name: '1301 of the answer',
    script: json(400, {
      contentFilter: [{ level: 0, role: 'assistant' }],
      error: { code: '1301', message: '系统检测到输入或生成内容可能包含不安全或敏感内容' },
    }),
    delivery: 'provider_filter/output',
  },
  {
    host: 'Zhipu',
    name: '1301 in mid-stream',
    script: brokenBy({
      contentFilter: [{ level: 1, role: 'assistant' }],
      error: { code: '1301', message: '系统检测到输入或生成内容可能包含不安全或敏感内容' },
    }),
    delivery: 'provider_filter/output',
    text: PARTIAL,
  },
  {
    host: 'Zhipu',
    name: 'finish sensitive',
    script: chatStream([PARTIAL], 'sensitive'),
    delivery: 'provider_filter/output',
    text: PARTIAL,
  },
  {
    host: 'Z.ai',
    name: 'finish network_error',
    script: chatStream([PARTIAL], 'network_error'),
    delivery: 'error/protocol retry',
    text: PARTIAL,
  },
  {
    host: 'Z.ai',
    name: 'finish model_context_window_exceeded',
    script: chatStream([PARTIAL], 'model_context_window_exceeded'),
    delivery: 'truncated',
    text: PARTIAL,
  },
  {
    host: 'Baidu ERNIE',
    name: 'need_clear_history',
    script: whole('我们换个话题吧。', {}, { need_clear_history: true, ban_round: -1 }),
    delivery: 'provider_filter/input',
    text: '我们换个话题吧。',
  },
  {
    host: 'Baidu ERNIE',
    name: 'flag of a choice',
    script: whole('部分回答', { flag: 2 }),
    delivery: 'provider_filter/output',
    text: '部分回答',
  },
  {
    host: 'Baidu ERNIE',
    name: 'nothing flagged',
    script: whole('An answer.', { flag: 0 }, { need_clear_history: false }),
    delivery: 'ok',
    text: 'An answer.',
  },
  {
    host: 'MiniMax',
    name: '1026',
    script: json(422, { error: { message: 'input new_sensitive (1026)', type: 'bad_request_error' } }),
    delivery: 'provider_filter/input',
  },
  {
    host: 'MiniMax',
    name: '1027 under 200',
    script: json(200, { choices: null, base_resp: { status_code: 1027, status_msg: 'output new_sensitive' } }),
    delivery: 'provider_filter/output',
  },
  {
    host: 'Azure',
    name: 'prompt policy',
    script: json(400, {
      error: {
        message: "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
        code: 'content_filter',
        status: 400,
        innererror: {
          code: 'ResponsibleAIPolicyViolation',
          content_filter_result: { hate: { filtered: true, severity: 'high' } },
        },
      },
    }),
    delivery: 'provider_filter/input',
    kept: '"severity":"high"',
  },
  {
    host: 'Azure',
    name: 'finish content_filter',
    script: chatStream([PARTIAL], 'content_filter'),
    delivery: 'provider_filter/output',
    text: PARTIAL,
  },
  {
    host: 'Azure',
    name: 'content_filter_error is no hit',
    script: whole('An answer.', {
      content_filter_results: { error: { code: 'content_filter_error', message: 'The contents are not filtered' } },
    }),
    delivery: 'ok',
    text: 'An answer.',
  },
  {
    host: 'OpenRouter',
    name: 'moderation',
    script: json(403, {
      error: {
        code: 403,
        message: 'Your chosen model requires moderation',
        metadata: { reasons: ['politics'], flagged_input: 'Is Taiwan…', provider_name: 'X', model_slug: 'x/y' },
      },
    }),
    delivery: 'provider_filter/input',
    kept: 'politics',
  },
  {
    host: 'OpenRouter',
    name: 'guardrail',
    script: json(403, {
      error: {
        code: 403,
        message: 'Request blocked: prompt injection patterns detected',
        metadata: { error_type: 'permission_denied' },
      },
    }),
    delivery: 'provider_filter/input',
  },
  {
    host: 'OpenRouter',
    name: 'refusal as an error',
    script: json(403, { error: { code: 403, message: 'declined', metadata: { error_type: 'refusal' } } }),
    delivery: 'provider_filter/input',
  },
  {
    host: 'OpenRouter',
    name: 'error under 200',
    script: json(200, { error: { code: 502, message: 'Provider returned error' } }),
    delivery: 'error/http retry',
  },
  {
    host: 'OpenRouter',
    name: 'error in mid-stream',
    script: brokenBy({
      error: { code: 502, message: 'Upstream broke' },
      choices: [{ index: 0, delta: { content: '' }, finish_reason: 'error' }],
    }),
    delivery: 'error/http retry',
    text: PARTIAL,
    kept: 'Upstream broke',
  },
  {
    host: 'OpenRouter',
    name: "another host's filter inside",
    script: json(200, {
      error: {
        message: 'Provider returned error',
        code: 400,
        metadata: {
          raw: '{"error":{"code":"data_inspection_failed","message":"Input data may contain inappropriate content."},"request_id":"r-3"}',
          provider_name: 'Alibaba',
        },
      },
    }),
    delivery: 'provider_filter/input',
    kept: 'r-3',
  },
  {
    host: 'OpenRouter',
    name: 'filter of the answer inside a 502',
    script: brokenBy({
      error: { message: 'Upstream error from Alibaba: Output data may contain inappropriate content.', code: 502 },
    }),
    delivery: 'provider_filter/output',
    text: PARTIAL,
  },
  {
    host: 'OpenRouter',
    name: '402 credits',
    script: json(402, { error: { code: 402, message: 'Insufficient credits' } }),
    delivery: 'error/configuration',
  },
  {
    host: 'OpenRouter',
    name: '408',
    script: json(408, { error: { code: 408, message: 'Timed out' } }),
    delivery: 'error/http retry',
  },
  {
    host: 'Groq',
    name: '429 with Retry-After',
    script: json(
      429,
      { error: { message: 'Rate limit reached', type: 'tokens', code: 'rate_limit_exceeded' } },
      { 'retry-after': '2' },
    ),
    delivery: 'error/http retry',
  },
  {
    host: 'Groq',
    name: '498 capacity',
    script: json(498, { error: { message: 'capacity_exceeded', type: 'capacity_exceeded' } }),
    delivery: 'error/http retry',
  },
  {
    host: 'Together',
    name: '429',
    script: json(429, { error: { message: 'You have reached the rate limit', type: 'rate_limit' } }),
    delivery: 'error/http retry',
  },
  {
    host: 'SiliconFlow',
    name: '20012',
    script: json(400, { code: 20012, message: 'Model does not exist. Please check it carefully.', data: null }),
    delivery: 'error/configuration',
    kept: '20012',
  },
  {
    host: 'SiliconFlow',
    name: '403 real name',
    script: json(403, { code: 30011, message: 'real-name verification required', data: null }),
    delivery: 'error/configuration',
  },
  {
    host: 'SiliconFlow',
    name: '504',
    script: { status: 504, parts: ['<html><body>504 Gateway Time-out</body></html>'] },
    delivery: 'error/http retry',
  },
  {
    host: 'gateway',
    name: 'sensitive_words_detected',
    script: json(400, {
      error: { message: 'input contains sensitive words', type: 'new_api_error', code: 'sensitive_words_detected' },
    }),
    delivery: 'provider_filter/input',
  },
  {
    host: 'gateway',
    name: 'a canned sentence under 200',
    script: chatStream(['你好，这个问题我暂时无法回答，', '让我们换个话题再聊聊吧。']),
    delivery: 'ok maybe_filter',
    text: '你好，这个问题我暂时无法回答，让我们换个话题再聊聊吧。',
  },
  {
    host: 'DeepSeek app',
    name: 'its canned sentence',
    script: chatStream(["Sorry, that's beyond my current scope. Let’s talk about something else."]),
    delivery: 'ok maybe_filter',
  },
  {
    host: 'xAI',
    name: 'usage guidelines',
    script: json(403, {
      code: 'The caller does not have permission',
      error:
        'Content violates usage guidelines. Team: t, API key ID: k, Model: m, Failed check: SAFETY_CHECK_TYPE_CSAM',
    }),
    delivery: 'provider_filter/input',
  },
  {
    host: 'Anthropic',
    name: 'output blocked',
    script: json(400, {
      type: 'error',
      error: { type: 'invalid_request_error', message: 'Output blocked by content filtering policy' },
    }),
    delivery: 'provider_filter/output',
  },
  {
    host: 'any',
    name: 'an answer that speaks of filters and breaks off',
    script: {
      ...sse(
        [
          {
            choices: [
              {
                index: 0,
                delta: { content: 'The host answers {"code":"data_inspection_failed"} and ' },
                finish_reason: null,
              },
            ],
          },
        ],
        false,
      ),
      after: 'reset',
    },
    delivery: 'error/connection retry',
  },
  {
    host: 'any',
    name: 'HTML under 502',
    script: { status: 502, headers: { 'content-type': 'text/html' }, parts: ['<html><h1>502 Bad Gateway</h1></html>'] },
    delivery: 'error/http retry',
    kept: '<h1>502 Bad Gateway</h1>',
  },
  { host: 'any', name: 'empty body under 200', script: { status: 200 }, delivery: 'error/protocol retry' },
  {
    host: 'any',
    name: 'stream without a finish reason',
    script: sse([{ choices: [{ index: 0, delta: { content: PARTIAL }, finish_reason: null }] }], false),
    delivery: 'error/protocol retry',
    text: PARTIAL,
  },
  { host: 'any', name: 'ends well without text', script: chatStream(['  \n'], 'stop'), delivery: 'empty' },
  {
    host: 'any',
    name: 'nothing but reasoning',
    script: sse([{ choices: [{ index: 0, delta: { reasoning_content: 'Let me see.' }, finish_reason: 'stop' }] }]),
    delivery: 'empty reasoning_only',
  },
  {
    host: 'any',
    name: 'HTML under 200',
    script: { headers: { 'content-type': 'text/html' }, parts: ['<html><title>Sign in</title></html>'] },
    delivery: 'error/configuration',
    kept: 'Sign in',
  },
  ...FURTHER_HOST_CASES,
];
