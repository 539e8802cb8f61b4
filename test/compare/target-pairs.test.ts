import { describe, expect, it } from 'vitest';
import { modelName, type PairedAcross, reasoningOf, targetPairs } from '../../src/compare/target-pairs.ts';
import type { TargetRecord } from '../../src/model/run.ts';
import { unknownIdentity } from '../../src/targets/identity-parts.ts';

interface Changes extends Partial<TargetRecord> {
  readonly host?: string | null;
  readonly remote?: string | null;
}

function target(id: string, { host = null, remote = null, ...rest }: Changes = {}): TargetRecord {
  const identity = { ...unknownIdentity('ollama', 'm'), host, remote };
  return {
    id,
    family: 'qwen',
    kind: 'openai',
    model: 'm',
    where: 'local',
    identityHash: id,
    identity,
    params: {},
    ...rest,
  };
}

const ids = (targets: readonly TargetRecord[], across: PairedAcross) =>
  targetPairs(targets, across).map(({ base, candidate }) => `${base.id} ${candidate.id}`);
const think = (value: boolean | string) => ({ params: { think: value } });

describe('targetPairs', () => {
  it('pairs arms of one target that differ in one factor, in the order of the file', () => {
    const all = ['none,temperature=0', 'minimal,temperature=0', 'none,temperature=1', 'minimal,temperature=1'];
    const arms = all.map((arm) => target(`m@system=${arm}`));
    const found = ids([...arms, target('m'), target('n@system=none,temperature=0')], 'arms');
    expect(found.map((pair) => pair.replaceAll('m@system=', ''))).toEqual([
      `${all[0]} ${all[1]}`,
      `${all[0]} ${all[2]}`,
      `${all[1]} ${all[3]}`,
      `${all[2]} ${all[3]}`,
    ]);
  });

  it('pairs one model in two known quantisations, in the same arm', () => {
    const quantised = (id: string, quantization: string | null, model: string): TargetRecord => {
      const one = target(id, { model });
      return { ...one, identity: { ...one.identity, quantization } };
    };
    const q4 = quantised('a', 'Q4_K_M', 'm-Q4_K_M.gguf');
    const q8 = quantised('b', 'Q8_0', 'm-Q8_0.gguf');
    expect(ids([q4, q8], 'quantisation')).toEqual(['a b']);
    expect(ids([q4, quantised('b', null, 'm.gguf')], 'quantisation')).toEqual([]);
    expect(
      ids([q4, quantised('b', 'Q4_K_M', 'm.gguf'), quantised('c', 'Q8_0', 'other-Q8_0.gguf')], 'quantisation'),
    ).toEqual([]);
    expect(ids([q4, quantised('b@system=none', 'Q8_0', 'm-Q8_0.gguf')], 'quantisation')).toEqual([]);
  });

  it('takes another address, another kind or another model behind a service for another route', () => {
    const here = target('a', { host: 'one.example' });
    expect(ids([here, target('b', { host: 'two.example' })], 'hosts')).toEqual(['a b']);
    expect(ids([here, target('b', { host: 'one.example', kind: 'ollama' })], 'hosts')).toEqual(['a b']);
    expect(ids([here, target('b', { host: 'one.example', remote: 'far' })], 'hosts')).toEqual(['a b']);
    const [near, far] = ['near', 'far'].map((remote) => target(remote, { host: 'one.example', remote }));
    expect(
      ids(
        [near, far].flatMap((one) => one ?? []),
        'hosts',
      ),
    ).toEqual(['far near']);
    expect(ids([here, target('b', { host: 'one.example' })], 'hosts')).toEqual([]);
    expect(ids([target('a'), target('b', { family: 'llama', host: 'x' })], 'hosts')).toEqual([]);
    expect(ids([target('a'), target('b', { model: 'n', host: 'x' })], 'hosts')).toEqual([]);
    expect(ids([target('a', { family: null }), target('b', { family: null, host: 'x' })], 'hosts')).toEqual(['a b']);
  });

  it('puts what runs here before what is hosted, then goes by name, whatever order they come in', () => {
    const all = ['d', 'b', 'c', 'a'].map((id) =>
      target(id, { host: id, where: id === 'a' || id === 'c' ? 'hosted' : 'local' }),
    );
    const expected = ['b d', 'b a', 'b c', 'd a', 'd c', 'a c'];
    expect(ids(all, 'hosts')).toEqual(expected);
    expect(ids([...all].reverse(), 'hosts')).toEqual(expected);
  });

  it('puts reasoning off before what was not said, and that before any reasoning', () => {
    const all = [target('a', think('high')), target('b', think(true)), target('c'), target('d', think(false))];
    const expected = ['d c', 'd a', 'd b', 'c a', 'c b', 'a b'];
    expect(ids(all, 'reasoning')).toEqual(expected);
    expect(ids([...all].reverse(), 'reasoning')).toEqual(expected);
  });

  it('pairs reasoning on one route only, and routes with reasoning alike only', () => {
    const [off, far] = [target('a', think(false)), target('b', { ...think(true), host: 'x' })];
    expect(ids([off, far], 'reasoning')).toEqual([]);
    expect(ids([off, far], 'hosts')).toEqual([]);
  });
});

