import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { runCli } from '../e2e/run-cli.ts';
import { type CutProxy, startCutProxy } from '../servers/cut-proxy.ts';
import { emptyDatabase, type PostgresServer, postgresPrograms, startPostgres } from '../servers/postgres-server.ts';
import { askedRun, type Counts, startCli } from './asked-run.ts';
import { type Fault, UNDER_WAY } from './fault.ts';

/** A worker of which the database goes away in mid-run. */
async function withoutDatabase(away: (server: PostgresServer, proxy: CutProxy) => Promise<void>): Promise<Counts> {
  const server = await startPostgres();
  const direct = await emptyDatabase(server.address);
  const { host, port } = new URL(direct);
  const proxy = await startCutProxy(Number(port));
  const store = direct.replace(host, `127.0.0.1:${proxy.port}`);
  const run = await askedRun(6, 15);
  writeFileSync(
    join(run.folder, 'candor.yaml'),
    `targets: [{ id: local, provider: openai, model: m, baseURL: "${run.chat.url}", concurrency: 4 }]\nprobes: [asked.yaml]\nlanguages: [en]\nsamples: 6\nseed: 5\n`,
  );
  try {
    const planned = await runCli(run.folder, ['run', '--detach', '--name', 'asked', '--store', direct]);
    if (planned.code !== 0) throw new Error(planned.stderr);
    const worker = startCli(run.folder, ['worker', '--once', '--store', store]);
    while (run.chat.asked.length < 20) await wait(5);
    await away(server, proxy);
    const { code, stderr } = await worker.ended;
    if (code !== 0) throw new Error(stderr);
    return await run.counts(direct);
  } finally {
    await run.chat.close();
    await proxy.close();
    await server.remove();
  }
}

const cut = (how: 'silent' | 'refused') => async (_: PostgresServer, proxy: CutProxy) => {
  proxy.cut(how);
  await wait(3_000);
  proxy.mend();
};

const possible = postgresPrograms() !== null;

export const MACHINES_FAULTS: readonly Fault[] = [
  {
    what: 'PostgreSQL restarts in mid-run',
    where: 'machines',
    possible,
    mayAskTwice: UNDER_WAY,
    run: () =>
      withoutDatabase(async (server) => {
        await server.kill();
        await wait(500);
        await server.start();
      }),
  },
  {
    what: 'PostgreSQL says nothing for a while',
    where: 'machines',
    possible,
    mayAskTwice: UNDER_WAY,
    run: () => withoutDatabase(cut('silent')),
  },
  {
    what: 'PostgreSQL cannot be reached for a while',
    where: 'machines',
    possible,
    mayAskTwice: UNDER_WAY,
    run: () => withoutDatabase(cut('refused')),
  },
];
