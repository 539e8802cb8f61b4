import { describe, expect, it } from 'vitest';
import type { Reply } from '../../src/model/reply.ts';
import { deliveryOf } from '../../src/reading/delivery.ts';
import { deliveryOfCollected } from '../../src/reading/delivery-of-collected.ts';

function reply(fields: Partial<Reply>): Reply {
  return {
    text: 'Yes.',
    reasoning: null,
    reasoningState: 'absent',
    finish: 'stop',
    status: 200,
    failure: null,
    envelope: {},
    usage: null,
    recorded: null,
    ...fields,
  };
}

describe('deliveryOf', () => {
  it('takes over what a recording says', () => {
    const recorded = { delivery: 'provider_filter', side: 'output', kind: null, flags: [] } as const;
    expect(deliveryOf(reply({ recorded }), 'local')).toMatchObject({ ...recorded, retryable: false });
  });

  it('puts a filter before the failure in which it came', () => {
    const failure = {
      kind: 'http',
      message: 'HTTP 500',
      body: '{"error":{"code":"data_inspection_failed"}}',
      retryAfterMs: null,
    } as const;
    expect(deliveryOf(reply({ status: 500, finish: null, failure }), 'hosted').delivery).toBe('provider_filter');
  });

  it.each([
    ['thought that the limit cut', { reasoning: 'Hm', finish: 'length' }, ['reasoning_only', 'budget_spent']],
    ['thought that ended by itself', { reasoning: 'Hm', finish: 'stop' }, ['reasoning_only']],
    [
      'thought that used the budget, whatever the finish',
      { reasoning: 'Hm', finish: 'stop', tokenLimit: 80, usage: { prompt: 9, completion: 80 } },
      ['reasoning_only', 'budget_spent'],
    ],
    [
      'thought that is counted and not shown',
      { finish: 'max_tokens', usage: { prompt: 9, completion: 80, reasoning: 80 } },
      ['reasoning_only', 'budget_spent'],
    ],
    ['thought that ran in circles', { reasoning: 'so '.repeat(40), finish: null }, ['reasoning_only']],
    ['nothing at the limit', { finish: 'length' }, ['budget_spent']],
    ['tokens of a turn and nothing else', { text: '<|im_end|>', answerEnd: 0, finish: 'stop' }, []],
  ] as const)('calls no visible word empty: %s', (_name, fields, flags) => {
    const outcome = deliveryOf(reply({ text: '', ...fields }), 'local');
    expect(outcome).toMatchObject({ delivery: 'empty', flags, retryable: false });
  });

  it.each([
    '',
    ' \n',
    'Copy',
    'CopyTry AgainShare',
    '[no response]',
    'null',
    '复制 重新生成',
    'Thought for 12 seconds',
    '。',
    '——',
  ])('calls %j empty', (text) => {
    expect(deliveryOf(reply({ text }), 'local').delivery).toBe('empty');
  });

  it.each([
    'No.',
    'Taipei.',
    '是的。',
    '4',
    'Share your view first, please.',
    '我不能回答这个问题。CopyTry AgainShare',
  ])('calls %j an answer', (text) => {
    expect(deliveryOf(reply({ text }), 'local').delivery).toBe('ok');
  });
});

describe('deliveryOfCollected', () => {
  it.each([
    ['text without a finish reason', { response: 'Yes.', finishReason: null }, 'ok', ['finish_unknown']],
    ['text that ended', { response: 'Yes.', finishReason: 'stop' }, 'ok', []],
    ['text in other words', { response: 'Yes.', finishReason: 'STOP' }, 'ok', []],
    ['text that was cut', { response: 'Yes, and', finishReason: 'length' }, 'truncated', []],
    ['a filter', { response: 'Yes, and', finishReason: 'content_filter' }, 'provider_filter', []],
    ['a caption alone', { response: 'Copy\nShare', finishReason: null }, 'empty', []],
    ["a collector's placeholder", { response: 'SAFETY', finishReason: null }, 'empty', []],
    ['nothing but reasoning', { response: '<think>Hm.</think>', finishReason: 'stop' }, 'empty', ['reasoning_only']],
    ['what the collector says', { response: '', finishReason: null, delivery: 'error' }, 'error', []],
    [
      'a canned sentence of a hosted service',
      { response: '你好，这个问题我暂时无法回答，让我们换个话题再聊聊吧。', finishReason: null, where: 'hosted' },
      'ok',
      ['finish_unknown', 'maybe_filter'],
    ],
  ] as const)('decides %s', (_name, collected, delivery, flags) => {
    const outcome = deliveryOfCollected(collected);
    expect(outcome).toMatchObject({ delivery, flags, retryable: false });
  });

  it('reads filters and failures in the error that was collected', () => {
    const message = 'Upstream error from Alibaba: Output data may contain inappropriate content.';
    const filter = { status: 502, message, body: JSON.stringify({ message, code: 502 }) };
    expect(deliveryOfCollected({ response: 'A part', finishReason: null, error: filter })).toMatchObject({
      delivery: 'provider_filter',
      side: 'output',
    });
    const failure = { status: 500, message: 'Internal Server Error', body: '{"code":500}' };
    expect(deliveryOfCollected({ response: '', finishReason: null, error: failure })).toMatchObject({
      delivery: 'error',
      kind: 'http',
      retryable: false,
    });
  });

  it.each([
    ['The call timed out after 90 s', null, 'timeout'],
    ['connect ECONNREFUSED 127.0.0.1:1', null, 'connection'],
    ['TypeError: fetch failed', null, 'connection'],
    ['Gateway Timeout', 504, 'http'],
    ['It went wrong', null, 'protocol'],
  ] as const)('tells by the words of the client how a call failed: %s', (message, status, kind) => {
    const error = { status, message, body: message };
    expect(deliveryOfCollected({ response: '', finishReason: null, error })).toMatchObject({ delivery: 'error', kind });
  });
});
