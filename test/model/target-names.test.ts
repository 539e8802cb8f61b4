import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameOfModel, nameWithQuantisation } from '../../src/model/model-name.ts';
import { lineNamed, nameIn, shownNames, targetNames, withNames } from '../../src/model/target-names.ts';

describe('targetNames', () => {
  it('gives names, and ids where there are none or the target is not known', () => {
    const nameOf = targetNames([{ id: 'q', name: 'Qwen3 8B' }, { id: 'plain' }]);
    expect(['q', 'plain', 'other', 'q → plain'].map(nameOf)).toEqual([
      'Qwen3 8B',
      'plain',
      'other',
      'Qwen3 8B → plain',
    ]);
  });

  it('puts the id behind names that are alike', () => {
    const nameOf = targetNames([
      { id: 'a', name: 'Qwen3 8B' },
      { id: 'b', name: 'qwen3  8b' },
      { id: 'c', name: 'a' },
    ]);
    expect(['a', 'b', 'c'].map(nameOf)).toEqual(['Qwen3 8B (a)', 'qwen3 8b (b)', 'a']);
    expect(targetNames([{ id: 'a' }, { id: 'c', name: 'a' }])('c')).toBe('a (c)');
  });

  it('never lets two targets read the same, whatever they are called', () => {
    const names = fc.constantFrom('x', 'X', 'x (a)', 'x (b)', ' x ', 'a', 'b', '', 'x (a) (c)');
    fc.assert(
      fc.property(fc.array(names, { minLength: 2, maxLength: 5 }), (given) => {
        const targets = given.map((name, i) => ({ id: 'abcde'[i] ?? '', name }));
        const nameOf = targetNames(targets);
        expect(new Set(targets.map(({ id }) => nameOf(id).toLowerCase())).size).toBe(targets.length);
      }),
    );
  });

  it('names a target in each of its arms', () => {
    const ids = ['q@system=none', 'q@system=minimal'];
    expect(ids.map(targetNames(ids.map((id) => ({ id, name: 'Qwen3 8B' }))))).toEqual([
      'Qwen3 8B@system=none',
      'Qwen3 8B@system=minimal',
    ]);
  });

  it('says all names of a target that runs name differently', () => {
    expect(targetNames([{ id: 'q', name: 'Qwen 2.5' }], [{ id: 'q', name: 'Qwen 3' }])('q')).toBe('Qwen 2.5 / Qwen 3');
  });

  it('shows what cannot be seen in a name, keeps it on one line and not too long', () => {
    const nameOf = targetNames([
      { id: 'a', name: 'good\u202Emodel\nsecond\u001b[31m' },
      { id: 'b', name: 'm'.repeat(5000) },
      { id: 'c', name: ' \n ' },
    ]);
    expect(nameOf('a')).toBe('good‹U+202E›model second‹U+001B›[31m');
    expect([...nameOf('b')]).toHaveLength(201);
    expect(nameOf('c')).toBe('c');
    expect(targetNames([{ id: 'turned\u202Eround' }])('turned\u202Eround')).toBe('turned‹U+202E›round');
  });
});

describe('names beside figures', () => {
  const names = shownNames([{ id: 'q', name: 'Qwen3 8B' }, { id: 'q2', name: 'Qwen3 32B' }, { id: 'plain' }]);

  it('are those of targets that have one, and stand in the place of ids in data for people', () => {
    expect(names).toEqual({ q: 'Qwen3 8B', q2: 'Qwen3 32B' });
    const data = { rows: [{ target: 'q', deep: { target: 'q → plain', probe: 'q' } }], target: null, n: 1 };
    expect(withNames(data, nameIn(names))).toEqual({
      rows: [{ target: 'Qwen3 8B', deep: { target: 'Qwen3 8B → plain', probe: 'q' } }],
      target: null,
      n: 1,
    });
  });

  it('stand at the beginning of lines', () => {
    expect(
      ['q: 4 failed', 'q2/en', 'q', 'quiet: no', 'q2 (api.example.org)'].map((line) => lineNamed(line, names)),
    ).toEqual(['Qwen3 8B: 4 failed', 'Qwen3 32B/en', 'Qwen3 8B', 'quiet: no', 'Qwen3 32B (api.example.org)']);
  });
});

describe('nameOfModel', () => {
  it.each([
    ['anthropic/claude-sonnet-4', 'anthropic/claude-sonnet-4'],
    [' qwen3:8b ', 'qwen3:8b'],
    ['/home/somebody/models/llama-3.1-8b-Q4_K_M.gguf', 'llama-3.1-8b-Q4_K_M'],
    ['C:\\Users\\somebody\\llama.gguf', 'llama'],
    ['./models/big-00001-of-00003.gguf', 'big'],
    ['models/llama.gguf', 'llama'],
    ['file:///srv/models/olmo', 'olmo'],
    ['~/models/olmo/', 'olmo'],
    ['', ''],
  ])('reads %j as %j', (model, name) => {
    expect(nameOfModel(model)).toBe(name);
  });

  it('has the quantisation once', () => {
    expect(nameWithQuantisation('Llama 3.1 8B', 'Q4_K_M')).toBe('Llama 3.1 8B Q4_K_M');
    expect(nameWithQuantisation('Llama 3.1 8B q4-k-m', 'Q4_K_M')).toBe('Llama 3.1 8B q4-k-m');
    expect(nameWithQuantisation('Llama 3.1 8B', null)).toBe('Llama 3.1 8B');
  });
});
