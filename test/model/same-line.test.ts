import { expect, it } from 'vitest';
import { isSameLine } from '../../src/model/same-line.ts';
import type { TargetKind } from '../../src/model/target-kind.ts';
import { unknownIdentity } from '../../src/targets/identity-parts.ts';

const target = (
  model: string,
  digest: string | null = null,
  kind: TargetKind = 'openai',
  family: string | null = null,
) => ({
  id: 'local',
  kind,
  family,
  identity: { ...unknownIdentity(kind, model), digest },
});

it.each([
  ['qwen3:8b', 'qwen3:8b', true],
  ['Qwen/Qwen3-8B', 'qwen3-8b', true],
  ['./models/qwen3-8b.gguf', 'qwen3-8b', true],
  ['deepseek-chat', 'deepseek-chat-20260101', true],
  ['qwen3:8b', 'qwen3.5:8b', true],
  ['qwen3:8b', 'qwen3:32b', false],
  ['qwen3:8b', 'llama3.1:8b', false],
  ['mystery-1', 'mystery-2', false],
])('takes %s and %s under one id for releases of one model: %s', (a, b, is) => {
  expect(isSameLine(target(a), target(b))).toBe(is);
  expect(isSameLine(target(b), target(a))).toBe(is);
});

it('goes by the weights before names, by a family that is said, and does not guess where collected answers name only the target', () => {
  expect(isSameLine(target('one', 'sha256:1'), target('two', 'sha256:1'))).toBe(true);
  expect(isSameLine(target('one', null, 'openai', 'own'), target('two', null, 'openai', 'own'))).toBe(true);
  expect(isSameLine(target('local', null, 'recording'), target('llama3.1:8b'))).toBe(true);
});
