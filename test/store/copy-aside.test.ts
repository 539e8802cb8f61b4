import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteConnection from 'better-sqlite3';
import { expect, it } from 'vitest';
import { copyAside } from '../../src/store/copy-aside.ts';
import { damageIn } from '../../src/store/file-health.ts';

/** Writes rows of several pages, each in a transaction, a thousand a second at most, and begins the log anew as often as it can; ends by itself. */
const WRITER = `
const Sqlite = require('better-sqlite3');
const db = new Sqlite(process.argv[1]);
db.pragma('journal_mode = wal');
db.pragma('wal_autocheckpoint = 20');
db.exec('create table if not exists rows (id integer primary key, text text); create index if not exists by_text on rows (text)');
const insert = db.prepare('insert into rows (text) values (?)');
const old = db.prepare('delete from rows where id < ?');
const tick = new Int32Array(new SharedArrayBuffer(4));
for (let n = 0; n < 8_000; n++) {
  Atomics.wait(tick, 0, 0, 1);
  db.transaction(() => { for (let i = 0; i < 5; i++) insert.run(String(n).repeat(3000).slice(0, 9000 + i)); old.run(5 * n - 300); })();
  if (n === 5) console.log('going');
}`;

it('is whole, however fast another process writes to the file and begins its log anew', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'candor-aside-')), 'going.db');
  const writer = spawn(process.execPath, ['-e', WRITER, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((going) => writer.stdout.once('data', going));
  try {
    let before = 0;
    for (let copies = 0; copies < 100; copies++) {
      const aside = copyAside(file);
      const copy = new SqliteConnection(aside.file);
      expect(damageIn(copy, true, 3)).toEqual([]);
      const newest = Number(copy.prepare('select max(id) from rows').pluck().get());
      copy.close();
      aside.remove();
      expect(newest).toBeGreaterThanOrEqual(before);
      before = newest;
    }
  } finally {
    writer.kill('SIGKILL');
  }
}, 120_000);
