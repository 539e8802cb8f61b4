import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { wiredGguf } from '../../../scripts/wired-gguf.ts';
import { parseConfig } from '../../../src/config/load-config.ts';
import type { TargetSpec } from '../../../src/model/target-spec.ts';
import { createTarget } from '../../../src/targets/create-target.ts';
import { callSeconds } from '../../../src/targets/services/reasoning-budget.ts';
import type { Inspection } from '../../../src/targets/target.ts';
import { json, type Received, type Script, type ScriptedServer, sse, startScripted } from '../../servers/scripted.ts';
import { askOf, specOf } from '../spec.ts';

/** Tokens that the scripted model thinks before it answers. */
const THOUGHT = 5000;
const WHOLE = 31_744;

let server: ScriptedServer;
afterEach(() => server?.close());

/** A model that thinks before it answers, unless it is told not to; what its limit does not reach never comes. */
function thinker({ json: body }: Received): Script {
  const say = (delta: object, finish: string | null = null) => ({
    choices: [{ index: 0, delta, finish_reason: finish }],
  });
  const thinks = JSON.stringify(body).includes('"enable_thinking":false') ? 0 : THOUGHT;
  const most = Number(body?.max_tokens ?? body?.max_completion_tokens);
  const thought = say({ reasoning: 'Let me think. ' });
  if (most <= thinks) return sse([thought, say({}, 'length')]);
  return sse([thought, say({ content: 'An answer.' }), say({}, 'stop')]);
}

async function openAi(owner = 'vllm', paths: Record<string, Script> = {}): Promise<void> {
  server = await startScripted((request) => {
    if (request.path === '/v1/chat/completions') return thinker(request);
    if (request.path === '/v1/models') return json(200, { data: [{ id: 'm', owned_by: owner }] });
    return paths[request.path] ?? json(404, {});
  });
}

/** A target as the configuration makes it, looked at and asked once. */
async function asked(fields: string, changes: Partial<TargetSpec> = {}) {
  const [target] = parseConfig(`targets: [{ id: t, ${fields} }]`, 'candor.yaml', {}).targets;
  if (target === undefined) throw new Error('expected a target');
  const made = await createTarget({ ...target.spec, ...changes }, { env: {} });
  const inspection: Inspection = await made.identify(new AbortController().signal);
  const reply = await made.ask(askOf('Hello'));
  await made.close();
  const body = server.received.filter(({ path }) => /chat/.test(path)).at(-1)?.json ?? {};
  return { inspection, reply, body };
}

const at = () => `provider: openai, baseURL: "${server.url}/v1"`;

describe('tokens for thought beside the answer', () => {
  it('let a model that is told to think come to its answer', async () => {
    await openAi();
    const thinking = await asked(`${at()}, model: m, think: true`);
    expect(thinking.reply).toMatchObject({ text: 'An answer.', finish: 'stop' });
    expect(thinking.body.max_tokens).toBe(1024 + WHOLE);
    expect(thinking.inspection).toMatchObject({
      reasoningTokens: WHOLE,
      identity: { parameters: { max_tokens: 1024 + WHOLE, reasoning_tokens: WHOLE } },
      warnings: expect.arrayContaining([
        expect.stringMatching(/^it thinks: up to 31744 tokens .* 1024 for the answer/),
      ]),
    });
    const plain = await asked(`${at()}, model: m, think: false`);
    expect(plain.reply).toMatchObject({ text: 'An answer.', finish: 'stop' });
    expect(plain.body.max_tokens).toBe(1024);
    expect(plain.inspection.reasoningTokens).toBeUndefined();
  });

  it('are given to models that are known to think, and to no others', async () => {
    await openAi();
    expect((await asked(`${at()}, model: allenai/Olmo-3-7B-Think`)).body.max_tokens).toBe(1024 + WHOLE);
    expect((await asked(`${at()}, model: m, service: deepseek`)).body.max_tokens).toBe(1024 + WHOLE);
    expect((await asked(`${at()}, model: allenai/Olmo-3-7B-Instruct`)).body.max_tokens).toBe(1024);
    expect((await asked(`${at()}, model: m`)).body.max_tokens).toBe(1024);
  });

  it('are as configured, also where nothing tells that the model thinks', async () => {
    await openAi();
    const { body, reply } = await asked(`${at()}, model: m, params: { max_tokens: 200, reasoning_tokens: 6000 }`);
    expect(body).toMatchObject({ max_tokens: 6200, thinking_token_budget: 6000 });
    expect(reply.text).toBe('An answer.');
    const none = await asked(`${at()}, model: m, think: true, params: { reasoning_tokens: 0 }`);
    expect(none.body.max_tokens).toBe(1024);
    expect(none.reply).toMatchObject({ text: '', finish: 'length' });
  });

  it('are a limit of their own where the service counts them apart', async () => {
    await openAi();
    const { body } = await asked(`${at()}, model: m, think: true, service: siliconflow`);
    expect(body).toMatchObject({ max_tokens: 1024, thinking_budget: WHOLE, enable_thinking: true });
  });

  it('are none for a target of a run that was stored before there were any', async () => {
    await openAi();
    const { budgeted: _later, ...old } = specOf({ baseURL: `${server.url}/v1`, model: 'Olmo-3-7B-Think' });
    const target = await createTarget(old, { env: {} });
    const { identity } = await target.identify(new AbortController().signal);
    expect(identity.parameters).toMatchObject({ max_tokens: 80 });
    expect(identity.parameters.reasoning_tokens).toBeUndefined();
    await target.close();
  });

  it.each([
    ['<think>\n', WHOLE],
    ['', 0],
  ])('are seen to be needed from the template of llama-server, which ends with "%s"', async (tail, thought) => {
    await openAi('llamacpp', {
      '/props': json(200, { default_generation_settings: {}, chat_template: 'T' }),
      '/apply-template': json(200, { prompt: `Hello${tail}` }),
    });
    expect((await asked(`${at()}, model: m`)).body.max_tokens).toBe(1024 + thought);
  });
});

