import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

/** A real PostgreSQL in a folder of its own, on a free port of this machine. */
export interface PostgresServer {
  /** Address of a database without its name. */
  readonly address: string;
  /** The process that all of its others belong to. */
  pid(): number;
  /** Ends it at once, as a power cut does. */
  kill(): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
  /** Ends it and removes its folder. */
  remove(): Promise<void>;
}

const DEBIAN = '/usr/lib/postgresql';

/** Where the programs of a PostgreSQL server stand; null: none is installed. */
export function postgresPrograms(): string | null {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => join(DEBIAN, version, 'bin')), ...(process.env.PATH ?? '').split(':')];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'))) ?? null;
}

/** The server refuses to run as root: Debian's own user takes its place there. */
const isRoot = userInfo().uid === 0;
const asUser = (program: string, args: readonly string[]): [string, string[]] =>
  isRoot ? ['runuser', ['-u', 'postgres', '--', program, ...args]] : [program, [...args]];

/** Starts a server that nothing was stored in. */
export async function startPostgres(): Promise<PostgresServer> {
  const programs = postgresPrograms();
  if (programs === null) throw new Error('expected a PostgreSQL server on this machine, got none');
  const folder = mkdtempSync(join(tmpdir(), 'candor-postgres-'));
  if (isRoot) execFileSync('chown', ['postgres', folder]);
  const data = join(folder, 'data');
  const made = asUser(join(programs, 'initdb'), [
    '-D',
    data,
    '-A',
    'trust',
    '-U',
    'candor',
    '-E',
    'UTF8',
    '--locale=C',
    '-N',
  ]);
  execFileSync(made[0], made[1], { stdio: 'pipe', cwd: folder });
  const port = await freePort();
  const address = `postgres://candor@127.0.0.1:${port}`;
  let server: ChildProcess | null = null;
  const postmaster = (): number =>
    Number(execFileSync('head', ['-1', join(data, 'postmaster.pid')], { encoding: 'utf8' }).trim());
  const kill = async (): Promise<void> => {
    if (server === null) return;
    const ended = new Promise((resolve) => server?.once('exit', resolve));
    // SIGQUIT: all of its processes end without writing anything more, and it recovers when it starts.
    process.kill(postmaster(), 'SIGQUIT');
    await ended;
    server = null;
  };
  const start = async (): Promise<void> => {
    const settings = ['-c', 'fsync=off', '-c', 'max_connections=200', '-c', 'shared_buffers=64MB'];
    const started = asUser(join(programs, 'postgres'), [
      '-D',
      data,
      '-p',
      `${port}`,
      '-h',
      '127.0.0.1',
      '-k',
      folder,
      ...settings,
    ]);
    server = spawn(started[0], started[1], { stdio: 'ignore', cwd: folder });
    await ready(address);
  };
  await start();
  return {
    address,
    pid: postmaster,
    kill,
    start,
    async remove() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Makes a database that is empty, with a name of its own, and gives its address. */
export async function emptyDatabase(address: string): Promise<string> {
  const name = `candor_${process.pid}_${Math.random().toString(36).slice(2)}`;
  await withClient(`${address}/postgres`, (client) => client.query(`create database ${name}`));
  return `${address}/${name}`;
}

/** Does something with a plain client of a database. */
export async function withClient<T>(address: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function ready(address: string): Promise<void> {
  for (let tries = 300; ; tries--) {
    try {
      return await withClient(`${address}/postgres`, async (client) => void (await client.query('select 1')));
    } catch (error) {
      if (tries === 0) throw error;
    }
    await wait(100);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const bound = probe.address();
      probe.close(() => resolve(typeof bound === 'object' && bound !== null ? bound.port : 0));
    });
  });
}
