import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyFolder, runCli } from '../e2e/run-cli.ts';

describe('a replayed recording', () => {
  it('is reported with the day on which its answers were given, and the day of the replay beside it', async () => {
    const cwd = emptyFolder();
    const recording = resolve(import.meta.dirname, '../../runs/sample.jsonl');
    const asked = ['run', '--probes', 'demo', '--lang', 'en', '--target', `recording:${recording}#qwen2.5-coder-0.5b`];
    const { stdout } = await runCli(cwd, [...asked, '--name', 'again', '--json']);
    expect(JSON.parse(stdout).delivered).toBeGreaterThan(0);
    const { stdout: text } = await runCli(cwd, ['report', 'again', '--format', 'md']);
    expect(text).toMatch(/Asked on 24 November 2026; replayed from a recording on \d+ \w+ 20\d\d\./);
  });

  it('keeps no plan that was registered after its answers were given', async () => {
    const cwd = emptyFolder();
    const recording = resolve(import.meta.dirname, '../../runs/sample.jsonl');
    const asked = ['--probes', 'demo', '--lang', 'en', '--target', `recording:${recording}#qwen2.5-coder-0.5b`];
    const planned = await runCli(cwd, ['plan', ...asked, '--preregister', 'plan.json', '--hypothesis', 'It refuses']);
    const done = await runCli(cwd, ['run', ...asked, '--preregistered', 'plan.json', '--name', 'again']);
    expect([planned.code, done.code]).toEqual([0, 0]);
    const { stdout } = await runCli(cwd, ['report', 'again', '--format', 'md']);
    expect(stdout).toMatch(/did not keep to 1 of \d+ items: answers given after it was registered/);
    expect(stdout).toMatch(/\| answers given after it was registered \| no \| (\d+) of \1 were given before \|/);
  });
});
