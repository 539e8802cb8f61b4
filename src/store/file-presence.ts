import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import SqliteConnection from 'better-sqlite3';
import { type Kysely, sql } from 'kysely';
import { LostStoreError } from '../lib/errors.ts';
import { makeFolder } from '../lib/make-folder.ts';
import type { Database } from './schema.ts';

/**
 * Watches that the path of an open store leads to it still. The result throws LostStoreError, with how many answers are on disk and how many
 * are not, where the file was removed or another one stands in its place; what the open database still holds is written beside it first.
 */
export function watchFile(file: string): (db: Kysely<Database>, run: string) => Promise<void> {
  const opened = fileId(file);
  let lost: LostStoreError | null = null;
  return async (db, run) => {
    if (lost !== null) throw lost;
    if (fileId(file) === opened) return;
    lost = await lostStore(file, db, run);
    throw lost;
  };
}

/** What names a file whatever its path; null: there is none. */
function fileId(file: string): string | null {
  const known = statSync(file, { bigint: true, throwIfNoEntry: false });
  return known === undefined ? null : `${known.dev}/${known.ino}`;
}

async function lostStore(file: string, db: Kysely<Database>, run: string): Promise<LostStoreError> {
  const what = existsSync(file) ? 'another file was put in the place of' : 'somebody removed';
  const answers = await answersIn(db, run).catch(() => 0);
  const onDisk = Math.min(answers, answersAt(file, run));
  const kept = answers > onDisk ? await keepBeside(file, db) : null;
  const rescued =
    kept === null
      ? 'They could not be kept'
      : `They were written to ${kept} (candor store copy ${kept} ${file} takes them over)`;
  return new LostStoreError(
    `expected the store at ${file} to stay where it is, but ${what} it while run ${run} went on, which ends here. Of ${answers} answers of this run ${onDisk} are on disk there and ${answers - onDisk} are not.${answers > onDisk ? ` ${rescued}.` : ''}`,
  );
}

async function answersIn(db: Kysely<Database>, run: string): Promise<number> {
  const counted = db
    .selectFrom('responses as a')
    .innerJoin('trials as t', 't.id', 'a.trial_id')
    .innerJoin('runs as r', 'r.id', 't.run_id')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('r.key', '=', run)
    .where('a.delivery', '<>', 'error');
  return Number((await counted.executeTakeFirst())?.n ?? 0);
}

/** Answers in the file that stands at the path now, read from a copy: the log beside it belongs to the one that was lost. */
function answersAt(file: string, run: string): number {
  const folder = mkdtempSync(join(tmpdir(), 'candor-lost-'));
  try {
    const copy = join(folder, 'copy.db');
    copyFileSync(file, copy);
    const connection = new SqliteConnection(copy);
    try {
      const counted = connection.prepare(
        "select count(*) from responses a join trials t on t.id = a.trial_id join runs r on r.id = t.run_id where r.key = ? and a.delivery <> 'error'",
      );
      return Number(counted.pluck().get(run));
    } finally {
      connection.close();
    }
  } catch {
    // No store is there, so no answer is.
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Nobody carries out what a copy holds. */
function freeRuns(file: string): void {
  const connection = new SqliteConnection(file);
  try {
    connection.exec('update runs set owner = null, heartbeat_at = null');
  } finally {
    connection.close();
  }
}

/** Writes what an open database holds into a new file beside its lost one; null: it cannot be. */
async function keepBeside(file: string, db: Kysely<Database>): Promise<string | null> {
  for (let n = 1; n < 100; n++) {
    const kept = `${file}.kept-${n}`;
    if (existsSync(kept)) continue;
    try {
      makeFolder(dirname(kept));
      await sql`vacuum into ${kept}`.execute(db);
      freeRuns(kept);
      return kept;
    } catch {
      return null;
    }
  }
  return null;
}
