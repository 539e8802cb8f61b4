import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect } from '../../src/lib/collect.ts';
import { StoreError } from '../../src/lib/errors.ts';
import { openPostgresStore } from '../../src/store/postgres/postgres.ts';
import { shownPlace } from '../../src/store/postgres-address.ts';
import type { Store } from '../../src/store/store.ts';
import {
  emptyDatabase,
  type PostgresServer,
  postgresPrograms,
  startPostgres,
  withClient,
} from '../servers/postgres-server.ts';
import { describeAnswers } from './answers-contract.ts';
import { describeLabelSamples } from './label-samples-contract.ts';
import { describeMeasurements } from './measurements-contract.ts';
import { describeReading } from './reading-contract.ts';
import { aResponse, aRun, aTarget, aTrial, aVariant, aVerdict } from './records.ts';
import { describeRuns } from './runs-contract.ts';
import { describeServed } from './served-contract.ts';
import { describeStore } from './store-contract.ts';

describe.skipIf(postgresPrograms() === null)('PostgreSQL', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.remove());

  let shared: string | null = null;
  /** One database, emptied each time: making one takes half a second, and leaves seven megabytes. */
  const open = async (): Promise<Store> => {
    shared ??= await emptyDatabase(server.address);
    await withClient(shared, (client) => client.query('drop schema public cascade; create schema public'));
    return openPostgresStore(shared);
  };

  describeStore('PostgreSQL', open);
  describeRuns('PostgreSQL', open);
  describeAnswers('PostgreSQL', open);
  describeMeasurements('PostgreSQL', open);
  describeLabelSamples('PostgreSQL', open);
  describeReading('PostgreSQL', open);
  describeServed('PostgreSQL', open);

  async function stored(): Promise<string> {
    const address = await emptyDatabase(server.address);
    const store = await openPostgresStore(address);
    const variant = aVariant('p1', 'en');
    const trials = [0, 1, 2].map((i) => aTrial(`t${i}`, variant.hash, 'qwen', i));
    await store.createRun(aRun(), [aTarget('qwen')], [variant], trials);
    await store.recordAnswer('run-1', 't0', aResponse(), [], [aVerdict()]);
    await store.close();
    return address;
  }

  it('refuses to change an answer or a verdict, whoever asks', async () => {
    const address = await stored();
    await withClient(address, async (client) => {
      await expect(client.query("update responses set text = 'nothing happened'")).rejects.toThrow(/never changed/);
      await expect(client.query("update verdicts set class = 'neutral'")).rejects.toThrow(/never changed/);
    });
  });

  it('keeps texts that PostgreSQL has no words for: NUL, halves of pairs, its own escape', async () => {
    const address = await stored();
    const store = await openPostgresStore(address);
    const text = 'a\u0000b \uD83D c \uFFFE0000 😀\uDE00 台灣';
    await store.recordAnswer('run-1', 't1', { ...aResponse(), text, reasoning: '\u0000' }, [], []);
    const [, trial] = await collect(store.trials('run-1'));
    expect(trial?.response).toMatchObject({ text, reasoning: '\u0000' });
    await store.close();
  });

  it('stores one answer a trial where two processes write it at once', async () => {
    const address = await stored();
    const stores = await Promise.all([1, 2, 3, 4].map(() => openPostgresStore(address)));
    const answers = await Promise.all(
      stores.flatMap((store) => ['t1', 't2'].map((trial) => store.recordAnswer('run-1', trial, aResponse(), [], []))),
    );
    expect(answers.filter((isNew) => isNew)).toHaveLength(2);
    expect(await stores[0]?.overview('run-1')).toMatchObject({ delivered: 3 });
    await Promise.all(stores.map((store) => store.close()));
  });

  it('opens a new database from several processes at once', async () => {
    const address = await emptyDatabase(server.address);
    const stores = await Promise.all([1, 2, 3, 4].map(() => openPostgresStore(address)));
    expect(await Promise.all(stores.map((store) => store.listRuns()))).toEqual([[], [], [], []]);
    await Promise.all(stores.map((store) => store.close()));
  });

  it('waits a server out that goes away and comes back, and loses and doubles nothing', async () => {
    const address = await stored();
    const store = await openPostgresStore(address);
    await server.kill();
    const answered = Promise.all(['t1', 't2'].map((trial) => store.recordAnswer('run-1', trial, aResponse(), [], [])));
    await server.start();
    expect(await answered).toEqual([true, true]);
    expect(await store.overview('run-1')).toMatchObject({ delivered: 3 });
    await store.close();
  });

  it('gives up on a server that stays away, and says where it was', async () => {
    const address = await stored();
    const store = await openPostgresStore(address, { patienceMs: 500 });
    await server.kill();
    try {
      await expect(store.listRuns()).rejects.toThrow(StoreError);
      await expect(store.listRuns()).rejects.toThrow(shownPlace(address));
    } finally {
      await server.start();
    }
    await store.close();
  });

  it('refuses a database of another program and one of a newer version, and changes neither', async () => {
    const other = await emptyDatabase(server.address);
    await withClient(other, (client) => client.query('create table cats (name text)'));
    await expect(openPostgresStore(other)).rejects.toThrow(/other tables \(cats\)/);
    const newer = await stored();
    await withClient(newer, (client) =>
      client.query("insert into kysely_migration (name, timestamp) values ('999-later', '2030-01-01')"),
    );
    await expect(openPostgresStore(newer)).rejects.toThrow(/newer Candor/);
    await withClient(other, async (client) => {
      const { rows } = await client.query("select tablename from pg_tables where schemaname = 'public'");
      expect(rows).toEqual([{ tablename: 'cats' }]);
    });
  });

  it('repeats neither user nor password nor parameters of an address', async () => {
    const address = 'postgres://someone:hunter2hunter2@127.0.0.1:9/candor?sslpassword=topsecret99';
    const opened = openPostgresStore(address);
    await expect(opened).rejects.toThrow('postgres://127.0.0.1:9/candor');
    await expect(opened).rejects.not.toThrow(/hunter2|topsecret|someone/);
  });
});
