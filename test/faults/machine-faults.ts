import { setTimeout as wait } from 'node:timers/promises';
import { runCli } from '../e2e/run-cli.ts';
import { askedRun, type Counts, startCli } from './asked-run.ts';
import { type Fault, UNDER_WAY } from './fault.ts';

/** A run that gets a signal in its middle, and goes on. */
async function signalled(signal: NodeJS.Signals): Promise<Counts> {
  const run = await askedRun(6, 15);
  const going = startCli(run.folder, run.args);
  while (run.chat.asked.length < 20) await wait(5);
  going.kill(signal);
  await going.ended;
  const before = await run.stored();
  const { code, stderr } = await runCli(run.folder, ['run', '--resume', 'asked']);
  if (code !== 0) throw new Error(stderr);
  const counts = await run.counts(undefined, before);
  await run.chat.close();
  return counts;
}

/** A run whose store can grow no further than a limit of the system lets it. */
async function withoutRoom(): Promise<Counts> {
  const run = await askedRun(20, 1);
  const full = await startCli(run.folder, run.args, { before: ['sh', '-c', 'ulimit -f 700; exec "$@"', 'sh'] }).ended;
  if (full.code !== 3) throw new Error(`expected 3 on a full disk, got ${full.code}: ${full.stderr}`);
  const before = await run.stored();
  const { code, stderr } = await runCli(run.folder, ['run', '--resume', 'asked']);
  if (code !== 0) throw new Error(stderr);
  const counts = await run.counts(undefined, before);
  await run.chat.close();
  return counts;
}

export const MACHINE_FAULTS: readonly Fault[] = [
  ...(['SIGTERM', 'SIGHUP'] as const).map(
    (signal): Fault => ({
      what: `${signal} in mid-run`,
      where: 'machine',
      mayAskTwice: 0,
      run: () => signalled(signal),
    }),
  ),
  { what: '`kill -9` in mid-run', where: 'machine', mayAskTwice: UNDER_WAY, run: () => signalled('SIGKILL') },
  { what: 'the disk is full in mid-run', where: 'machine', mayAskTwice: UNDER_WAY, run: withoutRoom },
];
