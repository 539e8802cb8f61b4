import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runCli } from '../e2e/run-cli.ts';
import { startSimpleChat } from '../servers/simple-chat.ts';
import { installPackage, ROOT, TSX_ENV } from './installed-package.ts';

const FOLDERS = ['audit-2026', 'ci', 'hosted', 'local-ollama', 'own-probes', 'script', 'watch', 'workers'];

/** A copy of an example in a folder beside the recordings and models that ship. */
function copyOf(name: string, change: (yaml: string) => string = (yaml) => yaml): string {
  const top = mkdtempSync(join(tmpdir(), 'candor-example-'));
  const folder = join(top, 'examples', name);
  cpSync(join(ROOT, 'examples', name), folder, { recursive: true });
  cpSync(join(ROOT, 'runs/wired.gguf'), join(top, 'runs/wired.gguf'));
  const file = join(folder, 'candor.yaml');
  if (existsSync(file)) writeFileSync(file, change(readFileSync(file, 'utf8')));
  return folder;
}

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

describe('examples', () => {
  it('are the ones that their page lists', () => {
    expect(readdirSync(join(ROOT, 'examples')).sort()).toEqual(['README.md', ...FOLDERS].sort());
    const page = readFileSync(join(ROOT, 'examples/README.md'), 'utf8');
    expect([...page.matchAll(/\]\(([\w-]+)\/\)/g)].map(([, name]) => name).sort()).toEqual(FOLDERS);
  });

  it.each(['local-ollama', 'hosted', 'ci', 'workers'])('%s makes a plan', async (name) => {
    const env = { DEEPSEEK_API_KEY: 'sk-nobody', HTTPS_PROXY: 'http://127.0.0.1:9' };
    const { code, stdout, stderr } = await runCli(copyOf(name), ['run', '--dry-run'], { env });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/= [1-9]\d+ trials/);
  });

  it('hosted says what it costs at most, judge included', async () => {
    const env = { DEEPSEEK_API_KEY: 'sk-nobody', HTTPS_PROXY: 'http://127.0.0.1:9' };
    const { stdout } = await runCli(copyOf('hosted'), ['run', '--dry-run'], { env });
    expect(stdout).toMatch(/^deepseek +hosted .*≤ \d+\.\d\d$/m);
    expect(stdout).toMatch(/^judge:gemma +local/m);
  });

  it('ci audits, writes a baseline and holds the next release against it', async () => {
    const chat = await startSimpleChat((prompt) =>
      /[一-龥]/.test(prompt) ? '这是众所周知的事实。' : 'It is well known.',
    );
    closing.push(chat.close);
    const folder = copyOf('ci', (yaml) =>
      yaml.replace('http://127.0.0.1:8000/v1', chat.url).replace('tags: [core]', 'probes: [taiwan]\ntags: [core]'),
    );
    for (const name of ['baseline', 'candidate']) {
      expect((await runCli(folder, ['run', '--samples', '2', '--name', name])).code).toBe(0);
    }
    expect((await runCli(folder, ['gate', 'baseline', '--write-baseline', 'baseline.json'])).code).toBe(0);
    const gate = await runCli(folder, ['gate', 'candidate', '--baseline', 'baseline.json', '--json']);
    expect(JSON.parse(gate.stdout)).toMatchObject({ verdict: expect.stringMatching(/pass|inconclusive/) });
  });

  it('ci asks enough that an unchanged release passes, and one that is worse by twice the margin does not', async () => {
    const { stdout } = await runCli(copyOf('ci'), ['power', '--json']);
    const { unchanged, changed } = JSON.parse(stdout).gate;
    expect(unchanged.pass).toBeGreaterThan(0.8);
    expect(changed.regression).toBeGreaterThan(0.8);
  });

  it('ci has a workflow that is YAML and names what the action takes', () => {
    const workflow = parse(readFileSync(join(ROOT, 'examples/ci/audit.yml'), 'utf8'));
    const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8'));
    const step = workflow.jobs.audit.steps.find(({ uses = '' }) => uses.startsWith('OWNER/REPOSITORY@'));
    expect(Object.keys(step.with).filter((name) => !(name in action.inputs))).toEqual([]);
  });

  it('own-probes has no mistakes and runs', async () => {
    const folder = copyOf('own-probes');
    const lint = await runCli(folder, ['probes', 'lint', 'sea.yaml']);
    // One question in one style is little for a topic: that is advice, and the only one.
    expect(lint.stdout.replace(/.*\[topic-(?:styles|neutral)\]\n/g, '')).toBe('');
    const { code, stdout } = await runCli(folder, ['run', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ trials: 16, delivered: 16, warnings: [] });
  });

  it('script runs and prints a line for each model and language', async () => {
    const folder = copyOf('script');
    installPackage(folder);
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'audit.ts'], {
      cwd: folder,
      env: { ...process.env, ...TSX_ENV },
    });
    const lines = stdout.trim().split('\n');
    expect(lines).toHaveLength(6);
    for (const line of lines) expect(line).toMatch(/^\S+ (?:en|zh-Hans): refused \d+ of \d+, official \d+ of \d+$/);
  });
});
