import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Reply } from '../../../src/model/reply.ts';
import type { TargetSpec } from '../../../src/model/target-spec.ts';
import { deliveryOf } from '../../../src/reading/delivery.ts';
import { createTarget } from '../../../src/targets/create-target.ts';
import { json, type Script, type ScriptedServer, startScripted } from '../../servers/scripted.ts';
import { askOf, askOnce, specOf } from '../spec.ts';

let server: ScriptedServer;

afterEach(async () => {
  vi.restoreAllMocks();
  await server.close();
});

/** JSON lines as Ollama streams them. */
function lines(...objects: object[]): Script {
  const parts = objects.map((object) => `${JSON.stringify({ model: 'm', created_at: 't', ...object })}\n`);
  return { headers: { 'content-type': 'application/x-ndjson' }, parts };
}

const END = {
  message: { role: 'assistant', content: '' },
  done: true,
  done_reason: 'stop',
  prompt_eval_count: 5,
  eval_count: 2,
};

function say(content: string, more: object = {}): object {
  return { message: { role: 'assistant', content, ...more }, done: false };
}

async function askOllama(script: Script, spec: Partial<TargetSpec> = {}, ask = askOf('Hello')): Promise<Reply> {
  server = await startScripted(() => script);
  return askOnce({ provider: 'ollama', baseURL: server.url, ...spec }, ask);
}

describe('an Ollama target', () => {
  it('always sends context length, seed, all sampling parameters and truncate: false', async () => {
    const params = { ...specOf().params, top_k: 20, min_p: 0, repeat_penalty: 1 };
    await askOllama(lines(say('Yes.'), END), {
      params,
      think: false,
      body: { options: { mirostat: 0 }, keep_alive: '1h' },
    });
    expect(server.received[0]?.json).toEqual({
      model: 'm',
      messages: [{ role: 'user', content: 'Hello' }],
      stream: true,
      truncate: false,
      shift: false,
      think: false,
      keep_alive: '1h',
      options: {
        ...{ num_ctx: 4096, num_predict: 80, seed: 7, temperature: 0.7, top_p: 0.95, top_k: 20 },
        ...{ min_p: 0, repeat_penalty: 1, mirostat: 0 },
      },
    });
  });

  it('keeps thinking apart from the answer', async () => {
    const reply = await askOllama(lines(say('', { thinking: 'Hm' }), say('', { thinking: '.' }), say('Yes.'), END));
    expect(reply).toMatchObject({ text: 'Yes.', reasoning: 'Hm.', reasoningState: 'present', finish: 'stop' });
    expect(reply.usage).toEqual({ prompt: 5, completion: 2 });
  });

  it('prints nothing, whatever the server sends', async () => {
    const printed = ['log', 'warn', 'error', 'info', 'debug'].map((name) => vi.spyOn(console, name as 'log'));
    const bad = lines(say('Yes'), END);
    await askOllama({ ...bad, parts: ['no json\n', '\n', ...(bad.parts ?? []), '{"half'] });
    await server.close();
    const reply = await askOllama({
      status: 502,
      headers: { 'content-type': 'text/html' },
      parts: ['<h1>Bad Gateway</h1>'],
    });
    expect(reply.failure).toMatchObject({ kind: 'http', body: '<h1>Bad Gateway</h1>' });
    for (const spy of printed) expect(spy).not.toHaveBeenCalled();
  });

  it('calls a stream without an end an error, unless its tail repeats itself', async () => {
    const broken = await askOllama(lines(say('Half of')));
    expect(deliveryOf(broken, 'local')).toMatchObject({ delivery: 'error', kind: 'protocol', retryable: true });
    expect(broken.text).toBe('Half of');
    await server.close();
    const repeated = await askOllama(lines(...Array.from({ length: 31 }, () => say('no '))));
    expect(repeated.finish).toBe('repetition');
    expect(deliveryOf(repeated, 'local').delivery).toBe('truncated');
  });

  it('counts a prompt that the server cut without a word as a mistake of the set-up', async () => {
    const ask = askOf('Taiwan is an island. '.repeat(1800));
    const reply = await askOllama(lines(say('Yes.'), { ...END, prompt_eval_count: 2050 }), {}, ask);
    expect(deliveryOf(reply, 'local')).toMatchObject({ delivery: 'error', kind: 'configuration', retryable: false });
    expect(reply.failure?.message).toContain('num_ctx');
  });

  it('ends a call that is aborted or too slow, with what had come', async () => {
    const hanging: Script = { ...lines(say('Half')), after: 'hang' };
    const slow = await askOllama(hanging, { timeoutSeconds: 0.3 });
    expect(slow).toMatchObject({ text: 'Half', failure: { kind: 'timeout' } });
    await server.close();
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 100);
    const aborted = await askOllama(hanging, {}, askOf('Hello', { signal: controller.signal }));
    expect(aborted.failure).toMatchObject({ kind: 'connection', message: 'the call was broken off' });
  });

  it('warns that a model is handed on to somebody else', async () => {
    server = await startScripted(({ path }) => {
      if (path === '/api/tags') return json(200, { models: [{ name: 'big:cloud', digest: 'd', details: {} }] });
      if (path === '/api/show') {
        return json(200, {
          template: '{{ .Prompt }}',
          details: {},
          remote_model: 'big',
          remote_host: 'https://ollama.com:443',
        });
      }
      return json(200, path === '/api/version' ? { version: '0.12.0' } : {});
    });
    const target = await createTarget(specOf({ provider: 'ollama', model: 'big:cloud', baseURL: server.url }), {
      env: {},
    });
    const { identity, warnings } = await target.identify(new AbortController().signal);
    await target.close();
    expect(identity).toMatchObject({ remote: 'https://ollama.com:443: big', engineBuild: '0.12.0' });
    expect(warnings.join()).toContain('does not run on this machine');
  });
});
