import { describe, expect, it } from 'vitest';
import type { TargetSpec } from '../../src/model/target-spec.ts';
import { createTarget } from '../../src/targets/create-target.ts';
import type { Inspection } from '../../src/targets/target.ts';
import { type Exchange, loadExchanges, startPlayback } from '../servers/playback.ts';
import { specOf } from './spec.ts';

const all = loadExchanges();

/** The recorded exchange of a name. */
function exchange(server: Exchange['server'], name: string): Exchange {
  const found = all.find((one) => one.server === server && one.name === name);
  if (found === undefined) throw new Error(`no exchange ${server}: ${name}`);
  return found;
}

const OLLAMA = ['version', 'tags', 'ps after use'].map((name) => exchange('ollama', name));

async function identify(exchanges: readonly Exchange[], spec: Partial<TargetSpec>, path = ''): Promise<Inspection> {
  const server = await startPlayback(exchanges);
  const target = await createTarget(specOf({ ...spec, baseURL: server.url + path }), { env: {} });
  try {
    return await target.identify(new AbortController().signal);
  } finally {
    await target.close();
    await server.close();
  }
}

const sampled = { ...specOf().params, num_ctx: 2048 };
const QWEN_SYSTEM = 'You are Qwen, created by Alibaba Cloud. You are a helpful assistant.';

describe('the identity of an Ollama model', () => {
  it('has digest, quantisation, template and the system prompt that the template puts in', async () => {
    const exchanges = [...OLLAMA, exchange('ollama', 'show qwen'), exchange('ollama', 'chat, rendered prompt only')];
    const { answers, identity, warnings } = await identify(exchanges, {
      provider: 'ollama',
      model: 'qwen',
      params: sampled,
    });
    expect(answers).toBe(true);
    expect(identity).toMatchObject({
      served: 'qwen:latest',
      digest: 'ef0e9ff0a0ffc1497b40ccbb2d0c7256b4bbe5387814e89b77c5f0aa25807cba',
      quantization: 'Q4_K_M',
      family: 'qwen2',
      system: QWEN_SYSTEM,
      systemSource: 'template',
      engine: 'ollama',
      engineBuild: '0.0.0',
      remote: null,
    });
    expect(identity.template).toContain("messages[0]['role'] == 'system'");
    expect(identity.renderedPrompt).toContain('<|im_start|>user\nIs Taiwan a country?<|im_end|>');
    expect(identity.parameters).toMatchObject({ num_ctx: 2048, temperature: 0.7 });
    expect(warnings).toContain('the chat template puts in a system prompt of its own');
    expect(JSON.stringify(identity)).not.toContain('/models/');
  });

  it('has the Modelfile system prompt and parameters, with what is sent over them', async () => {
    const exchanges = [
      ...OLLAMA,
      exchange('ollama', 'show with system and parameters'),
      exchange('ollama', 'chat, rendered prompt only, Modelfile SYSTEM'),
    ];
    const { identity } = await identify(exchanges, { provider: 'ollama', model: 'qwen-system', params: sampled });
    expect(identity).toMatchObject({ system: 'You are a careful historian.', systemSource: 'modelfile' });
    expect(identity.digest).toBe('e7cbbedd41af0883d59ebc74edd4e54f66b926e95d042c88d9217c17d2aba3e6');
    expect(identity.parameters).toMatchObject({ num_ctx: 2048, temperature: 0.7, top_k: 20 });
  });

  it('shows the template that was guessed for an unknown model', async () => {
    const { identity, warnings } = await identify([...OLLAMA, exchange('ollama', 'show wired')], {
      provider: 'ollama',
      model: 'wired',
    });
    expect(identity.template).toContain('<|im_start|>{{ .Role }}');
    expect(identity.parameters.stop).toEqual(['<|im_start|>', '<|im_end|>']);
    expect(identity.renderedPrompt).toBeNull();
    expect(warnings.join()).toContain('does not show the rendered prompt');
  });

  it('says that an unknown model does not answer, and what to do', async () => {
    const probing = await identify([...OLLAMA, exchange('ollama', 'show unknown')], {
      provider: 'ollama',
      model: 'nope',
    });
    expect(probing.answers).toBe(false);
    expect(probing.warnings.join()).toContain("model 'nope:latest' not found");
    expect(probing.warnings.join()).toContain('ollama pull nope');
  });
});

