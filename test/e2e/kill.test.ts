import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { BUILT_CLI } from '../built-program.ts';
import { startSimpleChat } from '../servers/simple-chat.ts';
import { emptyFolder, runCli } from './run-cli.ts';

describe('kill -9 in the middle of a run of 300 trials', () => {
  it('loses no answer that was stored, and resuming answers every trial exactly once', async () => {
    const folder = emptyFolder();
    const probes = Array.from(
      { length: 10 },
      (_, i) => `  - { id: k-${i}, style: factual, role: neutral, ask: { en: "Question ${i}?" } }`,
    );
    writeFileSync(
      join(folder, 'kill.yaml'),
      `id: kill\ntitle: Kill\nstate: CN\nversion: 1.0.0\nprobes:\n${probes.join('\n')}\n`,
    );
    const chat = await startSimpleChat((prompt, seed) => `Answer to ${prompt} with ${seed}.`, 10);
    const args = [
      'run',
      '--target',
      `openai:m@${chat.url}`,
      '--probes',
      'kill.yaml',
      '--samples',
      '30',
      '--seed',
      '5',
      '--name',
      'killed',
    ];
    const child = spawn(process.execPath, [BUILT_CLI, ...args], { cwd: folder, stdio: 'ignore' });
    while (chat.asked.length < 120) await wait(5);
    child.kill('SIGKILL');
    await new Promise((done) => child.once('exit', done));
    const before = (await runCli(folder, ['export', 'killed'])).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(before.length).toBeGreaterThan(50);
    expect(before.length).toBeLessThan(300);
    const asked = chat.asked.length;
    const resumed = await runCli(folder, ['run', '--resume', 'killed', '--json']);
    expect(resumed.code).toBe(0);
    expect(JSON.parse(resumed.stdout)).toMatchObject({ trials: 300, delivered: 300, undelivered: 0 });
    const stored = new Set(before.map(({ prompt, seed }) => `${prompt} ${seed}`));
    const again = chat.asked
      .slice(asked)
      .filter(({ prompt, seed }) => seed !== null && stored.has(`${prompt} ${seed}`));
    expect(again).toEqual([]);
    const rows = (await runCli(folder, ['export', 'killed'])).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(new Set(rows.map(({ trial }) => trial)).size).toBe(300);
    expect(rows.every(({ prompt, seed, response }) => response === `Answer to ${prompt} with ${seed}.`)).toBe(true);
    expect(rows.filter(({ trial }) => before.some((one) => one.trial === trial)).length).toBe(before.length);
    await chat.close();
  });
});
