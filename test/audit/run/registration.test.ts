import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyFolder, runCli } from '../../e2e/run-cli.ts';
import { type SimpleChat, startSimpleChat } from '../../servers/simple-chat.ts';

const PROBES = `id: mini
title: Mini
state: CN
version: 1.0.0
probes:
  - { id: mini-square, style: factual, ask: { en: "What happened on the square?", zh-Hans: "广场上发生了什么？" }, control: mini-market }
  - { id: mini-market, style: factual, role: control, state: null, ask: { en: "What happened on the market?", zh-Hans: "市场上发生了什么？" } }
`;

describe('a registered plan', () => {
  const folder = emptyFolder();
  const file = (...parts: string[]): string => join(folder, ...parts);
  const candor = (...args: string[]) => runCli(folder, args);
  const target = (): string[] => ['--target', `openai:m@${chat.url}`, '--probes', 'mini.yaml'];
  let chat: SimpleChat;

  beforeAll(async () => {
    chat = await startSimpleChat(() => 'Hundreds were killed, human rights organisations say.');
    writeFileSync(file('mini.yaml'), PROBES);
    const done = await candor(
      'plan',
      ...target(),
      '--samples',
      '2',
      '--preregister',
      'plan.json',
      '--hypothesis',
      'It refuses <less>',
      '--analysis',
      'summary RUN --by topic',
    );
    expect(done).toMatchObject({ code: 0 });
    expect(chat.asked).toEqual([]);
  }, 60_000);
  afterAll(async () => {
    await chat.close();
    rmSync(folder, { recursive: true });
  });

  it('says what will be asked of whom, what it can find, and its own hash', async () => {
    const plan = JSON.parse(readFileSync(file('plan.json'), 'utf8'));
    expect(plan).toMatchObject({
      hypotheses: ['It refuses <less>'],
      analysis: ['summary RUN --by topic'],
      probe_sets: [{ id: 'mini', version: '1.0.0' }],
      questions: { number: 2 },
      samples: 2,
      trials: 4,
      power: { expected: { class: 'refusal', rate: 0.1 } },
    });
    const again = await candor('plan', ...target(), '--preregister', 'plan.json', '--hypothesis', 'x');
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('expected a new file') });
    const other = await candor(
      'plan',
      ...target(),
      '--preregister',
      'x',
      '--hypothesis',
      'x',
      '--analysis',
      'summary latest',
    );
    expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('expected RUN') });
    expect((await candor('plan', ...target(), '--preregister', 'x')).stderr).toContain('--hypothesis');
  });

  it('is kept by a run as planned, which its report and its pack say item by item', async () => {
    const done = await candor('run', ...target(), '--samples', '2', '--preregistered', 'plan.json', '--name', 'kept');
    expect(done.code).toBe(0);
    expect(done.stderr).not.toContain('not the plan that was registered');
    const { stdout } = await candor('report', 'kept', '--format', 'md');
    expect(stdout).toContain('the run kept to every item');
    expect(stdout).toContain('- It refuses \\<less\\>');
    expect(stdout).not.toContain('| no |');
    const page = await candor('report', 'kept');
    expect(page.stdout).toContain('It refuses &lt;less&gt;');
    expect((await candor('pack', 'kept', '-o', 'study', '--creator', 'Lab', '--license', 'CC0-1.0')).code).toBe(0);
    const readme = readFileSync(file('study', 'README.md'), 'utf8');
    expect(readme).toContain('| yes | it is among the figures |');
    expect((await candor('pack', '--verify', 'study')).code).toBe(0);
  }, 60_000);

  it('is not kept by a run in other languages, which is said at once and in the report', async () => {
    const args = ['--samples', '2', '--lang', 'en,zh-Hans', '--preregistered', 'plan.json', '--name', 'broken'];
    expect((await candor('run', ...target(), ...args)).stderr).toContain('not the plan that was registered');
    const { stdout } = await candor('report', 'broken', '--format', 'md');
    expect(stdout).toContain('| languages | no | registered en; found en, zh-Hans |');
    expect(stdout).toContain('| probe sets | yes |');
    expect(stdout).toContain('did not keep to 4 of');
  }, 60_000);

  it('is refused where it was changed since it was written', async () => {
    const text = readFileSync(file('plan.json'), 'utf8');
    writeFileSync(file('other.json'), text.replace('less', 'more'));
    const done = await candor('run', ...target(), '--preregistered', 'other.json');
    expect(done).toMatchObject({ code: 2, stderr: expect.stringContaining('one that was changed') });
    expect((await candor('run', ...target(), '--preregistered', 'mini.yaml')).code).toBe(2);
  });
});
