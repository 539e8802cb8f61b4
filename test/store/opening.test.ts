import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import SqliteConnection from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { StoreError } from '../../src/lib/errors.ts';
import { MIGRATIONS } from '../../src/store/migrations/migrations.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { copyOldStore } from './old-store.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'candor-open-'));

describe('opening a file as a store', () => {
  it('leaves a database of another program as it is, to the byte', async () => {
    const file = join(folder(), 'other.db');
    const connection = new SqliteConnection(file);
    connection.exec("create table accounts (owner text); insert into accounts values ('Ada')");
    connection.close();
    const before = readFileSync(file);
    await expect(openSqliteStore(file)).rejects.toThrow(/other tables \(accounts\)[\s\S]*not changed/);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('leaves a database of another program that migrates by the same library', async () => {
    const file = join(folder(), 'other.db');
    const connection = new SqliteConnection(file);
    connection.exec(
      "create table kysely_migration (name text, timestamp text); insert into kysely_migration values ('init', '')",
    );
    connection.close();
    const before = readFileSync(file);
    await expect(openSqliteStore(file)).rejects.toThrow(/another program/);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('says that a store is of a newer version, and does not change it', async () => {
    const file = copyOldStore('finished');
    await (await openSqliteStore(file)).close();
    const connection = new SqliteConnection(file);
    connection.exec("insert into kysely_migration values ('900-from-the-future', '2030-01-01')");
    connection.close();
    const before = readFileSync(file);
    await expect(openSqliteStore(file)).rejects.toThrow(StoreError);
    await expect(openSqliteStore(file)).rejects.toThrow(/newer Candor \(layout 900-from-the-future/);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('names the newest layout that it does not know, and the newest that it does', async () => {
    const file = copyOldStore('finished');
    await (await openSqliteStore(file)).close();
    const connection = new SqliteConnection(file);
    connection.exec("insert into kysely_migration values ('900-sooner', ''), ('901-later', '')");
    connection.close();
    const newest = Object.keys(MIGRATIONS).at(-1);
    await expect(openSqliteStore(file)).rejects.toThrow(`(layout 901-later; this version knows ${newest})`);
  });

  it('names three tables of another program at most, and none that SQLite or the library made', async () => {
    const file = join(folder(), 'other.db');
    const connection = new SqliteConnection(file);
    connection.exec(
      'create table kysely_migration_lock (id text); create table first (id integer primary key autoincrement)',
    );
    for (const table of ['second', 'third', 'fourth']) connection.exec(`create table ${table} (id integer)`);
    connection.close();
    await expect(openSqliteStore(file)).rejects.toThrow('with other tables (first, second, third).');
  });

  it('goes on where another process has begun to make the store', async () => {
    const file = join(folder(), 'candor.db');
    const connection = new SqliteConnection(file);
    connection.exec('create table started (id integer primary key autoincrement); drop table started');
    connection.close();
    const store = await openSqliteStore(file);
    expect(await store.listRuns()).toEqual([]);
    await store.close();
  });

  it('opens no store that cannot be brought to the newest layout, and leaves its layout whole', async () => {
    const file = copyOldStore('finished');
    const connection = new SqliteConnection(file);
    connection.exec('alter table attempts rename to calls');
    const layout = (): unknown[] => connection.prepare("select sql from sqlite_master where name = 'runs'").all();
    const before = layout();
    await expect(openSqliteStore(file)).rejects.toThrow(/expected a Candor store at .*no such table: attempts/);
    expect(layout()).toEqual(before);
    connection.close();
  });

  it('makes a store of an empty file', async () => {
    const file = join(folder(), 'empty.db');
    writeFileSync(file, '');
    await (await openSqliteStore(file)).close();
    expect(readFileSync(file).subarray(0, 15).toString()).toBe('SQLite format 3');
  });

  it.each(['a new file', 'an old store'])(
    'lets four processes open %s at once, and applies each layout once',
    async (what) => {
      const file = what === 'a new file' ? join(folder(), 'candor.db') : copyOldStore('finished');
      const codes = await Promise.all(Array.from({ length: 4 }, () => openElsewhere(file)));
      expect(codes).toEqual(['', '', '', '']);
      const connection = new SqliteConnection(file);
      const applied = connection.prepare('select name from kysely_migration order by name').pluck().all();
      expect(applied).toEqual(Object.keys(MIGRATIONS));
      connection.close();
    },
  );
});

const loader = resolve(import.meta.dirname, '../../node_modules/tsx/dist/loader.mjs');
const opener = resolve(import.meta.dirname, 'open-store.ts');

/** Opens a store in a process of its own; what it said on stderr. */
function openElsewhere(file: string): Promise<string> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, ['--import', loader, opener, file], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (part) => {
      said += part;
    });
    child.once('error', failed);
    child.once('exit', (code) => done(code === 0 ? '' : `${code}: ${said}`));
  });
}
