import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteConnection from 'better-sqlite3';
import { Kysely, Migrator, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collect } from '../../src/lib/collect.ts';
import { StoreError } from '../../src/lib/errors.ts';
import type { StoredVerdict } from '../../src/model/stored-trial.ts';
import { ImmediateSqliteDialect } from '../../src/store/immediate-sqlite-dialect.ts';
import { KyselyStore } from '../../src/store/kysely-store.ts';
import { migrations } from '../../src/store/migrations/migrations.ts';
import { PreparedAnswers } from '../../src/store/prepared-answers.ts';
import type { Database } from '../../src/store/schema.ts';
import { openSqliteConnection } from '../../src/store/sqlite-connection.ts';
import { aResponse, aRun, aTarget, aTrial, aVariant, aVerdict } from './records.ts';

const TRIALS = 700;

describe.each([true, false])('what a SQLite store does under the contract, by prepared statements: %s', (prepared) => {
  let file: string;
  let statements: string[];
  let connection: SqliteConnection.Database;
  let db: Kysely<Database>;
  let store: KyselyStore;
  beforeEach(async () => {
    file = join(mkdtempSync(join(tmpdir(), 'candor-durability-')), 'candor.db');
    statements = [];
    connection = new SqliteConnection(file, { verbose: (text) => statements.push(String(text)) });
    connection.pragma('journal_mode = WAL');
    db = new Kysely<Database>({ dialect: new ImmediateSqliteDialect(connection) });
    await new Migrator({ db, provider: migrations }).migrateToLatest();
    store = new KyselyStore(db, file, undefined, undefined, prepared ? new PreparedAnswers(connection).commit : null);
    const variant = aVariant('p1', 'en');
    const trials = Array.from({ length: TRIALS }, (_, i) => aTrial(`t${i}`, variant.hash, 'qwen', i));
    await store.createRun(aRun(), [aTarget('qwen')], [variant], trials);
    statements.length = 0;
  });
  afterEach(() => store.close());

  const record = (trial: string, verdicts: StoredVerdict[] = []): Promise<boolean> =>
    store.recordAnswer('run-1', trial, aResponse(), [], verdicts);
  const commits = (): number => statements.filter((text) => text === 'commit').length;

  it('has an answer committed, for every reader, before it says so', async () => {
    const reader = new SqliteConnection(file, { readonly: true });
    await record('t0', [aVerdict()]);
    expect(statements.at(-1)).toBe('commit');
    expect(reader.prepare('select count(*) as n from responses join verdicts using (trial_id)').get()).toEqual({
      n: 1,
    });
    reader.close();
  });

  it('commits answers that come together once, 512 at most', async () => {
    await record('t0');
    const before = commits();
    await Promise.all(Array.from({ length: 600 }, (_, i) => record(`t${i + 1}`)));
    expect(commits() - before).toBe(2);
    await record('t650');
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
    await new Promise<void>((resolve) => setImmediate(resolve));
    expect(commits() - before).toBe(3);
  });

  it('says of each answer whether it is new, when they are stored one by one after a failed group', async () => {
    await record('t1');
    const all = ['t0', 'nowhere', 't1', 't2'].map((trial) => record(trial));
    expect(await Promise.allSettled(all)).toMatchObject([
      { value: true },
      { reason: expect.any(StoreError) },
      { value: false },
      { value: true },
    ]);
  });

  it('takes the write lock when a transaction begins, so that nothing read in it is overtaken', async () => {
    const other = new SqliteConnection(file, { timeout: 0 });
    const rename = (): void => void other.exec("update runs set name = 'overtaken'");
    await db.transaction().execute(async (trx) => {
      await trx.selectFrom('runs').select('name').execute();
      expect(rename).toThrow(/locked/);
    });
    expect(rename).not.toThrow();
    other.close();
  });

  it('gives a verdict to the classifier that gave it, after another one could not be stored', async () => {
    const by = (name: string): StoredVerdict => ({ ...aVerdict(), classifier: { ...aVerdict().classifier, name } });
    await record('t0');
    const broken = { ...by('judge:a'), at: null as unknown as string };
    await expect(store.addVerdicts('run-1', [{ trial: 't0', verdict: broken }])).rejects.toThrow(/NOT NULL/);
    await store.addVerdicts('run-1', [{ trial: 't0', verdict: by('judge:b') }]);
    await store.addVerdicts('run-1', [{ trial: 't0', verdict: by('judge:a') }]);
    const [trial] = await collect(store.trials('run-1', { trial: 't0' }));
    expect(trial?.verdicts.map(({ classifier }) => classifier.name)).toEqual(['judge:b', 'judge:a']);
  });

  it('says which database failed, and with what', async () => {
    connection.exec('drop table calibrations');
    const failed = store.findCalibration(aVerdict().classifier);
    await expect(failed).rejects.toThrow(StoreError);
    await expect(failed).rejects.toThrow(`the database ${file} failed: no such table: calibrations`);
    await expect(failed).rejects.toMatchObject({ cause: expect.any(Error) });
  });

  it('looks a run and a classifier up once', async () => {
    await record('t0', [aVerdict()]);
    statements.length = 0;
    await record('t1', [aVerdict()]);
    expect(statements.filter((text) => /from "(runs|classifiers)"|into "classifiers"/.test(text))).toEqual([]);
  });

  it('stores a plan with more values than SQLite takes at once', async () => {
    const variant = aVariant('p1', 'en');
    const trials = Array.from({ length: 5_000 }, (_, i) => aTrial(`t${i}`, variant.hash, 'qwen', i));
    await store.createRun({ ...aRun(), id: 'run-2' }, [aTarget('qwen')], [variant], trials);
    expect(await store.overview('run-2')).toMatchObject({ trials: 5_000 });
  });

  it('leaves nothing of a removed run in any table', async () => {
    const attempt = { n: 1, at: '', latencyMs: 1, status: null, kind: null, message: '', body: null };
    await store.recordAnswer('run-1', 't0', aResponse(), [attempt], [aVerdict()]);
    await store.removeRun('run-1');
    for (const table of ['runs', 'run_targets', 'probes', 'variants', 'trials', 'responses', 'attempts', 'verdicts']) {
      const { rows } = await sql`select * from ${sql.table(table)}`.execute(db);
      expect([table, rows.length]).toEqual([table, 0]);
    }
  });

  it.each(['responses', 'attempts', 'verdicts', 'identities', 'judge_replies'])(
    'never changes a row of %s',
    async (table) => {
      const attempt = { n: 1, at: '', latencyMs: 1, status: null, kind: null, message: '', body: null };
      await store.recordAnswer('run-1', 't0', aResponse(), [attempt], [aVerdict()]);
      await store.keepJudgeReply('call', {
        classifier: aVerdict().classifier,
        text: '{}',
        at: '2026-01-01T00:00:00.000Z',
      });
      expect(connection.prepare(`select count(*) as n from ${table}`).get()).toEqual({ n: 1 });
      const column = { identities: 'hash', judge_replies: 'reply' }[table] ?? 'id';
      expect(() => connection.exec(`update ${table} set ${column} = ${column}`)).toThrow(/are never changed$/);
    },
  );
});

describe('openSqliteConnection', () => {
  it('writes ahead, synchronises with every commit, holds references, and waits for other writers', () => {
    const folder = mkdtempSync(join(tmpdir(), 'candor-connection-'));
    const connection = openSqliteConnection(join(folder, 'deep', 'er', 'candor.db'));
    const pragma = (name: string): unknown => connection.pragma(name, { simple: true });
    expect(['journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout'].map(pragma)).toEqual(['wal', 2, 1, 10_000]);
    connection.close();
  });
});
