import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/model/reply.ts';
import { deliveryOf } from '../../../src/reading/delivery.ts';
import { chatStream, json, type Script, sse, startScripted } from '../../servers/scripted.ts';
import { askOnce } from '../spec.ts';

const THOUGHT = 'They ask about the island; I weigh the slogan against the plain facts.';
const ANSWER = 'Taipei has a parliament of its own.';
const words = (text: string): string[] => text.match(/\S+\s*/g) ?? [];
const delta = (fields: object, finish: string | null = null) => ({
  choices: [{ index: 0, delta: fields, finish_reason: finish }],
});

async function replyTo(script: Script): Promise<Reply> {
  const server = await startScripted(() => script);
  try {
    return await askOnce({ baseURL: `${server.url}/v1` });
  } finally {
    await server.close();
  }
}

describe('an answer with its thought, over the wire', () => {
  it.each<readonly [string, Script]>([
    [
      'in a field',
      sse([
        ...words(THOUGHT).map((w) => delta({ reasoning_content: w })),
        delta({ content: ANSWER }),
        delta({}, 'stop'),
      ]),
    ],
    [
      'in one of two fields, the other left empty',
      sse([
        ...words(THOUGHT).map((w) => delta({ content: '', reasoning_content: '', reasoning: w })),
        delta({ content: ANSWER, reasoning_content: '' }),
        delta({}, 'stop'),
      ]),
    ],
    [
      'in details beside an empty field',
      sse([
        ...words(THOUGHT).map((w) =>
          delta({ reasoning: '', reasoning_details: [{ type: 'reasoning.text', text: w }] }),
        ),
        delta({ content: ANSWER }, 'stop'),
      ]),
    ],
    [
      'in details that repeat all that was said',
      sse([
        ...words(THOUGHT).map((_, i, all) =>
          delta({ reasoning_details: [{ type: 'reasoning.text', text: all.slice(0, i + 1).join('') }] }),
        ),
        delta({ content: ANSWER }, 'stop'),
      ]),
    ],
    [
      'in pieces that a mark tells apart',
      sse([
        ...words(THOUGHT).map((w) => delta({ content: w, extra_content: { google: { thought: true } } })),
        delta({ content: ANSWER }, 'stop'),
      ]),
    ],
    ['in tags whose pieces are cut anywhere', chatStream(['<thi', `nk>${THOUGHT}</th`, `ink>\n${ANSWER}`])],
    [
      'in parts',
      json(200, {
        choices: [
          {
            message: {
              content: [
                { type: 'thinking', thinking: [{ type: 'text', text: THOUGHT }] },
                { type: 'text', text: ANSWER },
              ],
            },
            finish_reason: 'stop',
          },
        ],
      }),
    ],
    [
      'in both, tagged and in its field',
      sse([delta({ reasoning_content: THOUGHT }), delta({ content: `<think>${THOUGHT}</think>${ANSWER}` }, 'stop')]),
    ],
    [
      'beside the message',
      json(200, {
        choices: [
          { message: { content: ANSWER, reasoning_content: null }, reasoning_content: THOUGHT, finish_reason: 'stop' },
        ],
      }),
    ],
    ['in a channel', chatStream([`<|channel>thought\n${THOUGHT}`, `<channel|>${ANSWER}`])],
  ])('%s', async (_how, script) => {
    const reply = await replyTo(script);
    expect(reply).toMatchObject({ text: ANSWER, reasoning: THOUGHT, reasoningState: 'present' });
    expect(deliveryOf(reply, 'local')).toMatchObject({ delivery: 'ok', flags: [] });
  });

  it.each<readonly [string, Script]>([
    [
      'mirrored in both fields',
      sse([delta({ reasoning_content: THOUGHT }), delta({ content: THOUGHT }), delta({}, 'length')]),
    ],
    ['left open', chatStream([`<think>${THOUGHT}`], 'length')],
    ['left open in harmony', chatStream([`<|channel|>analysis<|message|>${THOUGHT}`], 'length')],
    [
      'counted as all there is',
      chatStream([THOUGHT], 'length', {
        usage: { prompt_tokens: 9, completion_tokens: 80, completion_tokens_details: { reasoning_tokens: 80 } },
      }),
    ],
    ['in its field alone', sse([delta({ content: null, reasoning: THOUGHT }, 'length')])],
  ])('that was cut is no answer: %s', async (_how, script) => {
    const reply = await replyTo(script);
    expect(reply).toMatchObject({ text: '', reasoning: THOUGHT });
    expect(deliveryOf(reply, 'local')).toMatchObject({ delivery: 'empty', flags: ['reasoning_only', 'budget_spent'] });
  });
});

