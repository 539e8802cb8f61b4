import SqliteConnection from 'better-sqlite3';
import { CompiledQuery, Kysely } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ImmediateSqliteDialect } from '../../src/store/immediate-sqlite-dialect.ts';

describe('ImmediateSqliteDialect', () => {
  let prepared: string[];
  let connection: SqliteConnection.Database;
  let db: Kysely<unknown>;
  beforeEach(() => {
    prepared = [];
    connection = new SqliteConnection(':memory:');
    const counted = {
      close: () => connection.close(),
      prepare(text: string) {
        prepared.push(text);
        return connection.prepare(text);
      },
    };
    db = new Kysely({ dialect: new ImmediateSqliteDialect(counted) });
  });
  afterEach(() => db.destroy());

  const ask = (text: string): Promise<unknown> => db.executeQuery(CompiledQuery.raw(text));

  it('prepares a statement once, however often it is run', async () => {
    expect(await ask('select 1 as one')).toMatchObject({ rows: [{ one: 1 }] });
    expect(await ask('select 1 as one')).toMatchObject({ rows: [{ one: 1 }] });
    expect(prepared).toEqual(['select 1 as one']);
  });

  it('keeps a hundred statements, and begins anew with the next', async () => {
    const askAll = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i++) await ask(`select ${i}`);
    };
    await askAll(100);
    await askAll(100);
    expect(prepared).toHaveLength(100);
    await askAll(101);
    expect(prepared).toHaveLength(101);
    await ask('select 0');
    expect(prepared).toHaveLength(102);
  });

  it('closes the database', async () => {
    await ask('select 1');
    await db.destroy();
    expect(connection.open).toBe(false);
  });
});