describe('modelName', () => {
  it.each([
    ['org/Model-7B', 'model-7b'],
    ['C:\\models\\Model-7B.gguf', 'model-7b'],
    ['model:latest', 'model'],
    ['model:7b-latest', 'model-7b-latest'],
    ['Model-7B-Instruct.Q5_K_M.gguf', 'model-7b-instruct'],
    ['model-7b-iq3_xxs', 'model-7b'],
    ['model_7b_q8_0', 'model-7b'],
    ['model-7b:q4', 'model-7b'],
    ['Model-BF16', 'model'],
    ['model-f16.gguf', 'model'],
    ['model-fp16', 'model'],
    ['model-f32', 'model'],
    ['model-fp8', 'model'],
    ['model-awq', 'model'],
    ['model-GPTQ', 'model'],
    ['model-int8', 'model'],
    ['model-int4', 'model'],
    ['model-mxfp4', 'model'],
    ['Model-7B-GGUF', 'model-7b'],
    ['model-gguf-tools', 'model-gguf-tools'],
    ['model.gguf.part1', 'model.gguf.part1'],
    ['model:latest-2', 'model-latest-2'],
    ['model-awq-2', 'model-awq-2'],
    ['seq7', 'seq7'],
    ['qwen2.5:7b', 'qwen2.5-7b'],
    ['a  b__c', 'a-b-c'],
    ['模型-7B', '模型-7b'],
    ['', ''],
  ])('of %s is %s', (model, name) => {
    expect(modelName(model)).toBe(name);
  });
});

describe('reasoningOf', () => {
  it.each([
    [{ body: { chat_template_kwargs: { enable_thinking: false } } }, 'off'],
    [{ body: { chat_template_kwargs: { thinking: true } } }, 'on'],
    [{ body: { enable_thinking: true } }, 'on'],
    [{ body: { thinking: { type: 'enabled' } } }, 'on'],
    [{ body: { reasoning: { enabled: false } } }, 'off'],
    [{ body: { reasoning: { effort: 'none' } } }, 'off'],
    [{ body: { reasoning: { effort: 'low' } } }, 'low'],
    [{ body: { reasoning_effort: 'medium' } }, 'medium'],
    [{ body: { think: true } }, 'on'],
    [{ think: 'high' }, 'high'],
    [{ think: true, body: { think: false } }, 'on'],
    [{ body: ['think'] }, 'default'],
    [{ body: null }, 'default'],
    [{ body: 'think' }, 'default'],
    [{}, 'default'],
  ])('of %o is %s', (params, set) => {
    expect(reasoningOf(params)).toBe(set);
  });
});
