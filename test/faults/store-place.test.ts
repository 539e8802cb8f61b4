import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import SqliteConnection from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { BUILT_CLI } from '../built-program.ts';
import { emptyFolder, runCli } from '../e2e/run-cli.ts';
import { askedRun, startCli } from './asked-run.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** Calls that may be under way when a run ends. */
const UNDER_WAY = 8;
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
/** Words that start a command as somebody who may not write everywhere. */
const asOrdinary = isRoot ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'] : [];
/** Whether such a user can read the program. */
const canRead = spawnSync(asOrdinary[0] ?? 'env', [...asOrdinary.slice(1), 'test', '-r', BUILT_CLI]).status === 0;

describe.each([
  ['its folder is removed', (file: string) => rmSync(dirname(file), { recursive: true }), 0],
  ['its file is removed', (file: string) => rmSync(file), 0],
  ['its file is moved away', (file: string) => renameSync(file, `${file}.away`), 0],
  [
    'another file is put in its place',
    (file: string) => {
      renameSync(file, `${file}.away`);
      writeFileSync(file, 'not a store');
    },
    0,
  ],
] as const)('a store of which in mid-run %s', (_, harm, onDisk) => {
  it('ends the run in 3 with the answers that are on disk and those that are not, and keeps them beside it', async () => {
    let asked = 0;
    const run = await askedRun(6, 1, (prompt, seed) => {
      asked++;
      if (asked === 30) harm(join(run.folder, 'runs/candor.db'));
      return `Answer to ${prompt} with ${seed}.`;
    });
    const { code, stdout, stderr } = await runCli(run.folder, run.args);
    expect([stderr, code]).toEqual([expect.stringContaining('expected the store at'), 3]);
    expect(stdout).toBe('');
    const said =
      /Of (\d+) answers of this run (\d+) are on disk there and (\d+) are not\. They were written to (\S+)/.exec(
        stderr,
      );
    const [answers = 0, there, missing] = (said ?? []).slice(1, 4).map(Number);
    expect([answers > 10 && answers < 60, there, missing]).toEqual([true, onDisk, answers]);
    expect((await run.stored(said?.[4] ?? '')).size).toBe(answers);
    // What was kept can be gone on with.
    const kept = said?.[4] ?? '';
    const before = await run.stored(kept);
    expect((await runCli(run.folder, ['run', '--resume', 'asked', '--store', kept])).code).toBe(0);
    const counts = await run.counts(kept, before);
    expect(counts).toEqual({ lost: 0, askedTwice: expect.any(Number), countedWrongly: 0 });
    expect(counts.askedTwice).toBeLessThanOrEqual(UNDER_WAY);
    await run.chat.close();
  });
});

describe('a store that may not be written to', () => {
  async function readOnly(makeOld = false): Promise<string> {
    const cwd = emptyFolder();
    mkdirSync(join(cwd, 'runs'));
    if (makeOld) cpSync(join(ROOT, 'test/fixtures/stores/finished.db'), join(cwd, 'runs/candor.db'));
    else await runCli(cwd, ['import', join(ROOT, 'runs/sample.jsonl'), '--format', 'candor']);
    if (isRoot)
      for (const path of [cwd, join(cwd, 'runs'), join(cwd, 'runs/candor.db')]) chownSync(path, NOBODY, NOBODY);
    chmodSync(join(cwd, 'runs/candor.db'), 0o444);
    chmodSync(join(cwd, 'runs'), 0o555);
    return cwd;
  }
  const ordinary = (cwd: string, args: readonly string[]) =>
    startCli(cwd, args, { before: asOrdinary, env: { HOME: cwd, XDG_CACHE_HOME: join(cwd, 'cache') } }).ended;

  it.runIf(canRead)('is read by commands that read, and stays as it is', async () => {
    const cwd = await readOnly();
    const before = readFileSync(join(cwd, 'runs/candor.db'));
    const [summary, exported, refused] = await Promise.all([
      ordinary(cwd, ['summary', 'latest', '--json']),
      ordinary(cwd, ['export', 'latest']),
      ordinary(cwd, ['runs', 'remove', 'latest']),
    ]);
    expect([summary.code, summary.stderr, exported.code]).toEqual([0, '', 0]);
    expect(exported.stdout.trim().split('\n').length).toBeGreaterThan(400);
    expect([refused.code, /could not write|expected to write into the store/.test(refused.stderr)]).toEqual([2, true]);
    expect(readdirSync(join(cwd, 'runs'))).toEqual(['candor.db']);
    expect(readFileSync(join(cwd, 'runs/candor.db')).equals(before)).toBe(true);
  });
});

