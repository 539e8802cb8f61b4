import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BUILT_CLI } from '../built-program.ts';
import { emptyFolder, runCli } from './run-cli.ts';

/** The exit code of a command whose reader went away before it wrote anything. */
async function codeWithout(closed: 'stdout' | 'stderr', cwd: string, args: readonly string[]) {
  const child = spawn(process.execPath, [BUILT_CLI, ...args], { cwd, stdio: 'pipe' });
  for (const name of ['stdout', 'stderr'] as const) {
    if (name === closed) child[name].destroy();
    else child[name].resume();
  }
  const [code] = await once(child, 'exit');
  return code;
}

describe('a reader that went away', () => {
  it('leaves the exit code of a failure as it is, on both streams', async () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, 'broken.yaml'), 'id: broken\n');
    expect(await codeWithout('stderr', folder, ['summry'])).toBe(2);
    expect(await codeWithout('stdout', folder, ['probes', 'lint', 'broken.yaml'])).toBe(2);
  });

  it('does not keep a command waiting that has much to say', async () => {
    const folder = emptyFolder();
    const rows = Array.from({ length: 300 }, (_, i) => `Question ${i}?,${'It has long been so. '.repeat(50)}`);
    writeFileSync(join(folder, 'answers.csv'), `prompt,response\n${rows.join('\n')}\n`);
    expect((await runCli(folder, ['import', 'answers.csv', '--format', 'csv'])).code).toBe(0);
    expect(await codeWithout('stdout', folder, ['export', 'latest'])).toBe(0);
    expect(await codeWithout('stdout', folder, ['show', 'latest'])).toBe(0);
  });
});
