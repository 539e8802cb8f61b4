import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { runCli } from '../e2e/run-cli.ts';
import { askedRun, startCli } from './asked-run.ts';

const HOUR = 3_600_000;
/** The library that gives a process another clock; empty: this machine has none. */
const FAKETIME =
  spawnSync('faketime', ['-f', '+0', 'printenv', 'LD_PRELOAD'], { encoding: 'utf8' }).stdout?.trim() ?? '';
const CLEAN = { lost: 0, askedTwice: 0, countedWrongly: 0 };

async function latencies(folder: string): Promise<number[]> {
  const { stdout } = await runCli(folder, ['export', 'asked']);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).latency_ms);
}

describe.each([
  ['forward', HOUR],
  ['back', -HOUR],
])('a clock that is set an hour %s in mid-run', (_, by) => {
  it('loses nothing, asks nothing twice and stores no duration that it made', async () => {
    const run = await askedRun(3, 5);
    const out = new PassThrough();
    out.resume();
    const code = await main(run.args, {
      stdout: out,
      stderr: out,
      stdin: new PassThrough().end(),
      env: {},
      cwd: run.folder,
      clock: { ...systemClock, now: () => Date.now() + (run.chat.asked.length > 10 ? by : 0) },
      random: Math.random,
      stderrIsTerminal: false,
      stdinIsTerminal: false,
      stdoutIsTerminal: false,
      columns: 80,
      onInterrupt: () => () => undefined,
    });
    expect([code, await run.counts()]).toEqual([0, CLEAN]);
    for (const ms of await latencies(run.folder)) expect(ms >= 0 && ms < HOUR / 2).toBe(true);
    await run.chat.close();
  });

  it.runIf(FAKETIME !== '')('does so in a process whose clock is set', async () => {
    const run = await askedRun(3, 20);
    const shift = join(run.folder, 'shift');
    writeFileSync(shift, '+0');
    const going = startCli(run.folder, run.args, {
      env: {
        LD_PRELOAD: FAKETIME,
        FAKETIME_TIMESTAMP_FILE: shift,
        FAKETIME_NO_CACHE: '1',
        FAKETIME_DONT_FAKE_MONOTONIC: '1',
      },
    });
    while (run.chat.asked.length < 10) await new Promise((done) => setTimeout(done, 5));
    writeFileSync(shift, by > 0 ? '+1h' : '-1h');
    expect((await going.ended).code).toBe(0);
    expect(await run.counts()).toEqual(CLEAN);
    for (const ms of await latencies(run.folder)) expect(ms >= 0 && ms < HOUR / 2).toBe(true);
    const { stdout } = await runCli(run.folder, ['export', 'asked']);
    const at = stdout
      .trim()
      .split('\n')
      .map((line) => Date.parse(JSON.parse(line).asked_at));
    // The jump has reached the process.
    expect(Math.max(...at) - Math.min(...at)).toBeGreaterThan(HOUR / 2);
    await run.chat.close();
  });
});
