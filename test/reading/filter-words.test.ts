import { describe, expect, it } from 'vitest';
import { filterByWords } from '../../src/reading/filter-words.ts';

const error = (message: string, more: object = {}) => JSON.stringify({ error: { message, ...more } });

describe('the words of a refused request', () => {
  it.each([
    [400, error('Your input contains sensitive content.'), 'input'],
    [400, error('The prompt was flagged as high risk and was not sent on.'), 'input'],
    [400, error('The generated answer includes prohibited content.'), 'output'],
    [403, error('Content inspection failed', { code: 'content_inspection' }), null],
    [422, error('text did not pass the content review'), null],
    [400, error('输入内容包含敏感词，请修改后重试。'), 'input'],
    [400, error('生成的内容违规，已停止输出。'), 'output'],
    [400, error('內容審核未通過'), null],
    [400, error('request blocked by the moderation service'), 'input'],
    [400, error('This request was rejected for safety reasons.'), 'input'],
    [400, error('Запрос содержит запрещённый контент'), null],
    [400, JSON.stringify({ error: { message: 'Eingabe abgelehnt', code: 'prompt_rejected_by_moderation' } }), null],
    [400, error('This topic cannot be discussed under local regulations.'), null],
    [451, '', null],
    [451, error('Unavailable'), null],
    [200, error('the question touches politically sensitive topics'), 'input'],
    [500, error('upstream: input text includes sensitive information'), 'input'],
    [400, JSON.stringify({ error: { metadata: { raw: error('Input was considered unsafe') } } }), 'input'],
    [400, JSON.stringify({ code: 40301, msg: 'violates our content policy', data: null }), null],
  ])('%i %s: a filter', (status, body, side) => {
    expect(filterByWords(status, body)).toEqual({ side });
  });

  it.each([
    [400, error('Field names are case-sensitive: expected "max_tokens".')],
    [400, error('Model names are case sensitive')],
    [400, error('The request contains a prohibited parameter: top_k')],
    [400, error('Content-Type header holds a prohibited value; content must be JSON')],
    [403, error('This account was suspended for violating our usage policies')],
    [403, error('This service is closed under local regulations')],
    [401, error('The API key is not valid. Keep keys out of sensitive places.')],
    [400, error('The header "x-sensitive" is prohibited for this endpoint', { param: 'x-sensitive' })],
    [400, error("Unsupported parameter: 'safety_settings'")],
    [400, error("Invalid value for parameter 'moderation': expected low or auto")],
    [403, error('Your account was suspended for violation of our terms')],
    [403, error('Access from your country is prohibited')],
    [403, error('The use of this model is prohibited for your organization')],
    [403, error('您的账户存在风险，请完成实名认证')],
    [400, error("This model's maximum context length is 4096 tokens")],
    [402, error('Insufficient balance: risk of suspension')],
    [429, error('Rate limit reached for sensitive content checks')],
    [400, error('Invalid JSON', { param: 'messages' })],
    [400, error('')],
    [403, '<html><title>403 Forbidden</title><p>Request blocked by the security policy. Sensitive content.</p></html>'],
    [
      422,
      JSON.stringify({
        detail: [
          { type: 'missing', loc: ['body', 'model'], msg: 'Field required', input: 'Why is it a sensitive topic?' },
        ],
      }),
    ],
    [500, error('Internal Server Error')],
    [404, error('The content you look for was not found')],
  ])('%i %s: no filter', (status, body) => {
    expect(filterByWords(status, body)).toBeNull();
  });
});
