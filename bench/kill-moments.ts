import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import SqliteConnection from 'better-sqlite3';
import { startCutProxy } from '../test/servers/cut-proxy.ts';
import { emptyDatabase, startPostgres } from '../test/servers/postgres-server.ts';
import { type SimpleChat, startSimpleChat } from '../test/servers/simple-chat.ts';
import { askedFolder } from './asked-folder.ts';
import { type BuiltCli, runBuilt, startBuilt } from './built-cli.ts';

/**
 * Kills processes with `kill -9` at random moments, and cuts a database off, and counts what that cost: answers that are lost, calls beyond one a
 * trial, answers twice in the store or of another trial, verdicts that are missing, and what the summary counts otherwise. `npm run build` first.
 * Usage: tsx bench/kill-moments.ts [sqlite] [workers] [cut] [--kills 100] [--seconds 60]
 */
const numberOf = (flag: string, otherwise: number): number =>
  process.argv.includes(flag) ? Number(process.argv[process.argv.indexOf(flag) + 1]) : otherwise;
const KILLS = numberOf('--kills', 100);
const CUT_SECONDS = numberOf('--seconds', 60);
const parts = process.argv.slice(2).filter((word) => /^[a-z]+$/.test(word));
const wanted = (part: string): boolean => parts.length === 0 || parts.includes(part);

const CONCURRENCY = 4;
const QUESTIONS = 50;
const textOf = (prompt: string, seed: number | null): string => `Answer to ${prompt} with ${seed}.`;

interface Counts {
  trials: number;
  lost: number;
  askedTwice: number;
  doubled: number;
  countedWrongly: number;
  noVerdict: number;
}
const none = (): Counts => ({ trials: 0, lost: 0, askedTwice: 0, doubled: 0, countedWrongly: 0, noVerdict: 0 });

interface Row {
  readonly trial: string;
  readonly prompt: string;
  readonly seed: number;
  readonly response: string;
  readonly delivery: string;
  readonly verdicts: readonly unknown[];
}

async function rowsOf(folder: string, run: string, store: string): Promise<Row[]> {
  const text = await runBuilt(folder, ['export', run, '--store', store]);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row)
    .filter(({ delivery }) => delivery !== 'error');
}

/** Adds what became of a run; `before`: answers that were seen in the store while it went on. */
async function count(
  counts: Counts,
  folder: string,
  run: string,
  store: string,
  trials: number,
  before: ReadonlyMap<string, string> = new Map(),
): Promise<void> {
  const rows = await rowsOf(folder, run, store);
  const texts = new Map(rows.map(({ trial, response }) => [trial, response]));
  const { rows: figures } = JSON.parse(await runBuilt(folder, ['summary', run, '--json', '--store', store])) as {
    rows: { lang: string | null; topic: string | null; style: string | null; delivered: number }[];
  };
  const figure = figures.find(({ lang, topic, style }) => lang === 'en' && topic === null && style === null);
  counts.trials += trials;
  counts.lost += trials - texts.size + [...before].filter(([trial, text]) => texts.get(trial) !== text).length;
  counts.doubled += rows.length - texts.size;
  counts.noVerdict += rows.filter(({ verdicts }) => verdicts.length === 0).length;
  counts.countedWrongly +=
    rows.filter(({ prompt, seed, response }) => response !== textOf(prompt, seed)).length +
    Math.abs((figure?.delivered ?? 0) - rows.length);
}

/** Calls of trials beyond one each since the last time it was asked. */
function repeatedCalls(chat: SimpleChat): number {
  const calls = chat.asked.filter(({ seed }) => seed !== null).map(({ prompt, seed }) => `${prompt} ${seed}`);
  return calls.length - new Set(calls).size;
}

function say(what: string, kills: number, counts: Counts, seconds: number, most: string): void {
  const { trials, lost, askedTwice, doubled, countedWrongly, noVerdict } = counts;
  console.log(
    `${what}: ${kills} kills, ${trials} trials, ${seconds.toFixed(0)} s: lost ${lost}, asked twice ${askedTwice}${most}, doubled ${doubled}, counted wrongly ${countedWrongly}, without verdict ${noVerdict}`,
  );
}

/** Answers that the file holds at this moment. */
function storedNow(file: string): Map<string, string> {
  try {
    const connection = new SqliteConnection(file, { fileMustExist: true });
    try {
      const rows = connection
        .prepare(
          "select t.key as trial, r.text as text from responses r join trials t on t.id = r.trial_id where r.delivery <> 'error'",
        )
        .all() as { trial: string; text: string }[];
      return new Map(rows.map(({ trial, text }) => [trial, text]));
    } finally {
      connection.close();
    }
  } catch (error) {
    // Killed before it made its file or tables.
    if (error instanceof Error && /unable to open|does not exist|no such table/.test(error.message)) return new Map();
    throw error;
  }
}

function runIn(file: string): string | null {
  try {
    const connection = new SqliteConnection(file, { fileMustExist: true });
    try {
      return (connection.prepare('select key from runs').pluck().get() as string | undefined) ?? null;
    } finally {
      connection.close();
    }
  } catch {
    return null;
  }
}

