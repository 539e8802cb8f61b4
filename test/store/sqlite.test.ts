import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteConnection from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { collect } from '../../src/lib/collect.ts';
import { StoreError } from '../../src/lib/errors.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import { describeAnswers } from './answers-contract.ts';
import { describeLabelSamples } from './label-samples-contract.ts';
import { describeMeasurements } from './measurements-contract.ts';
import { describeReading } from './reading-contract.ts';
import { aResponse, aRun, aTarget, aTrial, aVariant, aVerdict } from './records.ts';
import { describeRuns } from './runs-contract.ts';
import { describeServed } from './served-contract.ts';
import { describeStore } from './store-contract.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'candor-store-'));

const open = async (): Promise<Store> => openSqliteStore(join(folder(), 'runs', 'candor.db'));

describeStore('SQLite', open);
describeRuns('SQLite', open);
describeAnswers('SQLite', open);
describeMeasurements('SQLite', open);
describeLabelSamples('SQLite', open);
describeReading('SQLite', open);
describeServed('SQLite', open);

describe('SQLite file', () => {
  async function storedFile(): Promise<string> {
    const file = join(folder(), 'candor.db');
    const store = await openSqliteStore(file);
    const variant = aVariant('p1', 'en');
    await store.createRun(aRun(), [aTarget('qwen')], [variant], [aTrial('t0', variant.hash, 'qwen', 0)]);
    await store.recordAnswer('run-1', 't0', aResponse(), [], [aVerdict()]);
    await store.close();
    return file;
  }

  it('keeps everything over a close and a new start', async () => {
    const store = await openSqliteStore(await storedFile());
    const [trial] = await collect(store.trials('run-1'));
    expect(trial?.response).toEqual(aResponse());
    await store.close();
  });

  it('refuses to change an answer or a verdict, whoever asks', async () => {
    const connection = new SqliteConnection(await storedFile());
    expect(() => connection.exec("update responses set text = 'nothing happened'")).toThrow(/never changed/);
    expect(() => connection.exec("update verdicts set class = 'neutral'")).toThrow(/never changed/);
    connection.close();
  });

  it('holds one answer a trial even for a writer that does not look', async () => {
    const connection = new SqliteConnection(await storedFile());
    const copy = `insert into responses (trial_id, delivery, text, reasoning_state, attempts)
      select trial_id, delivery, text, reasoning_state, attempts from responses`;
    expect(() => connection.exec(copy)).toThrow(/UNIQUE/);
    connection.close();
  });

  it('says what is wrong with a file that is no store, and leaves it alone', async () => {
    const file = join(folder(), 'notes.txt');
    writeFileSync(file, 'these are my notes, not a database');
    const opened = openSqliteStore(file);
    await expect(opened).rejects.toThrow(StoreError);
    await expect(opened).rejects.toThrow(/^expected a Candor store at .*notes\.txt, .*got: file is not a database\./);
    await expect(opened).rejects.toThrow(/--store/);
    await expect(opened).rejects.toMatchObject({ cause: { code: 'SQLITE_NOTADB' } });
    expect(readFileSync(file, 'utf8')).toBe('these are my notes, not a database');
  });

  it('says what is wrong with a database of another program, and leaves its tables alone', async () => {
    const file = join(folder(), 'other.db');
    const connection = new SqliteConnection(file);
    connection.exec('create table runs (miles real); insert into runs values (26.2)');
    await expect(openSqliteStore(file)).rejects.toThrow(
      /expected a Candor store .*got a database with other tables \(runs\)/,
    );
    expect(connection.prepare('select miles from runs').all()).toEqual([{ miles: 26.2 }]);
    connection.close();
  });

  it('says where no database can be made', async () => {
    await expect(openSqliteStore(folder())).rejects.toThrow(
      /^expected a Candor store at .*got: unable to open database file/,
    );
  });
});
