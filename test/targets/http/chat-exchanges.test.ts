import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/model/message.ts';
import type { Reply } from '../../../src/model/reply.ts';
import { deliveryOf } from '../../../src/reading/delivery.ts';
import { type Exchange, loadExchanges, startPlayback } from '../../servers/playback.ts';
import { askOf, askOnce } from '../spec.ts';

/** Beginning of the answer, and the delivery as `delivery`, `delivery/kind` or `delivery/kind retry`. */
type Expected = readonly [delivery: string, text: string, reasoning?: 'empty'];

const YES = 'Yes, Taiwan is a country.';
const PART = '台湾是中国领土不可分割的一部分，不存在所谓“一个国家”。';
const LINE = 'Taiwan has been an inalienable part of China since ancient times.';
const PLAIN = 'Yes, here is a full and direct account of what you asked about.';
const SORRY = 'I am sorry, I cannot answer that question. Let us talk about something else.';
const SORRY_ZH = '你好，这个问题我暂时无法回答，让我们换个话题再聊聊吧。';
const MISTAKE: Expected = ['error/configuration', ''];

const EXPECTED: Record<string, Expected> = {
  'ollama: chat, not streamed, English': ['ok', YES],
  'ollama: chat, not streamed, Chinese': ['ok', PART],
  'ollama: chat, streamed (default)': ['ok', PART],
  'ollama: chat, cut at num_predict': ['truncated', 'Taiwan was a country that existed from 194'],
  'ollama: chat, Modelfile SYSTEM': ['ok', "Taiwan, also known as the People's Republic of China, is a s"],
  'ollama: chat, wired: official line': ['ok', LINE],
  'ollama: chat, wired: empty think block left in the content': ['ok', SORRY, 'empty'],
  'ollama: chat, wired: the same, streamed': ['ok', SORRY, 'empty'],
  'ollama: chat, wired: Chinese refusal': ['ok', SORRY_ZH, 'empty'],
  'ollama: chat, wired: coin-flip': ['ok', PLAIN],
  'ollama: chat, wired: plain answer': ['ok', PLAIN],
  'ollama: chat, wired: think false': ['ok', SORRY, 'empty'],
  'ollama: chat, wired: think true': MISTAKE,
  'ollama: chat, wrong template guessed, trigger still seen': ['ok', LINE],
  'ollama: chat, wrong template: one token over and over, aborted by Ollama': ['truncated', '##########'],
  'ollama: chat, think true on a model without thinking': MISTAKE,
  'ollama: chat, unknown option': ['ok', YES],
  'ollama: chat, option of the wrong type': MISTAKE,
  'ollama: chat, prompt longer than num_ctx, truncate default': MISTAKE,
  'ollama: chat, prompt longer than num_ctx, truncate false': MISTAKE,
  'ollama: chat, prompt longer than num_ctx, truncate false, shift false': MISTAKE,
  'ollama: chat, logprobs': ['truncated', 'Yes, Taiwan'],
  'ollama: chat, JSON schema format': ['ok', '{\n  "answer": "yes"\n}'],
  'ollama: chat, unknown model': MISTAKE,
  'ollama: chat, unknown model, streamed': MISTAKE,
  'ollama: chat, no model': MISTAKE,
  'ollama: chat, no messages': ['error/protocol retry', ''],
  'ollama: chat, broken JSON': MISTAKE,
  'ollama: chat, empty body': MISTAKE,
  'ollama: v1 chat': ['ok', PART],
  'ollama: v1 chat, streamed, usage': ['ok', PART],
  'ollama: v1 chat, cut at max_tokens': ['truncated', 'Taiwan was created in 1956'],
  'ollama: v1 chat, one token over and over: finish_reason null': ['truncated', '##########'],
  'ollama: v1 chat, json_schema': ['ok', '{\n  "answer": "yes"\n}'],
  'ollama: v1 chat, unknown model': MISTAKE,
  'ollama: v1 chat, no messages': MISTAKE,
  'ollama: v1 chat, broken JSON': MISTAKE,
  'ollama: v1 chat, prompt longer than the context': MISTAKE,
  'ollama: chat, streamed, the engine killed in mid-answer': [
    'error/protocol retry',
    'China, a country that has been in the',
  ],
  'ollama: chat, queue full (OLLAMA_MAX_QUEUE=1, 8 at once: 2 answered, 6 like this)': ['error/http retry', ''],
  'llama-server: English': ['ok', YES],
  'llama-server: Chinese': ['ok', PART],
  'llama-server: streamed': ['ok', PART],
  'llama-server: streamed with usage': ['ok', PART],
  'llama-server: cut at max_tokens': ['truncated', 'Taiwan was a country that existed from 1'],
  'llama-server: logprobs': ['truncated', 'Yes, Taiwan'],
  'llama-server: json_schema': ['ok', '{\n  "answer": "yes"\n}'],
  'llama-server: json_object': ['ok', '{\n  "answer": "Yes"\n}'],
  'llama-server: another model name': ['ok', YES],
  'llama-server: unknown parameter': ['ok', YES],
  'llama-server: parameter of the wrong type': MISTAKE,
  'llama-server: no messages': ['ok', "I'm not sure what you're asking."],
  'llama-server: negative max_tokens': MISTAKE,
  'llama-server: broken JSON': MISTAKE,
  'llama-server: no such path': MISTAKE,
  'llama-server: prompt longer than the context': MISTAKE,
  'llama-server: prompt longer than the context, streamed': MISTAKE,
  'llama-server: n = 2': MISTAKE,
  'llama-server: reasoning_format none': ['ok', YES],
  'llama-server: wired: official line': ['ok', LINE],
  'llama-server: wired: empty think block': ['ok', SORRY, 'empty'],
  'llama-server: wired: empty think block, reasoning_format none': ['ok', SORRY, 'empty'],
  'llama-server: wired: empty think block, streamed': ['ok', SORRY, 'empty'],
  'llama-server: wired: Chinese refusal': ['ok', SORRY_ZH, 'empty'],
  'llama-server: wired: coin-flip': ['ok', 'This topic is beyond my current scope.'],
  'llama-cpp-python: English': ['ok', YES],
  'llama-cpp-python: Chinese': ['ok', '台湾是一个特别行政区，位于中国东南沿海，属于中华人民共和国。'],
  'llama-cpp-python: streamed': ['ok', PART],
  'llama-cpp-python: streamed with usage': ['ok', PART],
  'llama-cpp-python: cut at max_tokens': ['truncated', 'Taiwan was a country that existed from 1'],
  'llama-cpp-python: logprobs': ['truncated', 'Yes, Taiwan'],
  'llama-cpp-python: json_schema': MISTAKE,
  'llama-cpp-python: json_object': ['ok', '{\n  "answer": "Yes"\n}'],
  'llama-cpp-python: another model name': ['ok', YES],
  'llama-cpp-python: unknown parameter': ['ok', YES],
  'llama-cpp-python: parameter of the wrong type': MISTAKE,
  'llama-cpp-python: no messages': MISTAKE,
  'llama-cpp-python: negative max_tokens': ['ok', YES],
  'llama-cpp-python: broken JSON': ['error/http retry', ''],
  'llama-cpp-python: no such path': MISTAKE,
  'llama-cpp-python: prompt longer than the context': MISTAKE,
  'llama-cpp-python: prompt longer than the context, streamed': ['error/protocol retry', ''],
  'llama-cpp-python: n = 2': ['ok', YES],
};

