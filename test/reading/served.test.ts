import { describe, expect, it } from 'vitest';
import { servedIn } from '../../src/reading/served.ts';

const nobody = { model: null, by: null, fingerprint: null, region: null };

describe('who answered, as an answer says it', () => {
  it.each([
    [
      'OpenAI',
      { model: 'm-2026-01-01', system_fingerprint: 'fp_1' },
      {},
      { model: 'm-2026-01-01', fingerprint: 'fp_1' },
    ],
    ['OpenRouter', { model: 'v/m', provider: 'DeepInfra' }, {}, { model: 'v/m', by: 'DeepInfra' }],
    ['Hugging Face', { model: 'm' }, { 'x-inference-provider': 'together' }, { model: 'm', by: 'together' }],
    [
      'LiteLLM',
      { model: 'alias' },
      { 'x-litellm-model-api-base': 'https://h.example/v1?key=secret' },
      { model: 'alias', by: 'h.example' },
    ],
    [
      'Azure',
      { model: 'm' },
      { 'x-ms-region': 'East US', 'azureml-model-session': 'turbo-0613' },
      { model: 'm', region: 'East US', fingerprint: 'turbo-0613' },
    ],
    ['Groq', { model: 'm' }, { 'x-groq-region': 'us-west-1' }, { model: 'm', region: 'us-west-1' }],
    [
      'Cloudflare',
      { model: 'asked' },
      { 'cf-aig-model': 'other', 'cf-aig-provider': 'vendor' },
      { model: 'other', by: 'vendor' },
    ],
    [
      'Ollama and its cloud',
      { model: 'm', remote_model: 'big', remote_host: 'https://ollama.com:443' },
      {},
      { model: 'big', by: 'ollama.com' },
    ],
    ['Gemini', { modelVersion: 'g-001' }, {}, { model: 'g-001' }],
    ['a file path', { model: '/home/ada/models/m.gguf' }, {}, { model: 'm.gguf' }],
    ['a header twice', { model: 'm' }, { 'x-inference-provider': ['one', 'two'] }, { model: 'm', by: 'one' }],
  ])('is read of %s', (_who, body, headers, found) => {
    expect(servedIn(body, headers)).toEqual({ ...nobody, ...found });
  });

  it.each([
    ['nothing', {}, {}],
    ['empty names', { model: '', provider: ' ' }, { 'x-model': '' }],
    ['what is no name', { model: 7, provider: null, system_fingerprint: ['x', 1].length }, {}],
  ])('is not known of %s', (_what, body, headers) => {
    expect(servedIn(body, headers)).toBeUndefined();
  });

  it('is cut where a server sends a name without end', () => {
    expect(servedIn({ model: 'm'.repeat(5_000) })?.model).toHaveLength(200);
  });
});