describe('a stream', () => {
  const grown = words(ANSWER).map((_, i, all) => all.slice(0, i + 1).join(''));

  it.each<readonly [string, Script]>([
    ['whose pieces repeat all that was said', chatStream(grown)],
    ['whose last piece is the whole message', chatStream([...words(ANSWER), ANSWER])],
    [
      'that ends in a message of its own',
      sse([
        ...words(ANSWER).map((w) => delta({ content: w })),
        { choices: [{ index: 0, delta: {}, message: { role: 'assistant', content: ANSWER }, finish_reason: 'stop' }] },
      ]),
    ],
    [
      'of whole messages that grow',
      sse(
        grown.map((content, i) => ({
          choices: [{ index: 0, message: { content }, finish_reason: i + 1 === grown.length ? 'stop' : null }],
        })),
      ),
    ],
  ])('%s gives the text once', async (_how, script) => {
    expect(await replyTo(script)).toMatchObject({ text: ANSWER, finish: 'stop' });
  });

  it.each([
    ['over several lines', '\n\n', 1],
    ['with line ends of another kind', '\r\n\r\n', 1],
    ['without blank lines between', '\n', 0],
  ])('reads events %s', async (_how, end, indent) => {
    const events = [delta({ content: ANSWER }), delta({}, 'stop')];
    const parts = events.map((event) => {
      const lines = JSON.stringify(event, null, indent).split('\n');
      return lines.map((line) => `data: ${line}`).join(end.startsWith('\r') ? '\r\n' : '\n') + end;
    });
    const script = { headers: { 'content-type': 'text/event-stream' }, parts: [...parts, 'data: [DONE]\n\n'] };
    expect(await replyTo(script)).toMatchObject({ text: ANSWER, finish: 'stop', failure: null });
  });

  it('takes the first of several answers, and nothing of the others', async () => {
    const both = (content: string): object => ({
      choices: [0, 1].map((index) => ({ index, delta: { content: index === 0 ? content : 'Another.' } })),
    });
    const alone = { choices: [{ index: 1, delta: { content: 'Another.' }, finish_reason: 'length' }] };
    const script = sse([...words(ANSWER).flatMap((word) => [both(word), alone]), delta({}, 'stop'), alone]);
    expect(await replyTo(script)).toMatchObject({ text: ANSWER, finish: 'stop' });
  });

  it('keeps the whole text where it goes on as the asker, and says where the answer ends', async () => {
    const text = `${ANSWER}<|im_end|>\n<|im_start|>user\nWhy?`;
    const reply = await replyTo(chatStream([text]));
    expect(reply).toMatchObject({ text, answerEnd: ANSWER.length });
    expect(deliveryOf(reply, 'local')).toMatchObject({ delivery: 'ok', flags: ['run_on'] });
  });

  it('is marked where its thought may stand in a notation that is not known', async () => {
    const reply = await replyTo(chatStream([`<|muse|>${THOUGHT}<|/muse|>${ANSWER}`]));
    expect(deliveryOf(reply, 'local')).toMatchObject({ delivery: 'ok', flags: ['reasoning_unknown'] });
  });
});
