import { afterEach, describe, expect, it } from 'vitest';
import type { DeliveryOutcome } from '../../../src/model/delivery.ts';
import type { Reply } from '../../../src/model/reply.ts';
import { deliveryOf } from '../../../src/reading/delivery.ts';
import { json, type Script, type ScriptedServer, sse, startScripted } from '../../servers/scripted.ts';
import { askOnce } from '../spec.ts';

let server: ScriptedServer | undefined;
afterEach(() => server?.close());

/** Asks once a server that answers so. */
async function ask(script: Script, provider: 'openai' | 'ollama' = 'openai'): Promise<Reply & DeliveryOutcome> {
  server = await startScripted(({ method }) => (method === 'GET' ? json(404, {}) : script));
  const reply = await askOnce({ provider, baseURL: `${server.url}${provider === 'openai' ? '/v1' : ''}` });
  return { ...reply, ...deliveryOf(reply, 'hosted') };
}

const say = (content: string, index = 0, finish: string | null = null) => ({
  choices: [{ index, delta: { content }, finish_reason: finish }],
});
const end = (finish: string) => ({ choices: [{ index: 0, delta: {}, finish_reason: finish }] });

describe('more than the one answer that was asked for', () => {
  it.each([
    [
      'of a stream',
      sse([say('It is an island.'), say('No comment.', 1), end('stop'), { choices: [{ index: 1, delta: {} }] }]),
      'choice 1',
    ],
    [
      'of one body',
      json(200, {
        choices: [
          { index: 0, message: { content: 'It is an island.' }, finish_reason: 'stop' },
          { index: 1, message: { content: 'No comment.' }, finish_reason: 'stop' },
        ],
      }),
      'choice 1',
    ],
    [
      'without numbers',
      json(200, { choices: [{ text: 'It is an island.', finish_reason: 'stop' }, { text: 'No comment.' }] }),
      'another choice',
    ],
  ])('is flagged and kept where it is another choice %s', async (_, script, where) => {
    expect(await ask(script)).toMatchObject({
      delivery: 'ok',
      text: 'It is an island.',
      flags: ['other_text'],
      envelope: { other_text: [{ where, text: 'No comment.' }] },
    });
  });

  it('is flagged and kept where it comes after the end of the stream', async () => {
    const { headers, parts = [] } = sse([say('It is'), say(' an island.'), end('stop')]);
    const late = `data: ${JSON.stringify(say('No, it'))}\n\ndata: ${JSON.stringify(say(' is not.'))}\n\ndata: [DONE]\n\n`;
    expect(await ask({ ...(headers === undefined ? {} : { headers }), parts: [...parts, late] })).toMatchObject({
      delivery: 'ok',
      text: 'It is an island.',
      flags: ['other_text'],
      envelope: { other_text: [{ where: 'after the end', text: 'No, it is not.' }] },
    });
  });

  it('is flagged and kept where it comes with the last line of Ollama', async () => {
    const line = (content: string, more: object) =>
      `${JSON.stringify({ model: 'm', created_at: 't', message: { role: 'assistant', content }, ...more })}\n`;
    const lines = [
      line('It is an island.', { done: false }),
      line('', { done: true, done_reason: 'stop' }),
      line('No comment.', { done: false }),
    ];
    expect(await ask({ parts: [lines.join('')] }, 'ollama')).toMatchObject({
      delivery: 'ok',
      text: 'It is an island.',
      flags: ['other_text'],
      envelope: { other_text: [{ where: 'after the end', text: 'No comment.' }] },
    });
  });

  it('is nothing where what comes beside the answer holds no text', async () => {
    const usage = { choices: [], usage: { prompt_tokens: 3, completion_tokens: 4 } };
    const { headers, parts = [] } = sse([say('It is an island.'), { choices: [{ index: 1, delta: {} }] }, end('stop')]);
    const late = `data: ${JSON.stringify(usage)}\n\n`;
    const reply = await ask({ ...(headers === undefined ? {} : { headers }), parts: [...parts, late] });
    expect(reply).toMatchObject({ delivery: 'ok', flags: [] });
    expect(reply.envelope).not.toHaveProperty('other_text');
  });
});

describe('finish reasons that differ', () => {
  it.each([
    [['stop', 'content_filter'], 'provider_filter', 'content_filter'],
    [['content_filter', 'stop'], 'provider_filter', 'content_filter'],
    [['length', 'stop'], 'truncated', 'length'],
    [['stop', 'length'], 'truncated', 'length'],
    [['stop', 'my_reason'], 'ok', 'my_reason'],
  ] as const)('count by the worst, and are flagged and kept: %j', async (reasons, delivery, finish) => {
    const reply = await ask(sse([say('It is an island.'), ...reasons.map(end)]));
    expect(reply).toMatchObject({ delivery, finish, text: 'It is an island.', envelope: { finish_reasons: reasons } });
    expect(reply.flags).toContain('finish_differs');
  });

  it.each([[['stop', 'stop']], [['stop', 'eos']], [['in_progress', 'stop']]])(
    'are none where they say the same: %j',
    async (reasons) => {
      const reply = await ask(sse([say('It is an island.'), ...reasons.map(end)]));
      expect(reply).toMatchObject({ delivery: 'ok', flags: [] });
    },
  );
});

describe('a server that names the end with every piece', () => {
  const pieces = (broken: string): Script => ({
    headers: { 'content-type': 'text/event-stream' },
    parts: [
      `data: ${JSON.stringify(say('It is', 0, 'stop'))}\n\n`,
      broken,
      `data: ${JSON.stringify(say(' an island.', 0, 'stop'))}\n\ndata: [DONE]\n\n`,
    ],
  });

  it('is read to the end', async () => {
    expect(await ask(pieces(': ping\n\n'))).toMatchObject({ delivery: 'ok', text: 'It is an island.', flags: [] });
  });

  it('has failed where a part before the last cannot be read', async () => {
    expect(await ask(pieces('data: {"choices":[{"index":0,"del\n\n'))).toMatchObject({
      delivery: 'error',
      kind: 'protocol',
      retryable: true,
    });
  });
});