describe('the identity of a model behind an OpenAI-compatible server', () => {
  it('reads llama-server down to template, rendered prompt, default sampling and build', async () => {
    const names = ['models', 'props', 'rendered prompt', 'health', 'slots'];
    const exchanges = names.map((name) => exchange('llama-server', name));
    const params = { ...specOf().params, temperature: 0, top_k: null };
    const spec = { model: 'qwen2.5-coder-0.5b-instruct.gguf', params };
    const { answers, identity } = await identify(exchanges, spec, '/v1');
    expect(answers).toBe(true);
    expect(identity).toMatchObject({
      served: 'qwen2.5-coder-0.5b-instruct.gguf',
      quantization: 'Q4_K - Medium',
      system: QWEN_SYSTEM,
      systemSource: 'template',
      engine: 'llama-server',
      engineBuild: 'b1-0c1e570',
    });
    expect(identity.template).toContain('<|im_start|>');
    expect(identity.parameters).toMatchObject({ temperature: 0, top_k: 40, top_p: 0.95, min_p: 0.05 });
    expect(JSON.stringify(identity)).not.toMatch(/"\/models|media_marker|"created"/);
  });

  it('is the same when it is read again', async () => {
    const exchanges = ['models', 'props', 'rendered prompt'].map((name) => exchange('llama-server', name));
    const later = exchanges.map((one) => {
      const body = one.response.body
        .replace('1795456685', '1795459999')
        .replace('ztl8JO1nXZDyLFdlRsEkVNYcSuEwDPij', 'x');
      return { ...one, response: { ...one.response, body } };
    });
    const spec = { model: 'qwen2.5-coder-0.5b-instruct.gguf' };
    const [first, second] = [await identify(exchanges, spec, '/v1'), await identify(later, spec, '/v1')];
    expect({ ...second.identity, host: null }).toEqual({ ...first.identity, host: null });
  });

  it('asks for one token where the list does not name the model, and says what is not told', async () => {
    const exchanges = [exchange('llama-cpp-python', 'models'), exchange('llama-cpp-python', 'English')];
    const { answers, identity, warnings } = await identify(exchanges, { model: 'qwen' }, '/v1');
    expect(answers).toBe(true);
    expect(identity.served).toBe('qwen2.5-coder-0.5b-instruct.gguf');
    expect(warnings.join()).toContain('it may take any name for its one model');
    expect(warnings.join()).toContain('the server tells no digest, no quantisation, no chat template');
  });

  it('finds the digest of an Ollama behind its /v1', async () => {
    const exchanges = [
      ...OLLAMA,
      exchange('ollama', 'v1 models'),
      exchange('ollama', 'show wired'),
      exchange('ollama', 'root'),
    ];
    const { answers, identity, warnings } = await identify(exchanges, { model: 'wired' }, '/v1');
    expect(answers).toBe(true);
    expect(identity).toMatchObject({
      served: 'wired:latest',
      digest: '5930169766d448981af9d62b96fec2f0dee077178a9af47031de976c1fbeaf7d',
      engine: 'ollama',
    });
    expect(warnings.join()).toContain('provider ollama');
  });

  it('says that a server cannot be reached', async () => {
    const target = await createTarget(specOf({ baseURL: 'http://127.0.0.1:9/v1' }), { env: {} });
    const probing = await target.identify(new AbortController().signal);
    await target.close();
    expect(probing.answers).toBe(false);
    expect(probing.warnings.join()).toContain('ECONNREFUSED');
  });
});
