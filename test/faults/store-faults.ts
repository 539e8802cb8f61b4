import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import SqliteConnection from 'better-sqlite3';
import { askedRun, type Counts, startCli } from './asked-run.ts';
import type { Fault } from './fault.ts';

/** A run whose store another program holds for some seconds. */
async function locked(): Promise<Counts> {
  const run = await askedRun(4, 5);
  const going = startCli(run.folder, run.args);
  while (run.chat.asked.length < 10) await wait(5);
  const other = new SqliteConnection(join(run.folder, 'runs/candor.db'), { timeout: 5_000 });
  other.exec('begin immediate');
  await wait(1_500);
  other.exec('commit');
  other.close();
  const { code, stderr } = await going.ended;
  if (code !== 0) throw new Error(stderr);
  const counts = await run.counts();
  await run.chat.close();
  return counts;
}

/** Four first runs that make one store at the same time. */
async function fourFirstRuns(): Promise<Counts> {
  const run = await askedRun(2, 5);
  const places = [1, 2, 3, 4].map((n) => run.args.map((word) => (word === 'asked' ? `asked-${n}` : word)));
  const ended = await Promise.all(places.map((args) => startCli(run.folder, args).ended));
  for (const { code, stderr } of ended) if (code !== 0) throw new Error(stderr);
  let lost = 0;
  for (const n of [1, 2, 3, 4]) lost += run.trials - (await run.stored(undefined, `asked-${n}`)).size;
  const calls = run.chat.asked.filter(({ seed }) => seed !== null).length;
  await run.chat.close();
  return { lost, askedTwice: calls - 4 * run.trials, countedWrongly: 0 };
}

/** Two processes that want to finish one run. */
async function twoResume(): Promise<Counts> {
  const run = await askedRun(6, 15);
  const going = startCli(run.folder, run.args);
  while (run.chat.asked.length < 20) await wait(5);
  going.kill('SIGTERM');
  await going.ended;
  const before = await run.stored();
  const both = await Promise.all([1, 2].map(() => startCli(run.folder, ['run', '--resume', 'asked']).ended));
  const codes = both.map(({ code }) => code).toSorted();
  // The second is told who has it (2), or comes when all is done.
  if (codes[0] !== 0 || (codes[1] !== 0 && codes[1] !== 2)) throw new Error(both.map((one) => one.stderr).join('\n'));
  const counts = await run.counts(undefined, before);
  await run.chat.close();
  return counts;
}

export const STORE_FAULTS: readonly Fault[] = [
  { what: 'another program holds the store for a while', where: 'store', mayAskTwice: 0, run: locked },
  { what: 'four first runs make one store at once', where: 'store', mayAskTwice: 0, run: fourFirstRuns },
  { what: 'two processes resume one run', where: 'machines', mayAskTwice: 0, run: twoResume },
];
