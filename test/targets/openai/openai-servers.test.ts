import { describe, expect, it } from 'vitest';
import type { TargetSpec } from '../../../src/model/target-spec.ts';
import { createTarget } from '../../../src/targets/create-target.ts';
import type { Inspection } from '../../../src/targets/target.ts';
import { chatStream, json, type Script, startScripted } from '../../servers/scripted.ts';
import { specOf } from '../spec.ts';

/** Identifies a model of a server that answers these paths and nothing else. */
async function identify(paths: Record<string, Script>, spec: Partial<TargetSpec>): Promise<Inspection> {
  const server = await startScripted(({ path }) => paths[path] ?? json(404, { detail: 'Not Found' }));
  const target = await createTarget(specOf({ ...spec, baseURL: `${server.url}/v1` }), { env: {} });
  const probing = await target.identify(new AbortController().signal);
  await target.close();
  await server.close();
  return probing;
}

function models(...data: object[]): Script {
  return json(200, { object: 'list', data });
}

describe('the identity that other servers tell', () => {
  it('is version, root, context and rendered prompt at vLLM', async () => {
    const entry = { id: 'm', owned_by: 'vllm', root: '/weights/Olmo-3-7B', max_model_len: 4096, created: 1 };
    const { answers, identity } = await identify(
      {
        '/v1/models': models(entry),
        '/version': json(200, { version: '0.11.2' }),
        '/tokenize': json(200, { tokens: [1, 2], count: 2 }),
        '/detokenize': json(200, {
          prompt: '<|im_start|>system\nYou are Olmo.<|im_end|>\n<|im_start|>user\nHello<|im_end|>\n',
        }),
      },
      { model: 'm' },
    );
    expect(answers).toBe(true);
    expect(identity).toMatchObject({
      engine: 'vllm',
      engineBuild: '0.11.2',
      system: 'You are Olmo.',
      systemSource: 'template',
      details: { root: 'Olmo-3-7B', max_model_len: 4096 },
    });
  });

  it('is quantisation and format at LM Studio', async () => {
    const model = {
      id: 'm',
      type: 'llm',
      arch: 'qwen2',
      quantization: 'Q4_K_M',
      state: 'not-loaded',
      max_context_length: 32768,
    };
    const { identity, warnings } = await identify(
      { '/v1/models': models({ id: 'm', owned_by: 'organization_owner' }), '/api/v0/models': models(model) },
      { model: 'm' },
    );
    expect(identity).toMatchObject({ engine: 'lm-studio', quantization: 'Q4_K_M', family: 'qwen2' });
    expect(warnings.join()).toContain('not loaded yet');
  });

  it('is not LM Studio where a gateway lists bare names under every path', async () => {
    const listed = models({ id: 'm', object: 'model', owned_by: 'us' });
    const { identity, warnings } = await identify({ '/v1/models': listed, '/api/v0/models': listed }, { model: 'm' });
    expect(identity.engine).not.toBe('lm-studio');
    expect(warnings.join()).not.toContain('LM Studio');
  });

  it('is little at a hosted service, which is said', async () => {
    const { answers, identity, warnings } = await identify(
      { '/v1/models': models({ id: 'm', owned_by: 'deepseek' }) },
      {
        model: 'm',
        where: 'hosted',
        apiKey: 'sk-secret',
        headers: { 'X-DashScope-DataInspection': '{"input":"cip"}', 'X-Key': 'k' },
      },
    );
    expect(answers).toBe(true);
    expect(warnings).toEqual([
      'the service tells no digest, no quantisation, no chat template: a change there would not be seen',
    ]);
    expect(identity.parameters['x-dashscope-datainspection']).toBe('{"input":"cip"}');
    expect(JSON.stringify(identity)).not.toMatch(/sk-secret|"k"/);
  });

  it('asks once for one token where there is no list, and gives the reason where that fails', async () => {
    const good = await identify(
      { '/v1/chat/completions': chatStream(['Hi'], 'length') },
      { model: 'm', where: 'hosted' },
    );
    expect(good.answers).toBe(true);
    const bad = await identify(
      { '/v1/chat/completions': json(401, { error: { message: 'Invalid API key' } }) },
      { model: 'm' },
    );
    expect(bad).toMatchObject({ answers: false });
    expect(bad.warnings.join()).toContain('Invalid API key');
  });
});
