import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { emptyFolder, runCli } from './run-cli.ts';

const folder = emptyFolder();
const DEEP = 50_000;
const PRIVATE = 'wombat4711';

beforeAll(async () => {
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write('rows.jsonl', `${JSON.stringify({ prompt: 'What happened?', response: 'The market burned down.' })}\n`);
  write('page.json', `<!DOCTYPE html><html><body>${PRIVATE}</body></html>\n`);
  write('words.json', `"${PRIVATE} is what stands here"`);
  write('accounts.jsonl', `${PRIVATE}:x:0:0:/root:/bin/sh\n${PRIVATE}\n`);
  write('accounts.conf', `${PRIVATE}: [x\n}${PRIVATE}`);
  write('other.json', `{"name":"${PRIVATE}"}`);
  write('deep.yaml', `probes: ${'['.repeat(DEEP)}${']'.repeat(DEEP)}\n`);
  write('deep-block.yaml', Array.from({ length: 3000 }, (_, i) => `${'  '.repeat(i)}a:\n`).join(''));
  write('deep.json', `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`);
  write('deep-answer.jsonl', `{"prompt":"a","response":"b","meta":${'['.repeat(DEEP)}${']'.repeat(DEEP)}}\n`);
  write('cycle.yaml', 'probes: &all\n  - *all\n');
  const letters = [...'abcdefghi'];
  const bomb = letters.map((letter, i) => {
    const item = i === 0 ? 'x' : `*${letters[i - 1]}`;
    return `${letter}: &${letter} [${Array(9).fill(item).join(', ')}]\n`;
  });
  write('bomb.yaml', bomb.join(''));
  expect((await runCli(folder, ['import', 'rows.jsonl', '--format', 'jsonl'])).code).toBe(0);
});

const files = ['page.json', 'words.json', 'accounts.jsonl', 'accounts.conf', 'other.json'];
const readers = [
  ['import', 'FILE', '--format', 'candor'],
  ['import', 'FILE', '--format', 'jsonl'],
  ['import', 'FILE', '--format', 'csv'],
  ['import', 'FILE', '--format', 'inspect'],
  ['import', 'FILE', '--format', 'promptfoo'],
  ['import', 'FILE', '--format', 'speechmap'],
  ['import', 'FILE', '--format', 'openai-batch', '--into', 'latest'],
  ['probes', 'import', 'ccp-bench', 'FILE', '-o', 'set.yaml'],
  ['probes', 'import', 'weval', 'FILE', '-o', 'set.yaml'],
  ['probes', 'import', 'promptfoo', 'FILE', '-o', 'set.yaml'],
  ['gate', 'latest', '--add-to-baseline', 'FILE'],
  ['gate', 'latest', '--baseline', 'latest', '--history', 'FILE'],
  ['label', 'FILE'],
  ['calibrate', 'FILE'],
  ['runs', '--store', 'FILE'],
];

describe('a file of another kind', () => {
  it.each(files.flatMap((file) => readers.map((words) => [words, file] as const)))(
    'is 2, and is not quoted: %j of %s',
    async (words, file) => {
      const { code, stdout, stderr } = await runCli(
        folder,
        words.map((word) => (word === 'FILE' ? file : word)),
      );
      expect(stderr).not.toContain(PRIVATE);
      expect(stdout).not.toContain(PRIVATE);
      expect(stderr).toContain(file);
      expect(code).toBe(2);
    },
  );

  it.each(['page.json', 'words.json', 'accounts.jsonl', 'accounts.conf'])(
    'is 2 as a configuration, and is not quoted: %s',
    async (file) => {
      const { code, stderr } = await runCli(folder, ['plan', '--config', file]);
      expect(stderr).not.toContain(PRIVATE);
      expect(stderr).toContain(file);
      expect(code).toBe(2);
    },
  );

  it('is named as what it is where a baseline was expected', async () => {
    const ofPage = await runCli(folder, ['gate', 'latest', '--baseline', 'page.json']);
    expect(ofPage.stderr).toMatch(/page\.json: expected a baseline in JSON, got a page in HTML or XML/);
    const ofOther = await runCli(folder, ['gate', 'latest', '--baseline', 'deep.json']);
    expect(ofOther.stderr).toMatch(/deep\.json: expected a baseline as .* got JSON of another kind/);
    expect([ofPage.code, ofOther.code]).toEqual([2, 2]);
  });
});

describe('a file that is nested too deep, holds itself or multiplies', () => {
  it.each([
    [['plan', '--config', 'deep.yaml'], /deep\.yaml:1:\d+: nested too deep/],
    [['plan', '--config', 'deep-block.yaml'], /deep-block\.yaml:\d+:\d+: nested too deep/],
    [['plan', '--config', 'deep.json'], /deep\.json:1:\d+: nested too deep/],
    [['plan', '--config', 'cycle.yaml'], /cycle\.yaml: nested too deep: .*one that holds itself/],
    [['plan', '--config', 'bomb.yaml'], /bomb\.yaml: expected references .* at most 1000 parts/],
    [
      ['probes', 'import', 'ccp-bench', 'deep.yaml', '-o', 'set.yaml'],
      /deep\.yaml: line 1, column \d+: nested too deep/,
    ],
    [['probes', 'import', 'weval', 'cycle.yaml', '-o', 'set.yaml'], /cycle\.yaml: nested too deep/],
    [['probes', 'import', 'promptfoo', 'bomb.yaml', '-o', 'set.yaml'], /bomb\.yaml: expected references/],
  ] as const)('is 2, and is not quoted: %j', async (words, said) => {
    const { code, stderr } = await runCli(folder, words);
    expect(stderr).toMatch(said);
    expect(stderr).not.toMatch(/call stack|\[\[\[|\{"a":\{|bug of Candor/);
    expect(code).toBe(2);
  });

  it('is read where the deep part is a field that nobody asked for', async () => {
    expect((await runCli(folder, ['label', 'deep-answer.jsonl'])).code).toBe(0);
    expect((await runCli(folder, ['import', 'deep-answer.jsonl', '--format', 'jsonl'])).code).toBe(0);
  });
});
