import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteConnection from 'better-sqlite3';
import { type CompiledQuery, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { collect } from '../../src/lib/collect.ts';
import type { VariantRecord } from '../../src/model/run.ts';
import { ImmediateSqliteDialect } from '../../src/store/immediate-sqlite-dialect.ts';
import { KyselyStore } from '../../src/store/kysely-store.ts';
import { openPostgresDatabase } from '../../src/store/postgres/postgres.ts';
import type { Database } from '../../src/store/schema.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { emptyDatabase, postgresPrograms, startPostgres } from '../servers/postgres-server.ts';
import { aResponse, aRun, aTarget, aTrial, aVariant, aVerdict } from './records.ts';

/** Tables that grow with the answers: no query that commands ask again and again may go through one of them from end to end. */
const BIG = ['trials', 'responses', 'attempts', 'verdicts', 'label_samples', 'judge_replies'];

/** The statements that reading and writing a run sends, each once. */
async function statementsOf(open: (log: (query: CompiledQuery) => void) => Kysely<Database>): Promise<CompiledQuery[]> {
  const seen = new Map<string, CompiledQuery>();
  const store = new KyselyStore(
    open((query) => seen.set(query.sql, query)),
    'the store',
  );
  const talked: VariantRecord = {
    ...aVariant('p2', 'en'),
    probe: { ...aVariant('p2', 'en').probe, followUps: [{ kind: 'own', text: { en: 'Sure?' } }] },
  };
  const variants = [aVariant('p1', 'en'), talked];
  const trials = variants.map(({ hash }, i) => aTrial(`t${i}`, hash, 'qwen', i));
  await store.createRun(aRun(), [aTarget('qwen')], variants, trials);
  await store.recordAnswer('run-1', 't0', aResponse(), [], [aVerdict()]);
  await store.addVerdicts('run-1', [{ trial: 't0', verdict: aVerdict() }]);
  const { hash } = variants[0] as VariantRecord;
  const filters = [
    {},
    { texts: false },
    { turn: 2 },
    { target: 'qwen' },
    { lang: 'en' },
    { probe: 'p1' },
    { trial: 't0' },
    { variant: hash },
    { variant: hash, target: 'qwen' },
    { trialPrefix: 't' },
  ];
  for (const filter of filters) await collect(store.trials('run-1', filter));
  await store.pendingTrials('run-1');
  await store.pendingTurns('run-1');
  await store.attempts('run-1', 't0');
  await store.overview('run-1');
  await store.listRuns();
  await store.findRun('latest');
  await store.served('run-1', {});
  await store.classifiers('run-1');
  await store.answerLengths('run-1');
  await store.labelSample('run-1');
  await store.findJudgeReply('call');
  await store.close();
  return [...seen.values()].filter(({ sql }) => sql.startsWith('select'));
}

describe('the statements of a store', () => {
  it('are answered by indices in SQLite', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'candor-plans-')), 'candor.db');
    await (await openSqliteStore(file)).close();
    const dialect = new ImmediateSqliteDialect(new SqliteConnection(file));
    const statements = await statementsOf((log) => new Kysely<Database>({ dialect, log: ({ query }) => log(query) }));
    const connection = new SqliteConnection(file);
    const scans: string[] = [];
    const used = new Set<string>();
    for (const { sql, parameters } of statements) {
      const plan = connection.prepare<unknown[], { detail: string }>(`explain query plan ${sql}`).all(...parameters);
      for (const { detail } of plan) {
        for (const [, index = ''] of detail.matchAll(/INDEX (\w+)/g)) used.add(index);
        const [, name = ''] = /^SCAN (\w+)/.exec(detail) ?? [];
        const [, table = name] = new RegExp(`"(\\w+)" as "${name}"`).exec(sql) ?? [];
        if (BIG.includes(table)) scans.push(`${detail}: ${sql}`);
      }
    }
    connection.close();
    expect(statements.length).toBeGreaterThan(15);
    expect(scans).toEqual([]);
    expect([...used]).toEqual(
      expect.arrayContaining([
        'trials_by_position',
        'trials_by_question',
        'responses_by_trial',
        'verdicts_by_trial',
        'attempts_by_trial',
      ]),
    );
  });

  it.skipIf(postgresPrograms() === null)('can be answered by indices in PostgreSQL', async () => {
    const server = await startPostgres();
    try {
      const address = await emptyDatabase(server.address);
      await (await openPostgresDatabase(address)).destroy();
      // A few rows are read faster from end to end: only without that way does the plan show whether there is another.
      const settings = { connectionString: address, options: '-c enable_seqscan=off' };
      const dialect = new PostgresDialect({ pool: new pg.Pool(settings) });
      const statements = await statementsOf((log) => new Kysely<Database>({ dialect, log: ({ query }) => log(query) }));
      const client = new pg.Client(settings);
      await client.connect();
      const scans: string[] = [];
      const used = new Set<string>();
      for (const { sql, parameters } of statements) {
        const { rows } = await client.query<Record<string, string>>(`explain ${sql}`, [...parameters]);
        for (const line of rows.flatMap((row) => Object.values(row))) {
          for (const [, index = ''] of line.matchAll(/using (\w+) on|Index Scan on (\w+)/g)) used.add(index);
          const [, table = ''] = /Seq Scan on (\w+)/.exec(line) ?? [];
          if (BIG.includes(table)) scans.push(`${line}: ${sql}`);
        }
      }
      await client.end();
      expect(scans).toEqual([]);
      expect([...used]).toEqual(expect.arrayContaining(['trials_by_question', 'responses_by_trial']));
    } finally {
      await server.remove();
    }
  });
});
