import { describe, expect, it } from 'vitest';
import { sortFailedCall } from '../../src/reading/failed-call.ts';

const call = (status: number | null, said: unknown) =>
  sortFailedCall({ kind: 'http' }, status, typeof said === 'string' ? said : JSON.stringify(said));
const error = (message: string, more: object = {}) => ({ error: { message, ...more } });

describe('a failed call', () => {
  it.each([
    [402, error('Insufficient Balance'), /balance/],
    [
      429,
      error('Your account is suspended due to insufficient balance, please recharge', {
        type: 'exceeded_current_quota_error',
      }),
      /balance/,
    ],
    [503, error('The account has no remaining credits'), /balance/],
    [429, error('All tokens are used up for this month'), /quota/],
    [403, error('Your account has been suspended', { code: 'account_deactivated' }), /account/],
    [403, error('This key is not permitted to use that model'), /key/],
    [200, error('No model by that name is loaded', { code: 'model_not_loaded' }), /model/],
    [400, error('Only user and assistant roles are supported!'), /system/],
    [429, error('您的账户已欠费，请充值后重试。', { code: '1113' }), /balance/],
    [403, { code: 30001, message: 'Sorry, your account balance is insufficient', data: null }, /balance/],
    [
      429,
      error('You exceeded your current quota, please check your plan and billing details.', {
        code: 'insufficient_quota',
      }),
      /balance/,
    ],
    [200, { base_resp: { status_code: 1008, status_msg: 'insufficient balance' } }, /balance/],
    [
      403,
      error('The request failed because your account has an overdue balance', { code: 'AccountOverdueError' }),
      /balance/,
    ],
    [
      402,
      error(
        'This request requires more credits, or fewer max_tokens. You requested up to 4096 tokens, but can only afford 12',
      ),
      /max_tokens/,
    ],
    [
      429,
      error('Rate limit reached on tokens per day (TPD): Limit 100000, Used 99998. Please try again in 1h53m'),
      /quota/,
    ],
    [429, error('已达到今日调用次数限额', { code: '1304' }), /quota/],
    [
      429,
      {
        error: {
          status: 'RESOURCE_EXHAUSTED',
          details: [{ violations: [{ quotaId: 'GenerateRequestsPerDayPerProject' }] }],
        },
      },
      /quota/,
    ],
    [429, error('Rate limit exceeded: free-models-per-day'), /quota/],
    [403, error('The free tier of the model has been exhausted.', { code: 'AllocationQuota.FreeTierOnly' }), /quota/],
    [404, { detail: 'Not Found' }, /\/v1/],
    [405, { detail: 'Method Not Allowed' }, /\/v1/],
    [200, { error: 'Unexpected endpoint or method. (POST /chat/completions)' }, /\/v1/],
    [404, error('Invalid URL (POST /chat/completions)'), /\/v1/],
    [404, '404 page not found', /\/v1/],
    [404, '<html><body>Cannot POST /chat/completions</body></html>', /\/v1/],
    [404, error('The model `x` does not exist.', { type: 'NotFoundError' }), /model/],
    [404, error("model 'x' not found"), /model/],
    [400, error('Model Not Exist'), /model/],
    [404, error('The endpoint has not activated the model', { code: 'ModelNotOpen' }), /model/],
    [500, { object: 'error', message: 'System role not supported', type: 'InternalServerError', code: 500 }, /system/],
    [500, error('Jinja Exception: Conversation roles must alternate user/assistant/user/assistant/...'), /system/],
    [
      500,
      { detail: 'Default chat templates are no longer allowed: you must provide a chat template' },
      /--chat-template/,
    ],
    [
      500,
      error('Value is not callable: null at row 4, column 9:\n{{ messages[0].content.strip() }}'),
      /--chat-template/,
    ],
    [400, error('Developer instruction is not enabled for models/m'), /system/],
    [400, error("Unsupported value: 'messages[0].role' does not support 'system' with this model."), /system/],
    [
      400,
      error("Unsupported parameter: 'max_tokens' is not supported with this model.", { code: 'unsupported_parameter' }),
      /field/,
    ],
    [400, error("property 'min_p' is unsupported"), /field/],
    [
      422,
      {
        message: {
          detail: [{ type: 'extra_forbidden', loc: ['body', 'top_k'], msg: 'Extra inputs are not permitted' }],
        },
      },
      /field/,
    ],
    [
      400,
      error("'max_tokens' is too large: 65536. This model's maximum context length is 4096 tokens"),
      /lower max_tokens/,
    ],
    [401, error('Incorrect API key provided: sk-…'), /key/],
  ])('under %i with %j is a mistake of the whole target, and the hint says what to change', (status, said, hint) => {
    const found = call(status, said);
    expect(found).toMatchObject({ kind: 'configuration', retryable: false, scope: 'target' });
    expect(found.hint).toMatch(hint);
  });

  it.each([
    [400, error("This model's maximum context length is 4096 tokens. However, your messages resulted in 5000 tokens")],
    [
      400,
      error('request (16003 tokens) exceeds the available context size (1024 tokens)', {
        type: 'exceed_context_size_error',
      }),
    ],
    [403, error('The prompt is too long for this model: 9000 tokens')],
    [400, error('Range of input length should be [1, 6000]')],
    [422, error('`inputs` must have less than 1024 tokens. Given: 2048')],
    [400, error('something that nobody knows')],
  ])('under %i with %j may be a mistake of this prompt alone', (status, said) => {
    expect(call(status, said)).toMatchObject({ kind: 'configuration', retryable: false, scope: 'prompt' });
  });

  it.each([
    [429, error('Rate limit reached on tokens per minute (TPM): Limit 6000, Used 5990. Please try again in 12s')],
    [
      429,
      error('You exceeded your current quota', {
        code: 'insufficient_quota',
        help: 'https://help.aliyun.com/x#token-limit',
      }),
    ],
    [429, error('Request rate increased too quickly', { code: 'limit_burst_rate' })],
    [429, error('The engine is currently overloaded, please try again later', { type: 'engine_overloaded_error' })],
    [503, error('Model service overloaded. Please try again later.', { code: 50505 })],
    [500, error('Internal Server Error')],
    [502, '<html><h1>502 Bad Gateway</h1></html>'],
    [498, error('capacity_exceeded')],
    [408, error('Timed out')],
    [425, error('Too early')],
    [200, error('Provider returned error', { code: 502 })],
    [429, error('Too many requests: max context limit not reached')],
  ])('under %i with %j is load, and tried again', (status, said) => {
    expect(call(status, said)).toMatchObject({ kind: 'http', retryable: true, scope: null });
  });

  it('that a target sorted itself keeps its kind', () => {
    expect(sortFailedCall({ kind: 'configuration' }, null, 'the recording holds no answer')).toMatchObject({
      kind: 'configuration',
      retryable: false,
      scope: 'prompt',
    });
    expect(sortFailedCall({ kind: 'timeout' }, null, 'no complete answer').retryable).toBe(true);
  });
});