async function onSqlite(): Promise<void> {
  const began = performance.now();
  const counts = none();
  const samples = 20;
  const trials = QUESTIONS * samples;
  let [kills, most, ends] = [0, 0, 0];
  while (kills < KILLS) {
    const chat = await startSimpleChat(textOf, 20);
    const folder = askedFolder({ url: chat.url, questions: QUESTIONS, samples, concurrency: CONCURRENCY });
    const file = join(folder, 'runs/candor.db');
    let before = new Map<string, string>();
    let [last, ended] = [0, false];
    while (!ended) {
      const run = runIn(file);
      const going = startBuilt(folder, run === null ? ['run', '--yes'] : ['run', '--resume', run]);
      const moment = kills < KILLS ? Math.random() * 5_000 : Number.POSITIVE_INFINITY;
      const over = going.ended.then(() => true);
      ended = Number.isFinite(moment) ? await Promise.race([over, wait(moment).then(() => false)]) : await over;
      if (!ended) {
        going.child.kill('SIGKILL');
        await going.ended;
        kills++;
        const now = storedNow(file);
        counts.lost += [...before].filter(([trial, text]) => now.get(trial) !== text).length;
        before = now;
      } else if ((await going.ended).code !== 0) throw new Error((await going.ended).stderr);
      const repeated = repeatedCalls(chat);
      most = Math.max(most, repeated - last);
      last = repeated;
    }
    ends++;
    counts.askedTwice += last;
    await count(counts, folder, runIn(file) ?? '', file, trials, before);
    await chat.close();
    rmSync(folder, { recursive: true });
  }
  const bound = ` (after one kill at most ${most}; ${CONCURRENCY} under way)`;
  say(`SQLite, one process, ${ends} runs`, kills, counts, (performance.now() - began) / 1000, bound);
}

async function hasEnded(folder: string, run: string, store: string): Promise<boolean> {
  const text = await runBuilt(folder, ['runs', '--follow', run, '--json', '--store', store]);
  return (JSON.parse(text) as { overview: { endedAt: string | null } }).overview.endedAt !== null;
}

async function withWorkers(): Promise<void> {
  const server = await startPostgres();
  const began = performance.now();
  const counts = none();
  const samples = 30;
  const store = await emptyDatabase(server.address);
  const chat = await startSimpleChat(textOf, 20);
  const folder = askedFolder({ url: chat.url, questions: QUESTIONS, samples, concurrency: CONCURRENCY });
  const runs: string[] = [];
  const detach = async (): Promise<void> => {
    // Seeds far apart: a call tells by its seed which trial of which run it is of.
    const seed = String(1_000 * (1 + runs.length));
    const text = await runBuilt(folder, ['run', '--detach', '--seed', seed, '--json', '--yes', '--store', store]);
    runs.push((JSON.parse(text) as { run: string }).run);
  };
  const worker = (): BuiltCli => startBuilt(folder, ['worker', '--store', store]);
  const trials = QUESTIONS * samples;
  await detach();
  let workers = [worker(), worker()];
  let kills = 0;
  while (kills < KILLS) {
    await wait(Math.random() * 6_000);
    if (new Set(chat.asked.map(({ prompt, seed }) => `${prompt} ${seed}`)).size > runs.length * trials - 300)
      await detach();
    const victim = workers[Math.floor(Math.random() * workers.length)];
    if (victim === undefined) throw new Error('no worker');
    victim.child.kill('SIGKILL');
    await victim.ended;
    kills++;
    workers = [...workers.filter((one) => one !== victim), worker()];
  }
  for (const run of runs) while (!(await hasEnded(folder, run, store))) await wait(1_000);
  for (const { child } of workers) child.kill('SIGTERM');
  await Promise.all(workers.map(({ ended }) => ended));
  counts.askedTwice = repeatedCalls(chat);
  for (const run of runs) await count(counts, folder, run, store, trials);
  const bound = ` (at most ${kills * CONCURRENCY} were under way)`;
  say(`PostgreSQL, two workers, ${runs.length} runs`, kills, counts, (performance.now() - began) / 1000, bound);
  await chat.close();
  await server.remove();
  rmSync(folder, { recursive: true });
}

/** Two workers whose way to the database is cut in mid-run, and later there again. */
async function withoutDatabase(how: 'silent' | 'refused'): Promise<void> {
  const server = await startPostgres();
  const began = performance.now();
  const counts = none();
  const direct = await emptyDatabase(server.address);
  const proxy = await startCutProxy(Number(new URL(server.address).port));
  const store = direct.replace(new URL(direct).host, `127.0.0.1:${proxy.port}`);
  const chat = await startSimpleChat(textOf, 40);
  const samples = 30;
  const folder = askedFolder({ url: chat.url, questions: QUESTIONS, samples, concurrency: CONCURRENCY });
  const { run } = JSON.parse(await runBuilt(folder, ['run', '--detach', '--json', '--yes', '--store', direct])) as {
    run: string;
  };
  const workers = [1, 2].map(() => startBuilt(folder, ['worker', '--once', '--store', store]));
  while (chat.asked.length < 300) await wait(20);
  proxy.cut(how);
  await wait(CUT_SECONDS * 1000);
  proxy.mend();
  const codes = (await Promise.all(workers.map(({ ended }) => ended))).map(({ code, stderr }) => {
    if (code !== 0) console.log(stderr);
    return code;
  });
  counts.askedTwice = repeatedCalls(chat);
  await count(counts, folder, run, direct, QUESTIONS * samples);
  const bound = ` (${2 * CONCURRENCY} were under way), workers ended in ${codes.join(' and ')}`;
  say(`PostgreSQL ${how} for ${CUT_SECONDS} s`, 0, counts, (performance.now() - began) / 1000, bound);
  await proxy.close();
  await chat.close();
  await server.remove();
  rmSync(folder, { recursive: true });
}

if (wanted('sqlite')) await onSqlite();
if (wanted('workers')) await withWorkers();
if (wanted('cut')) for (const how of ['silent', 'refused'] as const) await withoutDatabase(how);
