import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUILT_CLI } from '../built-program.ts';
import {
  emptyDatabase,
  type PostgresServer,
  postgresPrograms,
  startPostgres,
  withClient,
} from '../servers/postgres-server.ts';
import { type SimpleChat, startSimpleChat } from '../servers/simple-chat.ts';
import { emptyFolder, runCli } from './run-cli.ts';

function folderWith(url: string, questions: number, target = ''): string {
  const folder = emptyFolder();
  const probes = Array.from(
    { length: questions },
    (_, i) => `  - { id: w-${i}, style: factual, role: neutral, ask: { en: "Question ${i}?" } }`,
  );
  writeFileSync(join(folder, 'w.yaml'), `id: w\ntitle: W\nstate: CN\nversion: 1.0.0\nprobes:\n${probes.join('\n')}\n`);
  writeFileSync(
    join(folder, 'candor.yaml'),
    `targets: [{ id: local, provider: openai, model: m, baseURL: "${url}", concurrency: 4${target} }]
probes: [w.yaml]
languages: [en]
samples: 10
seed: 5
`,
  );
  return folder;
}

describe.skipIf(postgresPrograms() === null)('workers', () => {
  let server: PostgresServer;
  const chats: SimpleChat[] = [];
  const children: ChildProcess[] = [];
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await Promise.all(chats.map((chat) => chat.close()));
    await server.remove();
  });

  const chatOf = async (
    answer: (prompt: string, seed: number | null) => string | number,
    delayMs = 0,
  ): Promise<SimpleChat> => {
    const chat = await startSimpleChat(answer, delayMs);
    chats.push(chat);
    return chat;
  };
  const detached = async (folder: string, store: string): Promise<string> => {
    const { code, stdout } = await runCli(folder, ['run', '--detach', '--store', store, '--json']);
    expect(code).toBe(0);
    return JSON.parse(stdout).run;
  };
  const worker = (folder: string, store: string, name: string, ...more: string[]): ChildProcess => {
    const args = [BUILT_CLI, 'worker', '--store', store, '--name', name, '--once', ...more];
    const child = spawn(process.execPath, args, { cwd: folder, stdio: 'ignore' });
    children.push(child);
    return child;
  };
  const ended = (child: ChildProcess): Promise<number | null> =>
    child.exitCode === null ? new Promise((done) => child.once('exit', done)) : Promise.resolve(child.exitCode);
  const rows = async (folder: string, store: string, run: string) =>
    (await runCli(folder, ['export', run, '--store', store])).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));

  const numberIn = (store: string, question: string): Promise<number> =>
    withClient(store, async (client) => Number((await client.query(`select (${question}) as n`)).rows[0]?.n));
  /** Kills a worker that is the only one; what it held comes back at once, and not after its time. */
  const kill = async (store: string, only: ChildProcess): Promise<void> => {
    only.kill('SIGKILL');
    await ended(only);
    await withClient(store, async (client) => {
      await client.query(`select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()
        and datname = current_database()`);
      await client.query("update pgboss.job set started_on = now() - interval '1 hour' where state = 'active'");
    });
  };

  it('share a run, each question asked once, and say who answered what', async () => {
    const chat = await chatOf((prompt, seed) => `Answer to ${prompt} with ${seed}.`, 5);
    const [folder, store] = [folderWith(chat.url, 20), await emptyDatabase(server.address)];
    const run = await detached(folder, store);
    const codes = await Promise.all(['one', 'two'].map((name) => ended(worker(folder, store, name))));
    expect(codes).toEqual([0, 0]);
    const answers = await rows(folder, store, run);
    expect(answers).toHaveLength(200);
    expect(answers.every(({ delivery, verdicts }) => delivery === 'ok' && verdicts.length === 1)).toBe(true);
    expect(new Set(chat.asked.map(({ prompt, seed }) => `${prompt} ${seed}`)).size).toBe(200);
    expect(chat.asked).toHaveLength(200);
    const followed = await runCli(folder, ['runs', '--follow', run, '--store', store]);
    expect(followed.stdout).toContain(`${run}: 200 of 200 delivered, ended`);
    const shares = [...followed.stdout.matchAll(/(\d+) answers, 0 failed/g)].map(([, n]) => Number(n));
    expect(shares.reduce((sum, n) => sum + n, 0)).toBe(200);
    expect(shares).toHaveLength(2);
  });

  it('lose nothing when one is killed: what it held comes back, and every trial is stored once', async () => {
    const chat = await chatOf((prompt, seed) => `Answer to ${prompt} with ${seed}.`, 30);
    const [folder, store] = [folderWith(chat.url, 12), await emptyDatabase(server.address)];
    const run = await detached(folder, store);
    const killed = worker(folder, store, 'killed');
    while (chat.asked.length < 60) await wait(5);
    await kill(store, killed);
    expect(await ended(worker(folder, store, 'other'))).toBe(0);
    const answers = await rows(folder, store, run);
    expect(answers).toHaveLength(120);
    expect(new Set(answers.map(({ trial }) => trial)).size).toBe(120);
    expect(answers.every(({ delivery }) => delivery === 'ok')).toBe(true);
    // What each stored is counted, though the one could not say so any more.
    const { workers } = JSON.parse(
      (await runCli(folder, ['runs', '--follow', run, '--json', '--store', store])).stdout,
    );
    const answered = (name: string) =>
      workers.find(({ worker }: { worker: string }) => worker.startsWith(name)).answered;
    expect(answered('killed')).toBeGreaterThan(50);
    expect(answered('killed') + answered('other')).toBe(120);
    // At most what it had under way was asked again.
    expect(chat.asked.length - 120).toBeLessThanOrEqual(4);
    expect(JSON.parse((await runCli(folder, ['runs', '--json', '--store', store])).stdout)[0].ended_at).not.toBeNull();
  }, 180_000);

  it('refuse a model that is not the one that was planned, or ask it as a target of its own, moved with its answer', async () => {
    const chat = await chatOf(() => 'Yes.');
    const [folder, store] = [folderWith(chat.url, 3), await emptyDatabase(server.address)];
    const run = await detached(folder, store);
    const other = folderWith(chat.url, 3, ', params: { temperature: 0.9 }');
    const refused = await runCli(other, ['worker', '--store', store, '--once']);
    expect(refused.code).toBe(3);
    expect(refused.stderr).toMatch(/, local: \d+ trials in line; what another worker holds is waited for\.\n/);
    expect(refused.stderr.match(/in line/g)).toHaveLength(1);
    expect(refused.stderr).toMatch(
      /local: not asked: it is not the model that was planned: .*temperature: 0\.7 → 0\.9/,
    );
    expect(chat.asked).toHaveLength(0);
    const backup = await runCli(folder, ['store', 'backup', store, 'backup.db']);
    expect([backup.code, (await runCli(folder, ['store', 'check', 'backup.db'])).code]).toEqual([0, 0]);
    expect((await runCli(folder, ['store', 'check', store])).stdout).toMatch(/ is whole: 1 run, 30 trials, 0 answers/);
    // Killed between the move of a trial to its target and the answer: neither has happened.
    await withClient(store, async (client) => {
      await client.query(
        'create function linger() returns trigger as $$ begin perform pg_sleep(600); return new; end $$ language plpgsql',
      );
      await client.query(
        'create trigger linger after update of target_id on trials for each row execute function linger()',
      );
    });
    const gone = worker(other, store, 'gone', '--accept-identity');
    while ((await numberIn(store, "select count(*) from pg_stat_activity where wait_event = 'PgSleep'")) === 0)
      await wait(50);
    await kill(store, gone);
    await withClient(store, (client) => client.query('drop trigger linger on trials'));
    expect(await numberIn(store, 'select count(*) from responses')).toBe(0);
    expect(await numberIn(store, 'select count(distinct target_id) from trials')).toBe(1);
    expect(chat.asked).toHaveLength(1);
    const accepted = await runCli(other, ['worker', '--store', store, '--once', '--name', 'mine', '--accept-identity']);
    expect(accepted.code).toBe(0);
    const answers = await rows(folder, store, run);
    expect(answers).toHaveLength(30);
    // The one that was under way was asked again, and nothing else.
    expect(chat.asked).toHaveLength(31);
    expect(new Set(answers.map(({ target }) => target)).size).toBe(1);
    expect(answers[0]?.target).toMatch(/^local@mine@/);
    expect((await runCli(folder, ['summary', run, '--store', store])).stdout).toContain('local@mine@');
  });

  it('and a process do not carry out one run at a time', async () => {
    const chat = await chatOf(() => 'Yes.', 200);
    const [folder, store] = [folderWith(chat.url, 3), await emptyDatabase(server.address)];
    const run = await detached(folder, store);
    const one = worker(folder, store, 'one');
    while (chat.asked.length < 5) await wait(5);
    const resumed = await runCli(folder, ['run', '--resume', run, '--store', store, '--yes']);
    expect(resumed.code).toBe(2);
    expect(resumed.stderr).toContain(`workers ask ${run} (one@`);
    expect(await ended(one)).toBe(0);
    expect(chat.asked).toHaveLength(30);
    await withClient(store, (client) =>
      client.query('update runs set owner = $1, heartbeat_at = $2', ['elsewhere/1/x', new Date().toISOString()]),
    );
    const line = await runCli(folder, ['run', '--resume', run, '--detach', '--store', store]);
    expect(line.code).toBe(2);
    expect(line.stderr).toContain('is carried out by process 1 on elsewhere');
  });

  it('ask again what failed, when it is put in line again, and nothing else', async () => {
    // One trial alone: where the first two answers were mistakes, the target would rightly be given up.
    let refused: number | null = null;
    let fails = true;
    const chat = await chatOf((prompt, seed) => {
      if (prompt === 'Question 1?') refused ??= seed;
      return fails && prompt === 'Question 1?' && seed === refused ? 400 : 'Yes.';
    });
    const [folder, store] = [folderWith(chat.url, 2), await emptyDatabase(server.address)];
    const run = await detached(folder, store);
    await ended(worker(folder, store, 'one'));
    fails = false;
    const before = chat.asked.length;
    const again = await runCli(folder, ['run', '--resume', run, '--detach', '--store', store, '--json']);
    expect(JSON.parse(again.stdout).trials).toBe(1);
    const standing = await runCli(folder, ['runs', '--follow', run, '--json', '--store', store]);
    expect(JSON.parse(standing.stdout).overview.endedAt).toBeNull();
    await ended(worker(folder, store, 'two'));
    expect(chat.asked.slice(before)).toEqual([expect.objectContaining({ prompt: 'Question 1?', seed: refused })]);
    expect((await rows(folder, store, run)).filter(({ delivery }) => delivery === 'ok')).toHaveLength(20);
  });

  it('hold a rate together', async () => {
    const times: number[] = [];
    const chat = await chatOf(() => {
      times.push(performance.now());
      return 'Yes.';
    });
    const [folder, store] = [folderWith(chat.url, 1, ', rate: 300'), await emptyDatabase(server.address)];
    await detached(folder, store);
    await Promise.all(['one', 'two'].map((name) => ended(worker(folder, store, name))));
    // Ten calls at five a second are nine pauses of 200 ms, however many workers there are; a timer may fire a little early.
    expect(times).toHaveLength(10);
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(1_700);
  });

  it('go on over a restart of the database', async () => {
    const chat = await chatOf((prompt, seed) => `Answer to ${prompt} with ${seed}.`, 20);
    const [folder, store] = [folderWith(chat.url, 10), await emptyDatabase(server.address)];
    const run = await detached(folder, store);
    const child = worker(folder, store, 'patient');
    while (chat.asked.length < 30) await wait(5);
    await server.kill();
    await wait(500);
    await server.start();
    expect(await ended(child)).toBe(0);
    const answers = await rows(folder, store, run);
    expect(answers).toHaveLength(100);
    expect(answers.every(({ delivery }) => delivery === 'ok')).toBe(true);
  }, 180_000);

  it('need a database, and say so', async () => {
    const { code, stderr } = await runCli(emptyFolder(), ['worker', '--once']);
    expect(code).toBe(2);
    expect(stderr).toContain('PostgreSQL');
    const silent = createServer((_, response) => response.writeHead(503).end());
    await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/v1`;
    const [folder, store] = [folderWith(url, 1), await emptyDatabase(server.address)];
    await detached(folder, store);
    const away = await runCli(folder, ['worker', '--store', store, '--once']);
    expect(away.code).toBe(3);
    expect(away.stderr).toContain('local: not asked: it does not answer here');
    silent.close();
  });
});
