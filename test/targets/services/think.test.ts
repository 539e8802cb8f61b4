import { afterEach, describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config/load-config.ts';
import { ConfigError } from '../../../src/lib/errors.ts';
import { createTarget } from '../../../src/targets/create-target.ts';
import type { Think } from '../../../src/targets/services/service.ts';
import { sayThink, serviceAt } from '../../../src/targets/services/service-of.ts';
import { SERVICES } from '../../../src/targets/services/services.ts';
import {
  chatStream,
  json,
  type Received,
  type Script,
  type ScriptedServer,
  startScripted,
} from '../../servers/scripted.ts';
import { askOf, specOf } from '../spec.ts';

function said(host: string, model: string, think: Think): object | string {
  const service = serviceAt(`https://${host}/v1`);
  if (service === null) return 'no service';
  const answer = sayThink(service, think, model);
  return 'refused' in answer ? 'refused' : answer.fields;
}

describe('the setting of thinking, by service', () => {
  it.each([
    ['api.deepseek.com', 'deepseek-flash', false, { thinking: { type: 'disabled' } }],
    ['api.deepseek.com', 'deepseek-flash', true, { thinking: { type: 'enabled' } }],
    ['api.deepseek.com', 'deepseek-flash', 'low', { thinking: { type: 'enabled' }, reasoning_effort: 'low' }],
    ['api.deepseek.com', 'deepseek-flash', 'medium', 'refused'],
    ['dashscope-intl.aliyuncs.com', 'qwen3.6-flash', false, { enable_thinking: false }],
    ['w1.ap-southeast-1.maas.aliyuncs.com', 'qwen-plus', true, { enable_thinking: true }],
    ['dashscope.aliyuncs.com', 'qwen3.8-max', 'medium', { reasoning_effort: 'medium' }],
    ['dashscope.aliyuncs.com', 'qwen3.8-max', 'high', 'refused'],
    ['dashscope.aliyuncs.com', 'qwen3.8-max', false, 'refused'],
    ['dashscope.aliyuncs.com', 'qwen3-235b-a22b-thinking-2507', false, 'refused'],
    ['dashscope.aliyuncs.com', 'qwen3-235b-a22b-instruct-2507', true, 'refused'],
    ['openrouter.ai', 'deepseek/deepseek-v4.1-flash', false, { reasoning: { enabled: false } }],
    ['openrouter.ai', 'deepseek/deepseek-v4.1-flash', 'high', { reasoning: { effort: 'high' } }],
    ['ark.cn-beijing.volces.com', 'deepseek-v4-flash-ga-260731', false, { thinking: { type: 'disabled' } }],
    ['open.bigmodel.cn', 'glm-4.7', false, { thinking: { type: 'disabled' } }],
    ['api.z.ai', 'glm-5.3', false, 'refused'],
    ['api.z.ai', 'glm-5.3', 'max', { thinking: { type: 'enabled' }, reasoning_effort: 'max' }],
    ['api.moonshot.ai', 'kimi-k2.6', false, { thinking: { type: 'disabled' } }],
    ['api.moonshot.ai', 'kimi-k3', false, 'refused'],
    ['api.moonshot.ai', 'kimi-k3', 'low', { reasoning_effort: 'low' }],
    ['api.minimax.io', 'MiniMax-M3', false, { thinking: { type: 'disabled' } }],
    ['api.minimax.io', 'MiniMax-M2.5', false, 'refused'],
    ['api.hunyuan.cloud.tencent.com', 'hy3-preview', true, { enable_thinking: true }],
    ['tokenhub.tencentmaas.com', 'deepseek-v4', 'high', { thinking: { type: 'enabled', reasoning_effort: 'high' } }],
    ['qianfan.baidubce.com', 'deepseek-v3.2', true, { thinking: { type: 'enabled' } }],
    ['qianfan.baidubce.com', 'qwen3-32b', false, { enable_thinking: false }],
    ['api.siliconflow.cn', 'Qwen/Qwen3.6-27B', false, { enable_thinking: false }],
    ['api.groq.com', 'qwen/qwen3-32b', false, { reasoning_effort: 'none' }],
    ['api.groq.com', 'openai/gpt-oss-20b', false, 'refused'],
    ['api.groq.com', 'openai/gpt-oss-20b', 'low', { reasoning_effort: 'low' }],
    ['api.openai.com', 'gpt-5.1', false, { reasoning_effort: 'none' }],
    ['api.openai.com', 'o3', false, 'refused'],
    ['api.openai.com', 'gpt-4.1', 'low', 'refused'],
    ['generativelanguage.googleapis.com', 'gemini-2.5-flash', false, { reasoning_effort: 'none' }],
    ['generativelanguage.googleapis.com', 'gemini-3-pro', false, 'refused'],
    ['models.example', 'm', false, 'no service'],
    ['api.deepseek.com.evil.example', 'm', false, 'no service'],
  ] as const)('%s, %s: %s', (host, model, think, fields) => {
    expect(said(host, model, think)).toEqual(fields);
  });

  it('has a page and a day for each service', () => {
    for (const { sources, read, name } of Object.values(SERVICES)) {
      expect([name, sources.length > 0 && sources.every((page) => URL.canParse(page))]).toEqual([name, true]);
      expect(read).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
  });
});

let server: ScriptedServer;
afterEach(() => server?.close());

const TEMPLATE_OFF = { chat_template_kwargs: { enable_thinking: false, thinking: false } };

/** A server that renders prompts by its template, or none. */
function answering(paths: Record<string, (request: Received) => Script>): Promise<ScriptedServer> {
  return startScripted((request) => {
    if (request.path === '/v1/chat/completions') return chatStream(['An answer.']);
    return paths[request.path]?.(request) ?? json(404, { error: { message: 'not found' } });
  });
}

const list = (owned_by: string) => () => json(200, { data: [{ id: 'm', owned_by }] });

/** What a target's first call carried of thinking, after it was looked at. */
async function asked(fields: object): Promise<{ sent: object; parameters: object }> {
  const target = await createTarget(specOf({ baseURL: `${server.url}/v1`, ...fields }), { env: {} });
  try {
    const { identity } = await target.identify(new AbortController().signal);
    await target.ask(askOf('Hello'));
    const body = server.received.filter(({ path }) => path === '/v1/chat/completions').at(-1)?.json ?? {};
    const names = ['thinking', 'enable_thinking', 'chat_template_kwargs', 'reasoning_effort', 'reasoning'];
    const sent = Object.fromEntries(Object.entries(body).filter(([name]) => names.includes(name)));
    return { sent, parameters: identity.parameters };
  } finally {
    await target.close();
  }
}

describe('the setting of thinking at a server on this machine', () => {
  it('is an argument of the template at vLLM and SGLang, and stands in the identity', async () => {
    for (const owner of ['vllm', 'sglang']) {
      server = await answering({ '/v1/models': list(owner) });
      const { sent, parameters } = await asked({ think: false });
      expect(sent).toEqual(TEMPLATE_OFF);
      expect(parameters).toMatchObject({ think: false, ...TEMPLATE_OFF });
      await server.close();
    }
  });

  it('is an argument of the template at llama-server, where the template has that switch', async () => {
    const props = () => json(200, { default_generation_settings: {}, chat_template: 'T' });
    const rendered = ({ json: body }: Received) => {
      const { enable_thinking } = (body?.chat_template_kwargs ?? {}) as { enable_thinking?: boolean };
      return json(200, { prompt: enable_thinking === false ? 'Hello<think></think>' : 'Hello' });
    };
    server = await answering({ '/v1/models': list('llamacpp'), '/props': props, '/apply-template': rendered });
    const body = { chat_template_kwargs: { tools: 'none' } };
    expect((await asked({ think: false, body })).sent).toEqual({
      chat_template_kwargs: { ...TEMPLATE_OFF.chat_template_kwargs, tools: 'none' },
    });
    await expect(asked({ think: 'high' })).rejects.toThrow(/levels of thinking/);
    await server.close();
    server = await answering({
      '/v1/models': list('llamacpp'),
      '/props': props,
      '/apply-template': () => json(200, { prompt: 'Hello' }),
    });
    await expect(asked({ think: false })).rejects.toThrow(/a switch for thinking, got one that gives the same prompt/);
  });

  it('is an effort at LM Studio and at the OpenAI side of Ollama', async () => {
    server = await answering({
      '/v1/models': list('x'),
      '/api/v0/models': () => json(200, { data: [{ id: 'm', state: 'loaded' }] }),
    });
    expect((await asked({ think: false })).sent).toEqual({ reasoning_effort: 'none' });
    await server.close();
    server = await answering({
      '/v1/models': list('library'),
      '/api/tags': () => json(200, { models: [{ name: 'm' }] }),
    });
    expect((await asked({ think: 'low' })).sent).toEqual({ reasoning_effort: 'low' });
  });

  it('is refused where nothing tells what the server is, unless the configuration does', async () => {
    server = await answering({ '/v1/models': list('somebody') });
    const refusal = asked({ think: false, where: 'hosted' });
    await expect(refusal).rejects.toThrow(ConfigError);
    await expect(refusal).rejects.toThrow(/target t: think: false: expected .* into body/);
    expect(server.received.some(({ path }) => path === '/v1/chat/completions')).toBe(false);
    expect((await asked({ think: false, service: 'dashscope' })).sent).toEqual({ enable_thinking: false });
    expect((await asked({ think: null })).sent).toEqual({});
  });

  it('is never left out where a target is asked before it was looked at, or cannot be', async () => {
    server = await answering({ '/v1/models': list('vllm') });
    const target = await createTarget(specOf({ baseURL: `${server.url}/v1`, think: false }), { env: {} });
    await target.ask(askOf('Hello'));
    expect(server.received.at(-1)?.json).toMatchObject(TEMPLATE_OFF);
    await target.close();
    const gone = await createTarget(specOf({ baseURL: 'http://127.0.0.1:9/v1', think: false }), { env: {} });
    expect((await gone.ask(askOf('Hello'))).failure).toMatchObject({ kind: 'connection' });
    await gone.close();
  });
});

describe('a router', () => {
  const body = (written: string) =>
    parseConfig(`targets: [{ id: t, provider: openai, model: a/b, ${written} }]`, 'candor.yaml', {}).targets[0]?.spec
      .body;

  it('is asked to keep to hosts that take every parameter, beside what the configuration pins', () => {
    const at = 'baseURL: "https://openrouter.ai/api/v1"';
    expect(body(at)).toEqual({ provider: { require_parameters: true } });
    expect(body(`${at}, body: {provider: {only: [x]}}`)).toEqual({
      provider: { require_parameters: true, only: ['x'] },
    });
    expect(body(`${at}, body: {provider: {require_parameters: false}}`)).toEqual({
      provider: { require_parameters: false },
    });
    expect(body('baseURL: "https://api.example/v1"')).toEqual({});
  });
});

describe('the setting of thinking in a configuration', () => {
  const parse = (target: string) =>
    parseConfig(`params: {temperature: 0.7}\ntargets:\n  - { id: t, model: m, ${target} }`, 'candor.yaml', {});
  const deepseek = 'provider: openai, baseURL: "https://api.deepseek.com/v1"';

  it('is refused with its place where the service lacks it, or a body field says it too', () => {
    expect(() => parse(`${deepseek}, think: medium`)).toThrow(
      /candor\.yaml:3:\d+: expected think: one of low, high, max/,
    );
    expect(() => parse(`${deepseek}, think: false, body: {thinking: {type: enabled}}`)).toThrow(/body\.thinking/);
    expect(() => parse('provider: ollama, think: false, body: {think: true}')).toThrow(/body\.think/);
    expect(() => parse('provider: recording, file: f, think: true')).toThrow(/no think for a recording/);
    expect(() => parse('provider: ollama, think: hgih')).toThrow(/expected/);
  });

  it('does not let a parameter stand that the service passes over', () => {
    const [thinking] = parse(`${deepseek}, think: true`).targets;
    expect(thinking?.spec.params).toMatchObject({ temperature: null, top_p: 1 });
    const [plain] = parse(`${deepseek}, think: false`).targets;
    expect(plain?.spec.params).toMatchObject({ temperature: 0.7, top_p: 1 });
    expect(() => parse(`${deepseek}, think: true, params: {temperature: 0.2}`)).toThrow(
      /candor\.yaml:3:\d+: expected no temperature here, or null .*without effect/,
    );
    expect(parse(`${deepseek}, think: true, params: {temperature: null}`).targets).toHaveLength(1);
  });
});
