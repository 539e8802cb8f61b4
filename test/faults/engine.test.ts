import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/lib/package-root.ts';
import { emptyFolder, runCli } from '../e2e/run-cli.ts';
import { startCli } from './asked-run.ts';

const WIRED = join(PACKAGE_ROOT, 'runs/wired.gguf');
const ARGS = `run --target llama-cpp:${WIRED} --tag quick --lang en --samples 40 --name engine`.split(' ');

/** Processes of an engine that a process has started, or that run without one. */
function enginesOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((one) => {
      try {
        const [, parent] = /\) \S (\d+)/.exec(readFileSync(`/proc/${one}/stat`, 'utf8')) ?? [];
        return Number(parent) === pid && readFileSync(`/proc/${one}/cmdline`, 'utf8').includes('engine-process');
      } catch {
        return false;
      }
    });
}

async function started(cwd: string): Promise<{ run: ReturnType<typeof startCli>; engine: number }> {
  const run = startCli(cwd, ARGS);
  let stored = 0;
  while (stored < 5) {
    await wait(200);
    const { stdout } = await runCli(cwd, ['export', 'engine']);
    stored = stdout.split('\n').length;
  }
  const [engine = 0] = enginesOf(run.pid);
  return { run, engine };
}

const isThere = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe.runIf(process.platform === 'linux')('the process of the embedded engine', () => {
  it('ends with a run that is killed, and the run is gone on with', async () => {
    const cwd = emptyFolder();
    const { run, engine } = await started(cwd);
    expect(isThere(engine)).toBe(true);
    run.kill('SIGKILL');
    await run.ended;
    while (isThere(engine)) await wait(50);
    expect(isThere(engine)).toBe(false);
  }, 180_000);

  it('lets Ctrl-C end the calls under way, reached by it too, and is started again once when it dies', async () => {
    const cwd = emptyFolder();
    const { run, engine } = await started(cwd);
    process.kill(engine, 'SIGKILL');
    let next = engine;
    while (next === engine || next === 0) {
      await wait(20);
      next = enginesOf(run.pid).find((pid) => pid !== engine) ?? 0;
    }
    await wait(2_000);
    process.kill(next, 'SIGINT');
    run.kill('SIGINT');
    const { code, stderr } = await run.ended;
    expect([code, /Go on with: .*run --resume/.test(stderr)]).toEqual([130, true]);
    const rows = (await runCli(cwd, ['export', 'engine'])).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.filter(({ delivery }) => delivery === 'error')).toEqual([]);
    expect(isThere(next)).toBe(false);
  }, 180_000);
});
