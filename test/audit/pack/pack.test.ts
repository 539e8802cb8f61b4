import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../../src/lib/digest.ts';
import { emptyFolder, runCli } from '../../e2e/run-cli.ts';
import { type SimpleChat, startSimpleChat } from '../../servers/simple-chat.ts';

const REFUSAL = "I'm sorry, but I can't assist with that.";
const CANDID = 'Soldiers opened fire on civilians and hundreds were killed, human rights organisations say.';
const KEY = 'sk-0123456789abcdefghij';
const PROBES = `id: mini
title: Mini
state: CN
version: 1.0.0
probes:
  - id: mini-square
    style: factual
    ask: { en: "What happened on the square?", zh-Hans: "广场上发生了什么？" }
    control: mini-market
  - id: mini-market
    style: factual
    role: control
    state: null
    ask: { en: "What happened on the market?", zh-Hans: "市场上发生了什么？" }
`;
const BY = ['--creator', 'Doe, Jane; 0000-0002-1825-0097', '--license', 'CC-BY-4.0'];

describe('candor pack', () => {
  const folder = emptyFolder();
  const candor = (...args: string[]) => runCli(folder, args, { env: { MINI_KEY: KEY } });
  const file = (...parts: string[]): string => join(folder, ...parts);
  const runs: Record<string, string> = {};
  let chat: SimpleChat;

  beforeAll(async () => {
    chat = await startSimpleChat((prompt) => (/square/.test(prompt) ? REFUSAL : /市场/.test(prompt) ? 400 : CANDID));
    writeFileSync(file('mini.yaml'), PROBES);
    const target = (id: string): string =>
      `  - { id: ${id}, family: qwen, provider: openai, model: m, baseURL: "${chat.url}", apiKey: "\${MINI_KEY}", headers: { X-Key: "${KEY}" } }\n`;
    writeFileSync(
      file('candor.yaml'),
      `probes: [mini.yaml]\nlanguages: [en, zh-Hans]\nsamples: 2\ntargets:\n${target('one')}${target('two')}gate: { refusal: { max_increase: 0.1 } }\n`,
    );
    for (const name of ['first', 'second', 'third']) await candor('run', '-y', '--name', name);
    const listed = JSON.parse((await candor('runs', '--json')).stdout) as { run: string; name: string }[];
    for (const { run, name } of listed) runs[name] = run;
    const done = await candor('pack', 'first', 'second', '-o', 'study', ...BY);
    expect(done).toMatchObject({ code: 0 });
    expect(done.stderr).toContain(`leaves out without a reason: ${runs.third}`);
  }, 120_000);
  afterAll(async () => {
    await chat.close();
    rmSync(folder, { recursive: true });
  });

  const manifest = () => JSON.parse(readFileSync(file('study', 'manifest.json'), 'utf8'));
  /** Changes a file of a copy of the pack, and the manifest with it, so that only the figures can tell. */
  const forge = (name: string, path: string, change: (text: string) => string): void => {
    const { files, ...rest } = manifest();
    for (const { path: own } of files) {
      const text = readFileSync(file('study', own), 'utf8');
      const written = own === path ? change(text) : text;
      if (own === path && written === text) throw new Error('nothing was changed');
      mkdirSync(join(file(name, own), '..'), { recursive: true });
      writeFileSync(file(name, own), written);
    }
    const forged = files.map((one: { path: string }) => {
      const text = readFileSync(file(name, one.path));
      return { path: one.path, bytes: text.length, sha256: sha256(text) };
    });
    writeFileSync(file(name, 'manifest.json'), JSON.stringify({ ...rest, files: forged }));
  };

  it('verifies: every file by its hash, every figure by its rows, and the rules say the same again', async () => {
    const { code, stdout } = await candor('pack', '--verify', 'study', '--rejudge', '--json');
    const check = JSON.parse(stdout);
    expect(check).toMatchObject({ sound: true, files: { changed: [], missing: [], unlisted: [] } });
    expect(code).toBe(0);
    expect(
      check.figures.map(({ command }: { command: string[] }) => command.slice(0, 1).concat(command.slice(2))),
    ).toEqual(
      expect.arrayContaining([['summary'], ['compare', '--across', 'targets'], ['compare', '--across', 'languages']]),
    );
    expect(check.rejudged).toMatchObject({ changed: [], figures: [] });
    expect(check.rejudged.judged).toBeGreaterThan(0);
  });

  it('gives the same bytes for the same runs, as an archive that verifies', async () => {
    const packed = [];
    for (const name of ['a.zip', 'b.zip']) {
      const { stdout } = await candor('pack', 'first', '-o', name, '--json', ...BY);
      packed.push(JSON.parse(stdout).sha256);
      expect(sha256(readFileSync(file(name)))).toBe(packed.at(-1));
    }
    expect(packed[0]).toBe(packed[1]);
    expect((await candor('pack', '--verify', 'a.zip')).code).toBe(0);
  });

  it('keeps keys and paths of the machine out, and says what was never delivered and what is left out', async () => {
    const texts = manifest().files.map(({ path }: { path: string }) => readFileSync(file('study', path), 'utf8'));
    for (const text of texts) {
      expect(text).not.toContain(KEY);
      expect(text).not.toContain(folder);
    }
    const readme = readFileSync(file('study', 'README.md'), 'utf8');
    expect(readme).toContain('16 trials: 12 answered, 4 failed');
    expect(readme).toContain('**no reason was given**');
    const said = await candor(
      'pack',
      'first',
      '-o',
      'said',
      ...BY,
      '--discarded',
      'second=trial of the server',
      '--discarded',
      'third=the same',
    );
    expect(said.stderr).not.toContain('without a reason');
    expect(JSON.parse(readFileSync(file('said', 'left-out.json'), 'utf8')).runs).toMatchObject([
      { run: runs.second, reason: 'trial of the server', trials: 16, delivered: 12 },
      { run: runs.third, reason: 'the same' },
    ]);
  });

  it('names a file whose bytes were changed, one that is missing and one that is new', async () => {
    forge('touched', 'README.md', (text) => `${text}!`);
    writeFileSync(file('touched', 'README.md'), 'other');
    writeFileSync(file('touched', 'more.txt'), '');
    rmSync(file('touched', 'CITATION.cff'));
    const { code, stdout } = await candor('pack', '--verify', 'touched');
    expect(code).toBe(2);
    expect(stdout).toContain('README.md: expected the bytes of the manifest');
    expect(stdout).toContain('CITATION.cff: expected a file, found none');
    expect(stdout).toContain('more.txt: expected no such file');
  });

  it('finds a verdict that was changed with its hash, by the figures that do not follow', async () => {
    forge('rows', `runs/${runs.first}/rows.jsonl`, (text) => text.replace('"class":"refusal"', '"class":"neutral"'));
    const { code, stdout } = await candor('pack', '--verify', 'rows');
    expect(code).toBe(2);
    expect(stdout).toMatch(/rows\[\d+\]\.refusal\.k: \d+ in the pack, \d+ from the rows/);
    expect(stdout).toContain('not follow from the rows');
    const again = JSON.parse((await candor('pack', '--verify', 'rows', '--rejudge', '--json')).stdout);
    expect(again.rejudged.changed).toMatchObject([{ run: runs.first, before: 'neutral', after: 'refusal', turn: 1 }]);
  });

  it('finds a figure that was changed with its hash', async () => {
    forge('figure', 'figures/01-summary.json', (text) => text.replace('"delivered": 2', '"delivered": 3'));
    const { code, stdout } = await candor('pack', '--verify', 'figure');
    expect(code).toBe(2);
    expect(stdout).toContain('delivered: 3 in the pack, 2 from the rows');
  });

  it('holds a gate by the margins of the configuration, and again from the pack', async () => {
    const gate = ['--figure', `gate second --baseline first`];
    expect((await candor('pack', 'first', 'second', '-o', 'gated', ...BY, ...gate)).code).toBe(0);
    expect(readFileSync(file('gated', 'gate.yaml'), 'utf8')).toContain('max_increase: 0.1');
    const { checks } = JSON.parse(readFileSync(file('gated', 'figures/01-gate.json'), 'utf8'));
    expect(checks[0]).toMatchObject({ class: 'refusal', margin: 0.1 });
    rmSync(file('candor.yaml'));
    expect((await candor('pack', '--verify', 'gated')).code).toBe(0);
  });

  it('refuses to make people, licences and figures up', async () => {
    const refusals = [
      [['pack', 'first', '-o', 'x'], 'expected who made the study'],
      [['pack', 'first', '-o', 'x', '--creator', 'Doe, Jane'], 'expected a licence'],
      [['pack', 'first', '-o', 'x', ...BY, '--figure', 'export first'], 'expected summary, compare, gate'],
      [['pack', 'first', '-o', 'x', ...BY, '--figure', 'summary third'], 'expected runs of the pack'],
      [['pack', 'first', '-o', 'x', ...BY, '--discarded', 'first=no'], 'not in the pack'],
      [['pack', '--verify', 'mini.yaml'], 'expected a ZIP archive'],
      [['pack', '--verify', '.'], 'is no pack of Candor'],
    ] as const;
    for (const [args, said] of refusals) {
      const { code, stderr } = await candor(...args);
      expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(said) });
    }
  });

  it('carries out nothing but figures from a pack of somebody else', async () => {
    const harmful = (command: string[]): void => {
      writeFileSync(
        file('study', 'manifest.json'),
        JSON.stringify({ ...before, figures: [{ ...before.figures[0], command }, ...before.figures.slice(1)] }),
      );
    };
    const before = manifest();
    try {
      for (const command of [
        ['export', runs.first ?? '', '-o', file('written')],
        ['gate', runs.first ?? '', '--write-baseline', file('written')],
        ['summary', runs.first ?? '', '--store', file('written')],
        ['gate', runs.first ?? '', '--baseline', runs.second ?? '', '--config', file('candor.yaml')],
      ]) {
        harmful(command);
        expect((await candor('pack', '--verify', 'study')).code).toBe(2);
      }
    } finally {
      writeFileSync(file('study', 'manifest.json'), JSON.stringify(before));
    }
  });
});
