import { describe, expect, it } from 'vitest';
import { ModelName } from '../../src/report/page/model-name.tsx';

describe('a model’s name on a page', () => {
  it('may break after its marks, and never inside a number', () => {
    const written = (name: string): string => String(ModelName({ name }));
    expect(written('Qwen/Qwen3-0.6B')).toBe('Qwen/<wbr/>Qwen3-<wbr/>0.6B');
    expect(written('智谱清言 GLM-4.6')).toBe('智谱清言 GLM-<wbr/>4.6');
    expect(written('model.q4_k.gguf')).toBe('model.<wbr/>q4_<wbr/>k.<wbr/>gguf');
  });
});