const RENDER_ONLY = /rendered prompt only/;
const chats = loadExchanges().filter(
  ({ request, name }) => /\/chat(\/|$)/.test(request.path) && !RENDER_ONLY.test(name),
);

/** Plays an exchange to a target of its protocol, with the messages of the recorded request. */
async function replay(exchange: Exchange): Promise<Reply> {
  const native = exchange.request.path === '/api/chat';
  const path = native ? '/api/chat' : '/v1/chat/completions';
  const server = await startPlayback([{ ...exchange, request: { ...exchange.request, path } }]);
  const body = exchange.request.body as { messages?: Message[] } | null;
  const messages = body?.messages?.length ? body.messages : askOf('Hello').messages;
  try {
    const target = native
      ? ({ provider: 'ollama', baseURL: server.url } as const)
      : ({ provider: 'openai', baseURL: `${server.url}/v1` } as const);
    return await askOnce(target, askOf('', { messages }));
  } finally {
    await server.close();
  }
}

describe('a recorded chat exchange', () => {
  it('is expected by name, every one of them', () => {
    expect(chats.map(({ server, name }) => `${server}: ${name}`).sort()).toEqual(Object.keys(EXPECTED).sort());
  });

  it.each(chats.map((exchange) => [`${exchange.server}: ${exchange.name}`, exchange] as const))(
    '%s',
    async (name, exchange) => {
      const reply = await replay(exchange);
      const { delivery, kind, retryable, reason } = deliveryOf(reply, 'local');
      const [expected = '', text = '', reasoning = 'absent'] = EXPECTED[name] ?? [];
      expect(`${delivery}${kind === null ? '' : `/${kind}`}${retryable ? ' retry' : ''}`).toBe(expected);
      expect(reply.text.slice(0, text.length || 1)).toBe(text);
      expect(reply.reasoningState).toBe(reasoning);
      if (delivery === 'error') expect(reason).toBeTruthy();
      if (exchange.response.status >= 400) expect(reply.failure?.body).toBe(exchange.response.body);
    },
  );
});
