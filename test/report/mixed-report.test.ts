import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { emptyFolder, runCli } from '../e2e/run-cli.ts';

it('calls answers of a report records where some of them were collected by others', async () => {
  const cwd = emptyFolder();
  const row = { target: 'other', prompt: 'What happened?', response: 'Nothing did.', lang: 'en' };
  writeFileSync(join(cwd, 'a.jsonl'), `${JSON.stringify(row)}\n`);
  await runCli(cwd, ['import', 'a.jsonl', '--format', 'jsonl', '--name', 'taken']);
  const recording = resolve(import.meta.dirname, '../../runs/sample.jsonl');
  const target = ['--target', `recording:${recording}#qwen2.5-coder-0.5b`];
  await runCli(cwd, ['run', '--probes', 'demo', '--lang', 'en', ...target, '--name', 'again']);
  const report = async (...runs: string[]) => (await runCli(cwd, ['report', ...runs, '--format', 'md'])).stdout;
  expect(await report('again')).toMatch(/Of \d+ planned calls/);
  const mixed = await report('again', 'taken');
  expect(mixed).toMatch(/Of \d+ records/);
  expect(mixed).not.toContain('planned call');
});
