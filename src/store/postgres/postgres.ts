import { Kysely, Migrator, PostgresDialect, sql } from 'kysely';
import { StoreError } from '../../lib/errors.ts';
import { byQuestion } from '../migrations/by-question.ts';
import { shownPlace } from '../postgres-address.ts';
import type { Database } from '../schema.ts';
import { layout } from './layout.ts';
import { overOutages } from './outage.ts';
import { createPool } from './postgres-pool.ts';
import { PostgresStore } from './postgres-store.ts';

/** Every layout that stores in PostgreSQL have had; the first is the one that SQLite stores had when they came. */
const MIGRATIONS = { '003-asked-and-served': layout, '005-by-question': byQuestion };
/** How long a store that was there is waited for. */
const PATIENCE_MS = 300_000;
/** Tables of a strange database that a message names. */
const MOST_NAMED = 3;

/** Opens a store in a PostgreSQL database, as `openPostgresDatabase` does. An outage of the server is waited out once it is open. */
export async function openPostgresStore(address: string, { patienceMs = PATIENCE_MS } = {}): Promise<PostgresStore> {
  const db = await openPostgresDatabase(address);
  return new PostgresStore(db, shownPlace(address), (work) => overOutages(work, patienceMs));
}

/**
 * Opens the tables of a store in a PostgreSQL database and brings it to the newest layout, under a lock, whoever else does.
 * Throws StoreError where it cannot be reached, holds tables of another program, or is one of a newer Candor;
 * nothing is changed then.
 */
export async function openPostgresDatabase(address: string): Promise<Kysely<Database>> {
  const place = shownPlace(address);
  if (!URL.canParse(address))
    throw new StoreError(
      'expected an address such as postgres://user@host:5432/database for --store, got one that cannot be read',
    );
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: createPool(address) }) });
  try {
    await requireOurs(db, place);
    const { error } = await new Migrator({
      db,
      provider: { getMigrations: async () => ({ ...MIGRATIONS }) },
    }).migrateToLatest();
    if (error !== undefined) throw error;
    return db;
  } catch (cause) {
    await db.destroy().catch(() => undefined);
    if (cause instanceof StoreError) throw cause;
    throw new StoreError(
      `expected a PostgreSQL database for runs at ${place}, got: ${wordsOf(cause)}. Is the server up, and does the database exist (createdb)?`,
      { cause },
    );
  }
}

async function requireOurs(db: Kysely<Database>, place: string): Promise<void> {
  const { rows } = await sql<{ name: string }>`select table_name as name from information_schema.tables
    where table_schema = current_schema() and table_type = 'BASE TABLE' order by table_name`.execute(db);
  const tables = rows.map(({ name }) => name).filter((name) => !name.startsWith('pgboss'));
  if (!tables.includes('kysely_migration')) {
    if (tables.length === 0) return;
    throw new StoreError(
      `expected a Candor store at ${place}, got a database with other tables (${tables.slice(0, MOST_NAMED).join(', ')}). Name another one with --store; this one was not changed.`,
    );
  }
  const applied = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  const newer = applied.rows.filter(({ name }) => !(name in MIGRATIONS)).map(({ name }) => name);
  if (newer.length === 0) return;
  throw new StoreError(
    applied.rows.some(({ name }) => name in MIGRATIONS)
      ? `expected a store of this Candor or an older one at ${place}, got one of a newer Candor (layout ${newer.at(-1)}). Update Candor to read it; the database was not changed.`
      : `expected a Candor store at ${place}, got a database of another program. Name another one with --store; this one was not changed.`,
  );
}

/** The words of an error; those of several that are one (an address of two families) are joined. */
function wordsOf(cause: unknown): string {
  if (cause instanceof AggregateError) return [...new Set(cause.errors.map(wordsOf))].join('; ');
  return cause instanceof Error ? cause.message : String(cause);
}
