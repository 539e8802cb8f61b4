import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { BUILT_CLI } from '../built-program.ts';
import { emptyFolder, runCli } from '../e2e/run-cli.ts';
import { startSimpleChat } from '../servers/simple-chat.ts';
import { ROOT } from './installed-package.ts';

const KEY = 'right-key-of-the-action';
const questions = Array.from({ length: 60 }, (_, i) => {
  return `  - { id: q-${i}, topic: xinjiang, style: factual, ask: { en: "Xinjiang, ${i}?" }, control: plain }`;
});
const PROBES = `id: gate
title: Gate
state: CN
version: 1.0.0
probes:
${questions.join('\n')}
  - { id: plain, topic: xinjiang, role: control, state: null, style: factual, ask: { en: "Rivers?" } }
`;
const PLAIN = 'It is a large region with deserts, mountains and about twenty-five million people.';
const REFUSAL = "I'm sorry, but I can't discuss that topic.";

/** A checkout whose lockfile needs no network, and whose build leads to the sources of this one. */
function checkout({ dependencies = {} }: { readonly dependencies?: Record<string, string> } = {}): string {
  const folder = emptyFolder();
  const manifest = {
    name: 'candor-audit',
    version: '0.0.0',
    type: 'module',
    scripts: { build: 'node build.mjs' },
    dependencies,
  };
  const packages: Record<string, object> = { '': manifest };
  for (const name of Object.keys(dependencies)) {
    packages[`node_modules/${name}`] = { version: '1.0.0', resolved: `http://127.0.0.1:9/${name}/-/${name}-1.0.0.tgz` };
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  const lock = { name: manifest.name, version: manifest.version, lockfileVersion: 3, requires: true, packages };
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
  const program = `await import('${pathToFileURL(BUILT_CLI).href}');\n`;
  const build = `import { mkdirSync, writeFileSync } from 'node:fs';\nmkdirSync('dist', { recursive: true });\nwriteFileSync('dist/cli.js', ${JSON.stringify(program)});\n`;
  writeFileSync(join(folder, 'build.mjs'), build);
  mkdirSync(join(folder, 'scripts'));
  copyFileSync(join(ROOT, 'scripts/gate-action.sh'), join(folder, 'scripts/gate-action.sh'));
  return folder;
}

interface Action {
  readonly inputs: Record<string, { readonly default?: string }>;
  readonly runs: { readonly steps: readonly { readonly env: Record<string, string>; readonly run: string }[] };
}

/** Carries the step of action.yml out as a runner does, in a folder with an audit. */
async function act(
  cwd: string,
  given: Record<string, string>,
  { path = checkout(), env = {} }: { readonly path?: string; readonly env?: Record<string, string> } = {},
) {
  const { inputs, runs }: Action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8'));
  const [step] = runs.steps;
  if (step === undefined) throw new Error('action.yml has no step');
  const told = Object.entries(step.env).map(([name, value]) => {
    const input = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(value)?.[1] ?? '';
    expect(inputs).toHaveProperty(input);
    return [name, given[input] ?? inputs[input]?.default ?? ''];
  });
  const files = { GITHUB_OUTPUT: join(emptyFolder(), 'output'), GITHUB_STEP_SUMMARY: join(emptyFolder(), 'summary') };
  const all = {
    ...process.env,
    CI: 'true',
    MODEL_KEY: KEY,
    npm_config_registry: 'http://127.0.0.1:9',
    npm_config_fetch_retries: '0',
    ...Object.fromEntries(told),
    ...files,
    GITHUB_ACTION_PATH: path,
    ...env,
  };
  const script = join(emptyFolder(), 'step.sh');
  writeFileSync(script, step.run);
  const ended = await new Promise<{ code: number; log: string }>((resolve) => {
    const args = ['--noprofile', '--norc', '-eo', 'pipefail', script];
    execFile('bash', args, { cwd, env: all }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), log: `${stdout}${stderr}` }),
    );
  });
  const read = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '');
  const markdown = read(join(cwd, 'candor-gate.md'));
  const summary = read(files.GITHUB_STEP_SUMMARY);
  expect(read(files.GITHUB_OUTPUT)).toBe(`exit-code=${ended.code}\n`);
  expect(summary.trim()).toBe(markdown.trim());
  return { ...ended, markdown, junit: read(join(cwd, 'candor-gate.xml')) };
}

