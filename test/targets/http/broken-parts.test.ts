import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/model/reply.ts';
import { deliveryOf } from '../../../src/reading/delivery.ts';
import { listen, shut } from '../../servers/scripted.ts';
import { askOnce } from '../spec.ts';

let server: Server | undefined;
afterEach(async () => {
  if (server !== undefined) await shut(server);
  server = undefined;
});

/** Asks once a server that sends these parts, one after the other. */
async function ask(provider: 'openai' | 'ollama', parts: readonly (string | Buffer)[]): Promise<Reply> {
  server = createServer((request, response) => {
    request.resume();
    if (request.method === 'GET') {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': provider === 'openai' ? 'text/event-stream' : 'application/x-ndjson' });
    for (const part of parts) response.write(part);
    response.end();
  });
  const port = await listen(server);
  return askOnce({ provider, baseURL: `http://127.0.0.1:${port}${provider === 'openai' ? '/v1' : ''}` });
}

const chunk = (delta: object, finish: string | null = null): string =>
  JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] });
const event = (data: string): string => `data: ${data}\n\n`;
const say = (content: string): string => event(chunk({ content }));
const END = `${event(chunk({}, 'stop'))}data: [DONE]\n\n`;
const CUT = chunk({ content: ' the second part' }).slice(0, 40);
const line = (content: string, more: object = { done: false }): string =>
  `${JSON.stringify({ model: 'm', created_at: 't', message: { role: 'assistant', content }, ...more })}\n`;
const LAST = line('', { done: true, done_reason: 'stop' });

describe('an answer of which a part cannot be read', () => {
  it.each([
    ['a chunk that was cut', event(CUT)],
    ['the end of a chunk', event(chunk({ content: ' the second part' }).slice(30))],
    ['a chunk that was cut and has no blank line behind it', `data: ${CUT}\n`],
    ['words where a chunk should be', event('Internal error')],
    ['a chunk outside of an event', `${chunk({ content: ' the second part' })}\n\n`],
    ['a chunk behind a broken field name', `ta: ${chunk({ content: ' the second part' })}\n\n`],
    ['a broken chunk of a named type', `event: message\ndata: ${CUT}\n\n`],
  ])('is a failure of the protocol, asked again: %s', async (_, part) => {
    const reply = await ask('openai', [say('The first part,'), part, say(' and the third.'), END]);
    expect(deliveryOf(reply, 'hosted')).toMatchObject({ delivery: 'error', kind: 'protocol', retryable: true });
    expect(reply.failure?.body).toContain('The first part');
  });

  it('stays one where the connection breaks behind the end', async () => {
    server = createServer((request, response) => {
      request.resume();
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(say('The first part,') + event(CUT) + event(chunk({}, 'stop')));
      setTimeout(() => response.socket?.resetAndDestroy(), 50);
    });
    const port = await listen(server);
    const reply = await askOnce({ baseURL: `http://127.0.0.1:${port}/v1` });
    expect(deliveryOf(reply, 'hosted')).toMatchObject({ delivery: 'error', retryable: true });
  });

  it.each([
    ['a comment', ': keep-alive\n\n'],
    ['a ping of its own type', 'event: ping\ndata: {"type":"ping"}\n\n'],
    ['a ping in words', 'event: ping\ndata: 2026-01-01 12:00\n\n'],
    ['a ping without a type', event('[PING]')],
    ['an unknown type', 'event: usage_hint\ndata: soon\n\n'],
    ['an empty event', 'data:\n\ndata\n\n'],
    ['fields of the protocol and unknown ones', 'id: 7\nretry: 100\nfoo: bar\n\n'],
    ['null', event('null')],
  ])('is none for %s', async (_, part) => {
    const reply = await ask('openai', [part, say('The first part,'), part, say(' and the last.'), END]);
    expect(reply).toMatchObject({ text: 'The first part, and the last.', failure: null });
    expect(deliveryOf(reply, 'hosted')).toMatchObject({ delivery: 'ok' });
  });

  it('is none where the answer had ended before', async () => {
    const reply = await ask('openai', [say('All of it.'), event(chunk({}, 'stop')), event('{"usage":{"prompt_to')]);
    expect(reply).toMatchObject({ text: 'All of it.', failure: null });
  });

  it.each([
    ['a line that was cut', `${line(' second').slice(0, 60)}\n`],
    ['the end of a line', line(' second').slice(40)],
  ])('is a failure of the protocol in lines of Ollama too: %s', async (_, part) => {
    const reply = await ask('ollama', [line('First,'), part, line(' third.'), LAST]);
    expect(deliveryOf(reply, 'local')).toMatchObject({ delivery: 'error', kind: 'protocol', retryable: true });
  });

  it('is none for blank lines and words between lines of Ollama, and behind the last', async () => {
    const reply = await ask('ollama', [line('First,'), '\n\r\nping\n', line(' last.'), LAST, '{"model":"m",\n']);
    expect(deliveryOf(reply, 'local')).toMatchObject({ delivery: 'ok' });
    expect(reply.text).toBe('First, last.');
  });
});

describe('what cannot be decoded', () => {
  const bytes = (text: string): Buffer => {
    const [before, after] = text.split('?') as [string, string];
    return Buffer.concat([Buffer.from(before), Buffer.from([0xe5, 0x8f]), Buffer.from(after)]);
  };
  const end = (finish: string): string => `${event(chunk({}, finish))}data: [DONE]\n\n`;

  it.each([
    ['bad bytes', [bytes(say('台?湾 is')), end('stop')], ['decoding']],
    ['half of a pair', [event('{"choices":[{"delta":{"content":"a\\ud83d b"}}]}'), end('stop')], ['decoding']],
    [
      'half of a pair in the thought',
      [event('{"choices":[{"delta":{"reasoning":"a\\ud83d b"}}]}'), say('Yes.'), end('stop')],
      ['decoding'],
    ],
    ['bad bytes inside a text that was cut', [bytes(say('台?湾 is')), end('length')], ['decoding']],
    ['bad bytes at the end of a text that ended well', [bytes(say('Taiwan?')), end('stop')], ['decoding']],
    ['a character that the limit cut', [bytes(say('Taiwan?')), end('length')], []],
    ['half of a pair that the limit cut', [event('{"choices":[{"delta":{"content":"a\\ud83d"}}]}'), end('length')], []],
    [
      'a pair in two pieces',
      ['\\ud83d', '\\ude00'].map((half) => event(`{"choices":[{"delta":{"content":"${half}"}}]}`)).concat(end('stop')),
      [],
    ],
  ])('is flagged where it damages the text: %s', async (_, parts, flags) => {
    const reply = await ask('openai', parts);
    expect(deliveryOf(reply, 'local').flags).toEqual(flags);
    expect(reply.failure).toBeNull();
  });
});
