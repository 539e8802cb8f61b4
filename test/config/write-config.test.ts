import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/load-config.ts';
import { writeConfig } from '../../src/config/write-config.ts';

describe('writeConfig', () => {
  it('writes a file that loads, with a target for each model', () => {
    const text = writeConfig([
      {
        provider: 'ollama',
        server: 'ollama',
        baseURL: 'http://127.0.0.1:11434',
        models: ['qwen3:8b', 'qwen3/8b', 'yes'],
      },
      { provider: 'openai', server: 'llama-server', baseURL: 'http://127.0.0.1:8080/v1', models: [] },
      { provider: 'openai', server: 'vllm', baseURL: 'http://127.0.0.1:8000/v1', models: ['org/Llama: 3 "x" #1'] },
    ]);
    expect(
      parseConfig(text, 'candor.yaml', {}).targets.map(({ spec }) => [spec.id, spec.model, spec.family, spec.where]),
    ).toEqual([
      ['qwen3-8b', 'qwen3:8b', 'qwen', 'local'],
      ['qwen3-8b-2', 'qwen3/8b', 'qwen', 'local'],
      ['yes', 'yes', null, 'local'],
      ['org-Llama-3-x-1', 'org/Llama: 3 "x" #1', 'llama', 'local'],
    ]);
    expect(text).toContain('llama-server at http://127.0.0.1:8080/v1: it answers, and has no model');
  });

  it('writes a file that loads where nothing was found', () => {
    const text = writeConfig([]);
    expect(parseConfig(text, 'candor.yaml', {}).targets).toEqual([]);
    expect(text).toContain('No model server was found');
    expect(parseConfig(text, 'candor.yaml', {})).toMatchObject({ probes: [], tags: ['quick'] });
  });
});