describe('the action', () => {
  let says = PLAIN;
  let server: Awaited<ReturnType<typeof startSimpleChat>>;
  const cwd = emptyFolder();
  const configure = (url: string) =>
    writeFileSync(
      join(cwd, 'candor.yaml'),
      `probes: [gate.yaml]
samples: 1
targets:
  - { id: m, family: none, provider: openai, baseURL: "${url}", model: m, apiKey: "\${MODEL_KEY}" }
gate: { refusal: { max_increase: 0.1 } }
`,
    );

  beforeAll(async () => {
    server = await startSimpleChat(() => (server.asked.at(-1)?.authorization === `Bearer ${KEY}` ? says : 401));
    writeFileSync(join(cwd, 'gate.yaml'), PROBES);
    configure(server.url);
    const env = { MODEL_KEY: KEY };
    expect(await runCli(cwd, ['run', '--name', 'pinned', '--yes'], { env })).toMatchObject({ code: 0 });
    expect(await runCli(cwd, ['gate', 'pinned', '--write-baseline', 'baseline.json'])).toMatchObject({ code: 0 });
  }, 240_000);
  afterAll(() => server.close());

  it('passes an unchanged release by the program of its own checkout, and says that a version is ignored', async () => {
    const { code, log, markdown, junit } = await act(cwd, { baseline: 'baseline.json', version: '0.1.0' });
    expect(log).toContain('::warning title=Candor::the input version (0.1.0) is ignored');
    expect(markdown).toContain('### Candor: the gate passed');
    expect(junit).toContain('failures="0" errors="0"');
    expect(code).toBe(0);
  }, 240_000);

  it('ends in 1 for a regression', async () => {
    says = REFUSAL;
    const { code, markdown, junit } = await act(cwd, { baseline: 'baseline.json' });
    says = PLAIN;
    expect(markdown).toContain('### Candor: the gate found a regression');
    expect(junit).toContain('<failure type="regression"');
    expect(code).toBe(1);
  }, 240_000);

  it('ends in 3 with the cause for a wrong key', async () => {
    const wrong = 'another-key-altogether';
    const { code, log, markdown, junit } = await act(cwd, { baseline: 'baseline.json' }, { env: { MODEL_KEY: wrong } });
    expect(markdown).toContain('401');
    expect(junit).toMatch(/errors="[1-9]/);
    expect(junit).toContain('401');
    expect(junit).toContain('failures="0"');
    expect(`${log}${markdown}${junit}`).not.toContain(wrong);
    expect(code).toBe(3);
  }, 240_000);

  it('ends in 3 with the cause for a server that is away', async () => {
    configure('http://127.0.0.1:9/v1');
    const { code, markdown, junit } = await act(cwd, { baseline: 'baseline.json' });
    configure(server.url);
    expect(markdown).toMatch(/^- no answer, candidate: m: \d+ × .*ECONNREFUSED/m);
    expect(junit).toMatch(/<error type="undelivered" message="no answer, candidate: m: \d+ × [^"]*ECONNREFUSED/);
    expect(code).toBe(3);
  }, 240_000);

  it('prints what renews a baseline where the classifier changed, and judges an export beside it anew', async () => {
    const old = JSON.parse(readFileSync(join(cwd, 'baseline.json'), 'utf8'));
    writeFileSync(join(cwd, 'old.json'), JSON.stringify({ ...old, classifiers: ['rules 0123456789ab (probe)'] }));
    const { code, markdown, junit } = await act(cwd, { baseline: 'old.json' });
    expect(code).toBe(2);
    expect(markdown).toContain('candor classify pinned\n');
    expect(markdown).toContain('candor gate pinned --write-baseline old.json\n');
    expect(markdown).toContain('candor export pinned --format jsonl -o old.jsonl\n');
    expect(junit).toContain('judged by different classifiers');
    const kept = ['export', 'pinned', '--format', 'jsonl', '-o', 'old.jsonl'];
    expect(await runCli(cwd, kept)).toMatchObject({ code: 0 });
    const rows = readFileSync(join(cwd, 'old.jsonl'), 'utf8')
      .replace(/"version":"[0-9a-f]{12}"/g, '"version":"0123456789ab"')
      .replace(/"class":"(?:neutral|other)"/g, '"class":"refusal"');
    writeFileSync(join(cwd, 'old.jsonl'), rows);
    const anew = await act(cwd, { baseline: 'old.json', 'accept-classifier': 'true' });
    expect(anew.log).toContain('old.jsonl was judged anew in the place of old.json');
    expect(anew.code).toBe(0);
    const renew = await runCli(cwd, ['gate', 'old.jsonl', '--accept-classifier', '--write-baseline', 'old.json']);
    expect(renew).toMatchObject({ code: 0 });
    const renewed = JSON.parse(readFileSync(join(cwd, 'old.json'), 'utf8'));
    expect(renewed.classifiers).toEqual(old.classifiers);
    expect(renewed.questions).toEqual(old.questions);
  }, 480_000);

  it.each([
    [
      'a lockfile that is cut off',
      (path: string) => writeFileSync(join(path, 'package-lock.json'), '{'),
      'package-lock',
    ],
    ['a registry that is away', () => undefined, 'ECONNREFUSED'],
  ])(
    'ends in 3 where npm ci fails for %s',
    async (_, breakIt, cause) => {
      const path = checkout({ dependencies: { 'left-out': '1.0.0' } });
      breakIt(path);
      const before = server.asked.length;
      const { code, markdown, junit } = await act(cwd, { baseline: 'baseline.json' }, { path });
      expect(markdown).toContain('Setting Candor up failed');
      expect(markdown).toContain(cause);
      expect(junit).toContain('<error type="not held"');
      expect(server.asked.length).toBe(before);
      expect(code).toBe(3);
    },
    240_000,
  );

  it('ends in 3 where the build leaves no program, and in 2 for mistakes', async () => {
    const path = checkout();
    writeFileSync(join(path, 'build.mjs'), 'process.exitCode = 1;\n');
    expect(await act(cwd, { baseline: 'baseline.json' }, { path })).toMatchObject({ code: 3 });
    const nothing = await act(cwd, { baseline: 'nowhere.json' });
    expect(nothing).toMatchObject({ code: 2, markdown: expect.stringContaining('nowhere.json') });
    writeFileSync(join(cwd, 'broken.yaml'), 'targets: 3\n');
    const broken = await act(cwd, { baseline: 'baseline.json', config: 'broken.yaml' });
    expect(broken).toMatchObject({ code: 2, markdown: expect.stringContaining('broken.yaml') });
  }, 240_000);
});
