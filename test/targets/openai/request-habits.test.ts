import { afterEach, describe, expect, it } from 'vitest';
import { createTarget } from '../../../src/targets/create-target.ts';
import {
  chatStream,
  json,
  type Received,
  type Script,
  type ScriptedServer,
  startScripted,
} from '../../servers/scripted.ts';
import { askOf, specOf } from '../spec.ts';

let server: ScriptedServer;
afterEach(() => server.close());

const params = { ...specOf().params, top_k: 0, min_p: 0, repeat_penalty: 1 };

/** A server that refuses requests with some field as told, and answers the others. */
async function refusing(refusals: Record<string, Script>, at = 'chat'): Promise<void> {
  server = await startScripted(({ json: body, path }) => {
    const name = Object.keys(refusals).find((field) => body?.[field] !== undefined);
    return path.includes(at) && name !== undefined ? (refusals[name] as Script) : chatStream(['An answer.']);
  });
}

async function ask(calls: number, fields: object = {}) {
  const target = await createTarget(specOf({ baseURL: `${server.url}/v1`, params, ...fields }), { env: {} });
  const replies = await Promise.all(Array.from({ length: calls }, () => target.ask(askOf('Hello'))));
  const learned = target.learned?.() ?? [];
  await target.close();
  return { replies, learned, last: server.received.at(-1) as Received };
}

const openAi = (status: number, message: string, more: object = {}) =>
  json(status, { error: { message, type: 'invalid_request_error', param: null, code: null, ...more } });
const pydantic = (...loc: string[]) =>
  json(422, {
    detail: [{ type: 'extra_forbidden', loc: ['body', ...loc], msg: 'Extra inputs are not permitted', input: 1 }],
  });

describe('what a server refuses to be sent', () => {
  it.each([
    ['stream_options', pydantic('stream_options', 'include_usage')],
    ['stream_options', openAi(400, 'Unrecognized request argument supplied: stream_options')],
    ['stream_options', openAi(400, 'Stream options are not available', { param: 'stream_options' })],
    [
      'stream_options',
      json(422, { errors: [{ field: 'stream_options', code: 'not_allowed', message: 'is no attribute' }] }),
    ],
    ['stream_options', json(500, { error: "generate() got an unexpected keyword argument 'stream_options'" })],
    ['seed', openAi(400, "Unknown field 'seed'")],
    ['top_k', openAi(400, 'Unsupported parameter', { param: 'top_k' })],
    ['min_p', json(400, { message: 'min_p is not supported' })],
    ['repeat_penalty', openAi(422, '不支持参数 repeat_penalty')],
    ['top_p', openAi(400, "Unsupported parameter: 'top_p' is not supported with this model.")],
  ])('is not sent again: %s', async (name, refusal) => {
    await refusing({ [name]: refusal });
    const { replies, last } = await ask(1);
    expect(replies[0]).toMatchObject({ text: 'An answer.', failure: null });
    expect(server.received).toHaveLength(2);
    const [first, second] = server.received.map(({ json: body }) => body ?? {});
    expect(Object.keys(first ?? {}).filter((field) => !(field in (second ?? {})))).toEqual([name]);
    expect(last.json?.temperature).toBe(0.7);
  });

  it('costs no call its answer where eight learn it at once', async () => {
    await refusing({ stream_options: pydantic('stream_options'), seed: openAi(400, 'seed is not supported') });
    const { replies } = await ask(8);
    expect(replies.map(({ text }) => text)).toEqual(Array.from({ length: 8 }, () => 'An answer.'));
  });

  it('is found out field by field, and known to later calls', async () => {
    await refusing({
      min_p: openAi(400, 'min_p: unknown field'),
      top_k: openAi(400, 'top_k: unknown field'),
      stream_options: openAi(400, 'stream_options: unknown field'),
    });
    const target = await createTarget(specOf({ baseURL: `${server.url}/v1`, params }), { env: {} });
    await target.ask(askOf('Hello'));
    expect(server.received).toHaveLength(4);
    expect((await target.ask(askOf('Hello'))).text).toBe('An answer.');
    expect(server.received).toHaveLength(5);
    await target.close();
  });

  it('is told of, and kept with the answers, where it identifies the target', async () => {
    const message =
      "Unsupported value: 'temperature' does not support 0.7 with this model. Only the default (1) value is supported.";
    await refusing({ temperature: openAi(400, message, { param: 'temperature', code: 'unsupported_value' }) });
    const { replies, learned } = await ask(1);
    expect(replies[0]).toMatchObject({ text: 'An answer.', envelope: { not_taken: { temperature: 0.7 } } });
    expect(learned).toEqual([expect.stringMatching(/^temperature \(0\.7\) is not sent/)]);
  });

  it('is the name of the limit only, where the service has another', async () => {
    const message =
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";
    await refusing({ max_tokens: openAi(400, message, { param: 'max_tokens', code: 'unsupported_parameter' }) });
    const { replies, learned, last } = await ask(1);
    expect(replies[0]?.text).toBe('An answer.');
    expect(last.json).toMatchObject({ max_completion_tokens: 80 });
    expect(learned).toEqual([]);
  });

  it('is the seed, where a router has no host that takes all parameters', async () => {
    await refusing({ seed: openAi(404, 'No endpoints found that can handle the requested parameters.') });
    const { replies, learned } = await ask(1);
    expect(replies[0]?.text).toBe('An answer.');
    expect(learned).toEqual([expect.stringMatching(/^seed /)]);
  });
});

describe('what stays as configured', () => {
  it.each([
    ['a value out of range', openAi(400, 'temperature must be in (0, 1]', { param: 'temperature' }), {}],
    ['a field of the configuration itself', openAi(400, 'seed is not supported'), { body: { seed: 5 } }],
    [
      'a word of the prompt that is repeated',
      json(422, {
        detail: [{ type: 'missing', loc: ['body', 'user'], msg: 'unknown', input: { temperature: 0.7, seed: 7 } }],
      }),
      {},
    ],
    ['a filter that speaks of something else', openAi(400, 'Content Exists Risk'), {}],
    ['a limit that is too long', openAi(400, 'max_tokens is too large: unsupported', { param: 'max_tokens' }), {}],
    ['what a good server error says', openAi(500, 'seed is not supported'), {}],
  ])('%s', async (_, refusal, fields) => {
    await refusing({ model: refusal });
    const { replies, learned } = await ask(1, fields);
    expect(replies[0]?.failure).not.toBeNull();
    expect(server.received).toHaveLength(1);
    expect(learned).toEqual([]);
  });
});
