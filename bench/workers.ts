import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { emptyDatabase, type PostgresServer, startPostgres } from '../test/servers/postgres-server.ts';
import { askedFolder } from './asked-folder.ts';
import { type BuiltCli, cpuWithChildren, runBuilt, startBuilt } from './built-cli.ts';

/**
 * Asks a local server that streams 1.2 KB after a delay: by one process on SQLite, by one worker, by three workers, and by three of which one is
 * killed in each third of the run and another takes its place. Prints wall time beside the ideal, CPU and peak memory of the processes, CPU of
 * PostgreSQL, and what a trial costs beyond its delay. `npm run build` first.
 * Usage: tsx bench/workers.ts [--trials 20000] [--delay 100] [--at-once 30] [--only sqlite,one,three,killed]
 */
const numberOf = (flag: string, otherwise: number): number =>
  process.argv.includes(flag) ? Number(process.argv[process.argv.indexOf(flag) + 1]) : otherwise;
const TRIALS = numberOf('--trials', 20_000);
const DELAY_MS = numberOf('--delay', 100);
const AT_ONCE = numberOf('--at-once', 30);
const QUESTIONS = 100;
const isWanted = (row: string): boolean =>
  !process.argv.includes('--only') || (process.argv[process.argv.indexOf('--only') + 1] ?? '').split(',').includes(row);

interface Measured {
  readonly what: string;
  readonly seconds: number;
  readonly processes: readonly BuiltCli[];
  readonly databaseCpu: number;
  readonly folder: string;
  readonly run: string;
  readonly store: string;
}

async function report(m: Measured): Promise<void> {
  const ideal = (TRIALS * DELAY_MS) / 1000 / AT_ONCE;
  const cpu = m.processes.reduce((sum, one) => sum + one.used().cpuSeconds, 0);
  const peak = Math.max(...m.processes.map((one) => one.used().peakMb));
  const rows = (await runBuilt(m.folder, ['export', m.run, '--store', m.store])).split('\n').filter(Boolean);
  const answers = rows.map((row) => JSON.parse(row) as { trial: string; delivery: string; verdicts: unknown[] });
  const trials = new Set(answers.map(({ trial }) => trial));
  const bare = answers.filter(({ delivery, verdicts }) => delivery !== 'ok' || verdicts.length === 0);
  console.log(
    [
      `${m.what}: ${m.seconds.toFixed(0)} s (ideal ${ideal.toFixed(0)} s)`,
      `CPU ${((cpu * 1000) / TRIALS).toFixed(1)} ms a trial, PostgreSQL ${((m.databaseCpu * 1000) / TRIALS).toFixed(1)}`,
      `peak ${peak.toFixed(0)} MB a process`,
      `${((m.seconds * 1000 * AT_ONCE) / TRIALS - DELAY_MS).toFixed(0)} ms a call beyond the delay`,
      `missing ${TRIALS - trials.size}, doubled ${answers.length - trials.size}, not ok or without verdict ${bare.length}`,
    ].join('; '),
  );
}

async function startServer(): Promise<{ process: ChildProcess; url: string }> {
  const server = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'stream-server.ts')], {
    env: { ...process.env, DELAY_MS: String(DELAY_MS) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<number>((resolve) =>
    server.stdout.once('data', (data) => resolve(Number(/\d+/.exec(String(data))))),
  );
  return { process: server, url: `http://127.0.0.1:${port}/v1` };
}

async function onSqlite(url: string): Promise<void> {
  const folder = askedFolder({ url, questions: QUESTIONS, samples: TRIALS / QUESTIONS, concurrency: AT_ONCE });
  const began = performance.now();
  const going = startBuilt(folder, ['run', '--yes', '--json']);
  const { code, stderr } = await going.ended;
  const seconds = (performance.now() - began) / 1000;
  if (code !== 0) throw new Error(stderr);
  const what = 'SQLite, one process';
  await report({
    what,
    seconds,
    processes: [going],
    databaseCpu: 0,
    folder,
    run: 'latest',
    store: join(folder, 'runs/candor.db'),
  });
  rmSync(folder, { recursive: true });
}

async function byWorkers(server: PostgresServer, url: string, count: number, kills: number): Promise<void> {
  const concurrency = AT_ONCE / count;
  const folder = askedFolder({ url, questions: QUESTIONS, samples: TRIALS / QUESTIONS, concurrency });
  const store = await emptyDatabase(server.address);
  const planned = await runBuilt(folder, ['run', '--detach', '--json', '--yes', '--store', store]);
  const { run } = JSON.parse(planned) as { run: string };
  const cpuBefore = cpuWithChildren(server.pid());
  const began = performance.now();
  const worker = (): BuiltCli => startBuilt(folder, ['worker', '--once', '--store', store]);
  let workers = Array.from({ length: count }, worker);
  const all = [...workers];
  for (let kill = 0; kill < kills; kill++) {
    const share = (kill + Math.random()) / kills;
    while ((await delivered(folder, run, store)) < share * TRIALS) await wait(2_000);
    const [victim, ...others] = workers;
    victim?.child.kill('SIGKILL');
    await victim?.ended;
    const fresh = worker();
    workers = [...others, fresh];
    all.push(fresh);
  }
  for (const { ended } of workers) {
    const { code, stderr } = await ended;
    if (code !== 0) throw new Error(stderr);
  }
  const seconds = (performance.now() - began) / 1000;
  await wait(500);
  const databaseCpu = cpuWithChildren(server.pid()) - cpuBefore;
  const killed = kills === 0 ? '' : `, one killed in each of ${kills} parts`;
  await report({
    what: `PostgreSQL, ${count} worker${count === 1 ? '' : 's'}${killed}`,
    seconds,
    processes: all,
    databaseCpu,
    folder,
    run,
    store,
  });
  rmSync(folder, { recursive: true });
}

async function delivered(folder: string, run: string, store: string): Promise<number> {
  const text = await runBuilt(folder, ['runs', '--follow', run, '--json', '--store', store]);
  return (JSON.parse(text) as { overview: { delivered: number } }).overview.delivered;
}

const chat = await startServer();
if (isWanted('sqlite')) await onSqlite(chat.url);
const server = await startPostgres();
try {
  if (isWanted('one')) await byWorkers(server, chat.url, 1, 0);
  if (isWanted('three')) await byWorkers(server, chat.url, 3, 0);
  if (isWanted('killed')) await byWorkers(server, chat.url, 3, 3);
} finally {
  await server.remove();
  chat.process.kill();
}
