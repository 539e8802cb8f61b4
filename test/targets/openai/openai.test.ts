import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { deliveryOf } from '../../../src/reading/delivery.ts';
import { createTarget } from '../../../src/targets/create-target.ts';
import {
  chatStream,
  json,
  listen,
  type Received,
  type Script,
  type ScriptedServer,
  shut,
  sse,
  startScripted,
} from '../../servers/scripted.ts';
import { askOf, askOnce, specOf } from '../spec.ts';

const servers: ScriptedServer[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serve(answer: Script | ((request: Received, n: number) => Script)): Promise<ScriptedServer> {
  const server = await startScripted(typeof answer === 'function' ? answer : () => answer);
  servers.push(server);
  return server;
}

describe('what an openai target sends', () => {
  it('is the sampling that is set, the seed, and extra fields last', async () => {
    const server = await serve(chatStream(['Yes.']));
    await askOnce({
      baseURL: `${server.url}/v1`,
      params: { ...specOf().params, top_k: 0 },
      body: { chat_template_kwargs: { thinking: false }, max_tokens: null, max_completion_tokens: 80 },
      headers: { 'X-Team': 'a' },
    });
    expect(server.received[0]?.path).toBe('/v1/chat/completions');
    expect(server.received[0]?.headers['x-team']).toBe('a');
    expect(server.received[0]?.json).toEqual({
      model: 'm',
      messages: [{ role: 'user', content: 'Is Taiwan a country?' }],
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0.7,
      top_p: 0.95,
      top_k: 0,
      seed: 7,
      chat_template_kwargs: { thinking: false },
      max_completion_tokens: 80,
    });
  });

  it('is a JSON schema for judges', async () => {
    const server = await serve(chatStream(['{}']));
    await askOnce({ baseURL: server.url }, askOf('Judge.', { schema: { type: 'object' } }));
    expect(server.received[0]?.json?.response_format).toEqual({
      type: 'json_schema',
      json_schema: { name: 'answer', strict: true, schema: { type: 'object' } },
    });
  });

  it('holds nothing of the OPENAI_ variables of the environment', async () => {
    const secrets = { OPENAI_API_KEY: 'sk-env', OPENAI_ADMIN_KEY: 'sk-admin', OPENAI_ORG_ID: 'org-env' };
    const more = {
      OPENAI_PROJECT_ID: 'proj-env',
      OPENAI_BASE_URL: 'http://127.0.0.1:9',
      OPENAI_CUSTOM_HEADERS: 'X-Env: env',
    };
    Object.assign(process.env, secrets, more);
    try {
      const server = await serve(chatStream(['Yes.']));
      const reply = await askOnce({ baseURL: server.url }, askOf('x'), { ...secrets, ...more });
      expect(reply.text).toBe('Yes.');
      expect(server.received[0]?.headers.authorization).toBeUndefined();
      expect(JSON.stringify(server.received)).not.toMatch(/sk-|-env|x-env/i);
    } finally {
      for (const name of Object.keys({ ...secrets, ...more })) delete process.env[name];
    }
  });

  it('has the key of its own target only', async () => {
    const [first, second] = [await serve(chatStream(['1'])), await serve(chatStream(['2']))];
    await askOnce({ baseURL: first.url, apiKey: 'sk-first' });
    await askOnce({ baseURL: second.url });
    expect(first.received[0]?.headers.authorization).toBe('Bearer sk-first');
    expect(second.received[0]?.headers.authorization).toBeUndefined();
  });

  it('goes to no other origin by a redirect', async () => {
    const other = await serve(chatStream(['stolen']));
    const server = await serve({ status: 307, headers: { location: `${other.url}/v1/chat/completions` } });
    const reply = await askOnce({ baseURL: server.url, apiKey: 'sk-secret', headers: { 'x-secret': 'y' } });
    expect(other.received).toEqual([]);
    expect(deliveryOf(reply, 'local')).toMatchObject({ delivery: 'error', kind: 'configuration', retryable: false });
    expect(reply.failure?.message).toContain('set baseURL');
  });

  it('follows a redirect within its origin', async () => {
    const server = await serve(({ path }) =>
      path.startsWith('/v1') ? chatStream(['Yes.']) : { status: 308, headers: { location: `/v1${path}` } },
    );
    const reply = await askOnce({ baseURL: server.url, apiKey: 'sk-own' });
    expect(reply.text).toBe('Yes.');
    expect(server.received[1]?.headers.authorization).toBe('Bearer sk-own');
    expect(server.received[1]?.json?.model).toBe('m');
  });

  it('leaves stream_options out once a server refused them', async () => {
    const server = await serve(({ json: body }) =>
      body?.stream_options === undefined
        ? chatStream(['Yes.'])
        : json(400, { error: { message: 'Unrecognized request argument supplied: stream_options' } }),
    );
    const target = await createTarget(specOf({ baseURL: server.url }), { env: {} });
    const replies = [await target.ask(askOf('1')), await target.ask(askOf('2'))];
    await target.close();
    expect(replies.map(({ text }) => text)).toEqual(['Yes.', 'Yes.']);
    expect(server.received).toHaveLength(3);
  });

  it('is sent once, whatever comes back', async () => {
    const server = await serve(json(503, { error: { message: 'busy' } }, { 'retry-after': '3600' }));
    const reply = await askOnce({ baseURL: server.url });
    expect(server.received).toHaveLength(1);
    expect(reply.failure).toMatchObject({
      kind: 'http',
      retryAfterMs: 3_600_000,
      body: '{"error":{"message":"busy"}}',
    });
  });
});

describe('what an openai target reads', () => {
  it('is put together from chunks cut anywhere, also inside a character', async () => {
    const whole = (chatStream(['台湾', '是', ' a place.']).parts ?? []).join('');
    const bytes = Buffer.from(whole);
    const raw = createServer(async (request, response) => {
      request.resume();
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (let at = 0; at < bytes.length; at += 7) {
        response.write(bytes.subarray(at, at + 7));
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    });
    const port = await listen(raw);
    const reply = await askOnce({ baseURL: `http://127.0.0.1:${port}` });
    await shut(raw);
    expect(reply).toMatchObject({ text: '台湾是 a place.', finish: 'stop', failure: null });
  });

  it('keeps ids, served model, provider, filter results, usage and limits, and leaves out what says nothing', async () => {
    const script = sse([
      {
        choices: [],
        prompt_filter_results: [{ prompt_index: 0, content_filter_results: { hate: { filtered: false } } }],
      },
      {
        provider: 'Novita',
        system_fingerprint: 'fp_1',
        choices: [{ index: 0, delta: { content: 'Yes.' }, finish_reason: null }],
      },
      { choices: [{ index: 0, delta: {}, finish_reason: 'stop', native_finish_reason: 'eos' }] },
      {
        choices: [],
        usage: {
          prompt_tokens: 5,
          completion_tokens: 2,
          total_tokens: 7,
          completion_tokens_details: { reasoning_tokens: 0, x: 3 },
        },
      },
    ]);
    const headers = {
      ...script.headers,
      'x-request-id': 'r-1',
      'x-ratelimit-remaining-requests': '9',
      'x-served-by': 'z',
    };
    const server = await serve({ ...script, headers });
    const reply = await askOnce({ baseURL: server.url });
    expect(reply.usage).toEqual({ prompt: 5, completion: 2, reasoning: 0 });
    expect(reply.envelope).toEqual({
      id: 'chatcmpl-1',
      created: 1_700_000_000,
      provider: 'Novita',
      system_fingerprint: 'fp_1',
      native_finish_reason: 'eos',
      prompt_filter_results: [{ prompt_index: 0, content_filter_results: { hate: { filtered: false } } }],
      usage: { completion_tokens_details: { x: 3 } },
      'x-request-id': 'r-1',
      'x-ratelimit-remaining-requests': '9',
    });
  });

  it.each([
    ['reasoning_content', 'Hm.', 'present'],
    ['reasoning', 'Hm.', 'present'],
    ['thinking', 'Hm.', 'present'],
    ['reasoning_content', '\n\n', 'empty'],
    ['reasoning_content', null, 'absent'],
  ] as const)('takes %s %j as %s reasoning', async (field, value, state) => {
    const delta = { role: 'assistant', content: 'Yes.', [field]: value };
    const server = await serve(sse([{ choices: [{ index: 0, delta, finish_reason: 'stop' }] }]));
    const reply = await askOnce({ baseURL: server.url });
    expect(reply).toMatchObject({ text: 'Yes.', reasoningState: state, reasoning: value });
  });

  it('takes an answer with its finish reason for whole, however the connection ends', async () => {
    const whole = chatStream(['Yes.']);
    const parts = (whole.parts ?? []).slice(0, -1);
    const left = await askOnce({ baseURL: (await serve({ ...whole, after: 'hang' })).url, timeoutSeconds: 30 });
    const reset = await askOnce({ baseURL: (await serve({ ...whole, parts, after: 'reset' })).url });
    const slow = await askOnce({ baseURL: (await serve({ ...whole, parts, after: 'hang' })).url, timeoutSeconds: 0.5 });
    for (const reply of [left, reset, slow])
      expect(reply).toMatchObject({ text: 'Yes.', finish: 'stop', failure: null });
  });

  it('cuts a very long raw body, with a note', async () => {
    const server = await serve({ status: 500, parts: ['x'.repeat(100_000)] });
    const reply = await askOnce({ baseURL: server.url });
    expect(reply.failure?.body).toMatch(/^x{65536}\n\[cut here: 100000 characters in all\]$/);
  });

  it('counts a prompt that the server cut as a mistake of the set-up', async () => {
    const server = await serve(chatStream(['Yes.'], 'stop', { usage: { prompt_tokens: 258, completion_tokens: 1 } }));
    const reply = await askOnce({ baseURL: server.url }, askOf('Taiwan is an island. '.repeat(300)));
    expect(deliveryOf(reply, 'local')).toMatchObject({ delivery: 'error', kind: 'configuration', retryable: false });
  });
});

describe('the deadline of an openai target', () => {
  it.each([
    ['no headers', { parts: [60_000] as (string | number)[], silent: true }],
    ['headers and a silent body', { parts: [], silent: false }],
    ['half an answer', { parts: (chatStream(['Half']).parts ?? []).slice(0, 1), silent: false }],
  ])('covers %s', async (name, { parts }) => {
    const raw = createServer((_request, response) => {
      if (name === 'no headers') return;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
      for (const part of parts) response.write(part);
    });
    const port = await listen(raw);
    const reply = await askOnce({ baseURL: `http://127.0.0.1:${port}`, timeoutSeconds: 0.3 });
    await shut(raw);
    expect(reply.failure?.kind).toBe('timeout');
    expect(reply.text).toBe(name === 'half an answer' ? 'Half' : '');
    expect(deliveryOf(reply, 'local')).toMatchObject({ delivery: 'error', kind: 'timeout', retryable: true });
  });

  it('does not hold an aborted call', async () => {
    const server = await serve({ headers: { 'content-type': 'text/event-stream' }, after: 'hang' });
    const controller = new AbortController();
    const pending = askOnce({ baseURL: server.url }, askOf('x', { signal: controller.signal }));
    setTimeout(() => controller.abort(), 100);
    expect((await pending).failure).toMatchObject({ kind: 'connection', message: 'the call was broken off' });
  });

  it('makes no call for a signal that is aborted already', async () => {
    const server = await serve(chatStream(['Yes.']));
    const reply = await askOnce({ baseURL: server.url }, askOf('x', { signal: AbortSignal.abort() }));
    expect(reply.failure).not.toBeNull();
    expect(server.received).toEqual([]);
  });

  it('tells a refused connection by its code', async () => {
    const reply = await askOnce({ baseURL: 'http://127.0.0.1:9/v1' });
    expect(reply.failure).toMatchObject({ kind: 'connection' });
    expect(reply.failure?.message).toContain('ECONNREFUSED');
  });
});
