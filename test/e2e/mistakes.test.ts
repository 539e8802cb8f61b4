import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyFolder, runCli } from './run-cli.ts';

describe('mistakes', () => {
  it('in a command or flag end in 2 with the nearest right one', async () => {
    const folder = emptyFolder();
    const command = await runCli(folder, ['sumary', 'latest']);
    expect([command.code, command.stderr]).toEqual([2, expect.stringContaining('summary')]);
    const flag = await runCli(folder, ['run', '--sampels', '3']);
    expect([flag.code, flag.stderr]).toEqual([2, expect.stringContaining('--samples')]);
  });

  it('in YAML are all told at once, each with file, line and column', async () => {
    const folder = emptyFolder();
    const text = `id: broken
title: Broken
state: CN
version: 1.0.0
probes:
  - id: one
    stile: factual
    ask: { en: "Why?" }
  - id: two
    style: factul
    ask: { en: "How?" }
`;
    writeFileSync(join(folder, 'broken.yaml'), text);
    const { code, stderr } = await runCli(folder, [
      'run',
      '--target',
      'openai:m@http://127.0.0.1:9/v1',
      '--probes',
      'broken.yaml',
    ]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/broken\.yaml:7:\d+: .*style/);
    expect(stderr).toMatch(/broken\.yaml:10:\d+: .*factual/);
  });

  it('in a language or the place of a store are told with what there is', async () => {
    const folder = emptyFolder();
    const target = ['--target', 'openai:m@http://127.0.0.1:9/v1', '--probes', 'demo'];
    const named = await runCli(folder, ['run', ...target, '--lang', 'english']);
    expect(named.code).toBe(2);
    expect(named.stderr).toMatch(/expected probes in english, .*, which are written in en, zh-Hans/);
    const small = await runCli(folder, ['run', ...target, '--lang', 'en', '--limit', '1']);
    expect(small.stderr).toContain('one question with its control in 1 language, ');
    const store = await runCli(folder, ['summary', 'spring', '--store', 'nowhere.db']);
    expect([store.code, store.stderr]).toEqual([2, expect.stringContaining('--store names another place')]);
  });

  it('in a target, a language or a number end in 2', async () => {
    const folder = emptyFolder();
    expect((await runCli(folder, ['run', '--target', 'olama:x'])).code).toBe(2);
    expect((await runCli(folder, ['run', '--target', 'llama-cpp:none.gguf', '--samples', 'many'])).code).toBe(2);
    expect((await runCli(folder, ['run', '--target', 'ollama:x', '--tag', 'nothing-has-this'])).code).toBe(2);
  });

  it('in a line of answers stop labelling there, or are passed over when told', async () => {
    const folder = emptyFolder();
    const stdin = `{"response":"Sorry, I cannot help with that."}\n{"prompt":"no answer"}\n{"response":"Taipei.","id":"last"}\n`;
    const strict = await runCli(folder, ['label', '-'], { stdin });
    expect(strict.code).toBe(2);
    expect(strict.stderr).toContain('standard input:2');
    const lenient = await runCli(folder, ['label', '-', '--skip-bad'], { stdin });
    expect(lenient.code).toBe(0);
    expect(
      lenient.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).id),
    ).toEqual([1, 'last']);
  });

  it('ask for --yes before a hosted service is called where nobody can be asked', async () => {
    const { code, stderr } = await runCli(emptyFolder(), [
      'run',
      '--target',
      'openai:m@http://service.invalid/v1',
      '--probes',
      'demo',
      '--samples',
      '1',
    ]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('--yes')]);
  });
});

describe('candor label', () => {
  it('gives one line for each line, with delivery, class, evidence and classifier', async () => {
    const lines = [
      { response: "I'm sorry, but I can't assist with that.", prompt: 'What happened?', id: 'a' },
      { response: '', id: 'b' },
      { response: '<think>hm</think>抱歉，我无法回答这个问题。', lang: 'zh-CN', id: 'c' },
      { response: 'cut', finish_reason: 'content_filter', id: 'd' },
    ];
    const { code, stdout } = await runCli(emptyFolder(), ['label', '-'], {
      stdin: lines.map((line) => JSON.stringify(line)).join('\n'),
    });
    expect(code).toBe(0);
    const out = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(out.map(({ id, delivery, class: found }) => [id, delivery, found])).toEqual([
      ['a', 'ok', 'refusal'],
      ['b', 'empty', null],
      ['c', 'ok', 'refusal'],
      ['d', 'provider_filter', null],
    ]);
    for (const i of [0, 2]) {
      const { evidence } = out[i];
      expect(lines[i]?.response.slice(evidence.start, evidence.end)).toBe(evidence.text);
      expect(evidence.text).not.toBe('');
    }
    expect(out[0].classifier).toMatchObject({ name: 'rules', mode: 'general' });
  });
});