describe('commands that read', () => {
  const READING = [
    ['summary', 'latest'],
    ['show', 'latest'],
    ['export', 'latest'],
    ['compare', 'latest', 'latest'],
    ['report', 'latest', '-o', 'page.html'],
    ['runs'],
    ['probes', 'items', 'latest'],
    ['gate', 'latest', '--baseline', 'latest'],
  ];

  it.each(READING)('make no store where none is: %s', async (...args) => {
    const cwd = emptyFolder();
    await runCli(cwd, args);
    expect(existsSync(join(cwd, 'runs'))).toBe(false);
  });

  it('leave an empty file empty, and a database of another program as it is, and say that there is none', async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'empty.db'), '');
    const other = new SqliteConnection(join(cwd, 'other.db'));
    other.exec('create table accounts (owner text)');
    other.close();
    const before = readFileSync(join(cwd, 'other.db'));
    const answers = await Promise.all([
      runCli(cwd, ['runs', '--store', 'empty.db']),
      runCli(cwd, ['runs', '--store', 'other.db']),
      runCli(cwd, ['runs', '--store', 'absent.db']),
    ]);
    expect(answers.map(({ code }) => code)).toEqual([0, 2, 2]);
    expect(answers[2]?.stderr).toContain('expected a store at absent.db, got nothing there');
    expect(answers[1]?.stderr).toMatch(/other tables \(accounts\)/);
    expect(readFileSync(join(cwd, 'empty.db'))).toHaveLength(0);
    expect(readFileSync(join(cwd, 'other.db')).equals(before)).toBe(true);
    expect(readdirSync(cwd).toSorted()).toEqual(['empty.db', 'other.db']);
  });

  it('say of a store with a newer layout that it is one', async () => {
    const cwd = emptyFolder();
    await runCli(cwd, ['import', join(ROOT, 'runs/sample.jsonl'), '--format', 'candor']);
    const connection = new SqliteConnection(join(cwd, 'runs/candor.db'));
    connection.exec("insert into kysely_migration values ('900-from-the-future', '2030-01-01')");
    connection.close();
    for (const args of [
      ['summary', 'latest'],
      ['store', 'check', 'runs/candor.db'],
      ['store', 'backup', 'runs/candor.db', 'b.db'],
    ]) {
      const { code, stderr } = await runCli(cwd, args);
      expect([code, /one of a newer Candor/.test(stderr)]).toEqual([2, true]);
    }
  });
});

describe('candor store', () => {
  it('names rows whose JSON cannot be read, and repairs the rest', async () => {
    const cwd = emptyFolder();
    await runCli(cwd, ['import', join(ROOT, 'runs/sample.jsonl'), '--format', 'candor', '--store', 'a.db']);
    const connection = new SqliteConnection(join(cwd, 'a.db'));
    connection.exec('drop trigger responses_immutable');
    connection.exec("update responses set envelope = '{' where id in (3, 7)");
    connection.close();
    const exported = await runCli(cwd, ['export', 'latest', '--store', 'a.db']);
    const total = (await runCli(cwd, ['store', 'check', 'a.db'])).stdout;
    expect(exported.code).toBe(3);
    expect(exported.stderr).toMatch(/2 of (\d+) rows of responses \(3, 7\)/);
    const rows = Number(/2 of (\d+) rows/.exec(exported.stderr)?.[1]);
    const trials = exported.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).trial);
    expect([trials.length, new Set(trials).size]).toEqual([rows - 2, rows - 2]);
    expect(total).toMatch(/table responses, row 3, field envelope/);
    const repaired = await runCli(cwd, ['store', 'repair', 'a.db', 'b.db', '--json']);
    expect([repaired.code, JSON.parse(repaired.stdout).lost >= 2]).toEqual([3, true]);
    expect((await runCli(cwd, ['store', 'repair', 'a.db', 'b.db'])).stderr).toMatch(
      /expected a file that is not there yet/,
    );
  });

  it('backs a store up while a run goes on: whole, and at one moment', async () => {
    const run = await askedRun(6, 2);
    const going = startCli(run.folder, run.args);
    while (run.chat.asked.length < 20) await new Promise((done) => setTimeout(done, 5));
    const backup = await runCli(run.folder, ['store', 'backup', 'runs/candor.db', 'b.db']);
    expect([backup.code, (await runCli(run.folder, ['store', 'check', 'b.db'])).code]).toEqual([0, 0]);
    const kept = await run.stored('b.db');
    expect((await going.ended).code).toBe(0);
    expect(kept.size).toBeGreaterThan(0);
    expect(await run.counts(undefined, kept)).toEqual({ lost: 0, askedTwice: 0, countedWrongly: 0 });
    await run.chat.close();
  });
});