describe('tokens for thought at Ollama', () => {
  const ollama = async (capabilities: string[]): Promise<void> => {
    server = await startScripted(({ path, json: body }) => {
      if (path === '/api/show')
        return json(200, { capabilities, details: {}, model_info: { 'q.context_length': 40_960 } });
      if (path !== '/api/chat' || body?._debug_render_only === true) return json(404, { error: 'no' });
      const message = { role: 'assistant', content: 'An answer.' };
      return json(200, { model: 'm', created_at: 't', message, done: true, done_reason: 'stop' });
    });
  };
  const options = async (fields: string) => {
    const { body, inspection } = await asked(`provider: ollama, model: m, baseURL: "${server.url}", ${fields}`);
    return { ...(body.options as object), warnings: inspection.warnings.join('\n') };
  };

  it('come with a context that holds them', async () => {
    await ollama(['completion', 'thinking']);
    expect(await options('think: null')).toMatchObject({
      num_predict: 1024 + WHOLE,
      num_ctx: 2048 + 1024 + WHOLE,
    });
    expect(await options('think: false')).toMatchObject({ num_predict: 1024, num_ctx: 4096 });
    expect(await options('params: { num_ctx: 8192 }')).toMatchObject({
      num_ctx: 8192,
      warnings: expect.stringMatching(/context of 8192 tokens leaves about 5120 of them/),
    });
  });

  it('are none for a model that cannot think', async () => {
    await ollama(['completion']);
    expect(await options('think: null')).toMatchObject({ num_predict: 1024, num_ctx: 4096 });
  });
});

describe('tokens for thought in the embedded engine', () => {
  const file = (template: string): string => {
    const path = join(mkdtempSync(join(tmpdir(), 'candor-thinks-')), 'm.gguf');
    writeFileSync(path, wiredGguf(0.5, template));
    return path;
  };
  const head = '{% for m in messages %}<|{{ m.role }}|>{{ m.content }}<|end|>{% endfor %}<|assistant|>';
  const switched = `${head}{% if enable_thinking is defined and not enable_thinking %}<think>\n\n</think>{% endif %}`;

  async function inspect(template: string, fields: Partial<TargetSpec> = {}): Promise<Inspection> {
    const spec = specOf({ provider: 'llama-cpp', model: file(template), concurrency: 1, budgeted: true, ...fields });
    const target = await createTarget(spec, { env: process.env });
    try {
      return await target.identify(new AbortController().signal);
    } finally {
      await target.close();
    }
  }

  it('are seen to be needed from the template, and come with a warning where the model’s context is too short', async () => {
    for (const template of [switched, `${head}<think>\n`]) {
      const { identity, reasoningTokens, warnings } = await inspect(template);
      expect(reasoningTokens).toBe(WHOLE);
      expect(identity.parameters).toMatchObject({ max_tokens: 80 + WHOLE, reasoning_tokens: WHOLE });
      expect(warnings.join('\n')).toMatch(/leaves about/);
    }
  });

  it('are none where thinking is off, or the template knows nothing of it', async () => {
    const off = await inspect(switched, { think: false });
    expect(off.reasoningTokens).toBeUndefined();
    expect(off.identity.renderedPrompt).toMatch(/<think>\n\n<\/think>$/);
    const plain = await inspect(head);
    expect(plain.identity.parameters).toEqual({ threads: 1, context: expect.any(Number), sequences: 1 });
  });
});

describe('the time of one call', () => {
  it('is longer by the thought where nothing is configured', () => {
    expect(callSeconds(specOf({ timeoutSeconds: 300 }), 0)).toBe(300);
    expect(callSeconds(specOf({ timeoutSeconds: 300 }), 25_000)).toBe(1300);
    expect(callSeconds(specOf({ timeoutSeconds: 60 }), 25_000)).toBe(60);
  });
});
